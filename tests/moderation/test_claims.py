"""Forbidden words are found however they are written, and nothing else is."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from app.core.text import fold, nfc, unaccented
from app.moderation import queries
from app.moderation.rules.claims import Claim, Severity, around, found, in_fields, pieces

CURE = Claim("chữa bệnh", Severity.BLOCK)
EXACT = Claim("thần dược", Severity.BLOCK, exact=True)
CANCER = Claim("ung thư", Severity.WARN)
CURE_CANCER = Claim("chữa ung thư", Severity.BLOCK)
DISCLAIMER = Claim("không có tác dụng thay thế thuốc chữa bệnh", Severity.ALLOW)
LETTERS = "aàáảãạăằâầbcdđeèêềghiìklmnoòôồơờpqrstuùưừvxyỳ"
words = st.text(LETTERS, min_size=1, max_size=7)
texts = st.lists(words, max_size=12).map(" ".join)


def marked(text: str, *claims: Claim) -> list[str]:
    return [nfc(text)[hit.start : hit.end] for hit in found(text, claims)]


@pytest.mark.parametrize(
    "text",
    [
        "chữa bệnh",
        "CHỮA BỆNH",
        "chua benh",
        "Trà chữa-bệnh gan",
        "chữa  \n bệnh",
        "chữa **bệnh**",
        "chữa_bệnh",
        "ch\u200bữa bệ\u00adnh",
        unicodedata.normalize("NFD", "chữa bệnh"),
    ],
)
def test_a_phrase_is_found_however_it_is_written(text: str) -> None:
    assert len(marked(text, CURE)) == 1


@pytest.mark.parametrize(
    "text", ["chữa. Bệnh", "chữa\n\nbệnh", "chữa bệnhviện", "tchữa bệnh", "chữa cho bệnh", ""]
)
def test_no_phrase_is_found_across_sentences_or_inside_words(text: str) -> None:
    assert marked(text, CURE) == []


def test_a_rule_that_minds_accents_leaves_other_words_alone() -> None:
    assert marked("chăm sóc bản thân được", EXACT) == []
    assert marked("Thần Dược", EXACT) == ["Thần Dược"]
    assert marked("hoà", Claim("hòa", Severity.WARN, exact=True)) == ["hoà"]


def test_what_the_law_wants_said_is_not_found() -> None:
    text = "Sản phẩm không có tác dụng thay thế thuốc chữa bệnh. Chữa bệnh gan."
    assert marked(text, CURE, DISCLAIMER) == ["Chữa bệnh"]


def test_phrases_that_overlap_are_found_as_one_by_the_rule_that_forbids() -> None:
    assert marked("Trà chữa ung thư", CANCER, CURE_CANCER) == ["chữa ung thư"]
    (hit,) = found("Trà chữa bệnh ung thư", [CURE, Claim("bệnh ung thư", Severity.WARN)])
    assert (hit.end - hit.start, hit.claim) == (len("chữa bệnh ung thư"), CURE)


def test_what_is_found_is_shown_with_the_words_around_it() -> None:
    text = f"{'lá ' * 30}chữa bệnh{' lá' * 30}"
    (hit,) = found(text, [CURE])
    shown = [piece.text for piece in around(text, hit)]
    assert shown[1] == "chữa bệnh"
    assert shown[0].startswith("… lá")
    assert shown[2].endswith("lá …")
    assert [piece.claim for piece in pieces("chữa bệnh", [])] == [None]


def test_fields_without_a_fault_are_left_out() -> None:
    assert list(in_fields({"name": "Chè", "summary": "chữa bệnh"}, [CURE])) == ["summary"]


@given(texts, texts, st.sampled_from([str, str.upper, fold, unaccented]))
def test_a_phrase_between_any_words_is_found(before: str, after: str, written: object) -> None:
    phrase = written("chữa bệnh")  # type: ignore[operator]
    text = f"{before} {phrase} {after}"
    assert phrase in marked(text, CURE)


@given(texts)
def test_what_is_found_says_the_phrase(text: str) -> None:
    for said in marked(f"{text} chưa bệnh {text}", CURE):
        assert fold(said) == "chua benh"


@given(words, words)
def test_a_word_with_more_letters_is_another_word(before: str, after: str) -> None:
    assert marked(f"x{before}chữa bệnh{after}x", CURE) == []


@given(st.text(max_size=200))
def test_the_pieces_of_any_text_are_the_text(text: str) -> None:
    hits = found(text, [CURE, CANCER, EXACT])
    assert "".join(piece.text for piece in pieces(text, hits)) == nfc(text)
    assert all(a.end <= b.start for a, b in pairwise(hits))


WRONG = [
    "Trà giúp điều trị tiểu đường",
    "tri dut diem mat ngu",
    "Đặc trị viêm gan",
    "THẦN DƯỢC từ núi",
    "Bác sĩ khuyên dùng",
    "This tea cures cancer",
    "Hạ huyết áp, giảm mỡ máu",
    "Chửa bệnh dạ dày",
    "chua bệnh gan",
    "Chữa bênh mất ngủ",
]
RIGHT = [
    "Chè đinh hái lúc sương chưa tan, sao suốt trên chảo gang, hương cốm, hậu ngọt lâu.",
    "Sản phẩm này không phải là thuốc, không có tác dụng thay thế thuốc chữa bệnh.",
    "This product is not intended to diagnose, treat, cure or prevent any disease.",
    "Chè chính vụ, không chất bảo quản. Bệnh lá được phòng bằng tay.",
    "Người trồng chăm sóc bản thân được khoẻ.",
    "A sweet treat with cured ham.",
    "Người làm: ông Nguyễn Đắc Trí, cơ sở Trí Khôi",
    "Phun thuốc trị rầy xanh, cách ly 15 ngày. Trị bệnh phồng lá bằng cách tỉa.",
]


@pytest.mark.parametrize("text", WRONG)
def test_the_shops_own_rules_forbid_healing(session: Session, text: str) -> None:
    hits = found(text, queries.claims(session))
    assert Severity.BLOCK in {hit.claim.severity for hit in hits}
    assert all(hit.claim.note and hit.claim.source for hit in hits)


@pytest.mark.parametrize("text", RIGHT)
def test_the_shops_own_rules_leave_honest_words_alone(session: Session, text: str) -> None:
    assert found(text, queries.claims(session)) == []
