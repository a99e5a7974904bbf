"""What a product still needs before it can be sent for approval."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.catalog.rules.asked import asked
from app.catalog.rules.content import Content
from app.catalog.rules.words import FIELDS
from app.core.i18n import gettext, mark
from app.moderation.rules.findings import REMOVE, Findings

SHORTEST_DESCRIPTION = 60
NO_PICTURE = mark("Ít nhất một tấm ảnh")
IN_THE_WORKS = mark("Ảnh đang xử lý, vài giây nữa xong")
LABEL = {
    "ingredients": mark("Thành phần"),
    "storage": mark("Cách bảo quản"),
    "shelf_life_days": mark("Hạn dùng"),
}


@dataclass(frozen=True)
class Gap:
    """`part` is where it is filled in (content, papers, variants, images, seller), `field` what;
    `words` are those that are forbidden there.
    """

    part: str
    field: str
    said: str
    words: str = ""

    def __str__(self) -> str:
        """In the page's language."""
        named = self.part == "content"
        where = gettext(FIELDS[self.field] if named else mark("Tên quy cách"))
        return gettext(self.said).format(words=self.words, field=where)


@dataclass(frozen=True)
class Facts:
    """What the checklist looks at; `papers` are (kind, what is wrong);
    `findings` what was found in the seller's own words.
    """

    content: Content
    group: str
    active_variants: int
    images: int
    seller_approved: bool
    papers: Sequence[tuple[str, str]] = ()
    findings: Findings = field(default_factory=Findings)


def gaps(facts: Facts) -> Sequence[Gap]:
    """In the order of the form; empty when the product can be sent."""
    return [*text_gaps(facts), *_around(facts)]


def text_gaps(facts: Facts) -> Sequence[Gap]:
    """Of the text alone, the label and the forbidden words with it."""
    return [*_content(facts), *_label(facts), *forbidden(facts.findings)]


def _content(facts: Facts) -> Iterator[Gap]:
    content, what = facts.content, asked(facts.group)
    if what.tea and not content.tea_type:
        yield Gap("content", "tea_type", mark("Chọn loại chè"))
    if not content.summary:
        yield Gap("content", "summary", mark("Một câu giới thiệu"))
    if len(content.description) < SHORTEST_DESCRIPTION:
        yield Gap("content", "description", mark("Mô tả, khoảng vài câu"))
    for name in what.needed:
        if not getattr(content.attributes, name):
            yield Gap("content", name, FIELDS[name])


def _label(facts: Facts) -> Iterator[Gap]:
    for name in asked(facts.group).label:
        if not getattr(facts.content.label, name):
            yield Gap("content", name, LABEL[name])


def forbidden(findings: Findings) -> Iterator[Gap]:
    """One for each field that says what goods may not be sold with."""
    for name, words in findings.forbidden.items():
        part = "variants" if name == "variant" else "content"
        yield Gap(part, name, REMOVE, words)


def _around(facts: Facts) -> Iterator[Gap]:
    if facts.images == 0:
        yield Gap("images", "photo", NO_PICTURE)
    if facts.active_variants == 0:
        yield Gap("variants", "variant", mark("Ít nhất một quy cách có giá"))
    for kind, said in facts.papers:
        yield Gap("papers", kind, said)
    if not facts.seller_approved:
        yield Gap("seller", "seller", mark("Hồ sơ đơn vị còn chờ sàn duyệt"))
