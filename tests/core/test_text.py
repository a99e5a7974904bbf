import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.core.text import fold, nfc, slugify, words

vietnamese = some.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ ABĐÊ-,.1"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chè Tân Cương", "che tan cuong"),
        ("hoà", "hòa"),
        ("Đinh", "dinh"),
        ("thuỷ", "thủy"),
        ("  Chè\t đinh\n", "che dinh"),
        ("TRÀ ƯỚP SEN", "tra uop sen"),
    ],
)
def test_texts_that_are_the_same_to_a_reader_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(vietnamese)
def test_folding_knows_no_difference_between_composed_and_decomposed(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(some.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(vietnamese)
def test_vietnamese_folds_to_plain_letters(text: str) -> None:
    assert fold(text).isascii()


@given(some.text())
def test_a_slug_can_stand_in_an_address(text: str) -> None:
    slug = slugify(text)
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug == slug.strip("-")
    assert "--" not in slug


def test_stored_text_is_composed() -> None:
    assert nfc("Che\u0300") == "Chè"


def test_words_keep_their_accents() -> None:
    assert words("Chè Đinh (hộp 100 g), nước-xanh_vàng") == [
        "chè", "đinh", "hộp", "100", "g", "nước", "xanh", "vàng",
    ]  # fmt: skip
