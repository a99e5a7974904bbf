"""What each trade is asked about its goods: the form's fields, and which of them must be said.

Data, so that a trade is added by a line. A group that is not here is asked what any goods are.
"""

from dataclasses import dataclass

from app.core.i18n import mark

LABEL = ("ingredients", "storage", "shelf_life_days")
"""What the label of food must say (Decree 43/2017, amended by 111/2021)."""


@dataclass(frozen=True)
class Asked:
    """`attributes` in the form's order, `needed` those without which goods cannot be sent; `tea`
    adds its type, its taste and how it is brewed.
    """

    attributes: tuple[str, ...]
    label: tuple[str, ...] = LABEL
    needed: tuple[str, ...] = ()
    tea: bool = False


BY_GROUP = {
    "che": Asked(("cultivar", "grade", "picking_standard", "season"), tea=True),
    "mien-gao-do-kho": Asked(("cultivar", "season", "processing", "usage")),
    "mat-ong-duoc-lieu": Asked(("source", "season", "processing", "usage")),
    "trai-cay": Asked(("cultivar", "grade", "season", "processing")),
    "thit-trung-nuoc-cham": Asked(("source", "processing", "usage")),
    "do-thu-cong": Asked(("material", "processing", "dimensions"), label=(), needed=("material",)),
    "qua-bieu": Asked(("contents", "dimensions")),
}
ANY = Asked(("source", "processing", "usage"))

EXAMPLES = {
    "cultivar": mark("LDP1, trung du; dong riềng đỏ; na dai"),
    "grade": mark("hảo hạng, loại 1"),
    "picking_standard": mark("một tôm, hai lá"),
    "season": mark("vụ xuân; tháng 9 đến tháng 11"),
    "source": mark("hoa nhãn; lợn bản nuôi tại nhà"),
    "processing": mark("phơi nắng, gác bếp, dệt tay"),
    "usage": mark("ngâm nước ấm 10 phút rồi nấu"),
    "material": mark("tre, bông, gỗ xoan"),
    "dimensions": mark("30 × 20 × 12 cm"),
    "contents": mark("2 hộp chè nõn tôm, 1 ấm gốm"),
}


def asked(group: str) -> Asked:
    return BY_GROUP.get(group, ANY)


def groups_asked(attribute: str) -> tuple[str, ...]:
    """The groups whose form shows the attribute; "" stands for those that are not listed.

    >>> groups_asked("grade"), groups_asked("usage")
    (('che', 'trai-cay'), ('mien-gao-do-kho', 'mat-ong-duoc-lieu', 'thit-trung-nuoc-cham', ''))
    """
    listed = [group for group, what in BY_GROUP.items() if attribute in what.attributes]
    return (*listed, *([""] if attribute in ANY.attributes else []))
