"""Help with spelling, when nothing is found."""

import pytest
from sqlmodel import Session

from app.catalog.queries.spelling import Spelling, nearest
from tests.factories import make_product


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chee dinh", "chè dinh"),
        ("tan cuogn", "tan cương"),
        ("mat onggg", "mat ong"),
        ("chè đinh", ""),
        ("xyzzy", ""),
    ],
)
def test_unknown_words_become_the_nearest_that_products_are_called_by(
    session: Session, typed: str, meant: str
) -> None:
    make_product(session, name="Chè đinh Tân Cương")
    make_product(session, name="Mật ong rừng")
    assert Spelling().correct(session.connection(), typed) == meant


def test_the_vocabulary_is_read_once(session: Session) -> None:
    spelling = Spelling()
    make_product(session, name="Chè đinh")
    assert spelling.correct(session.connection(), "chee") == "chè"
    make_product(session, name="Gạo nếp")
    assert spelling.correct(session.connection(), "gaoo") == ""
    spelling.clear()
    assert spelling.correct(session.connection(), "gaoo") == "gạo"


def test_a_single_letter_is_not_guessed_at() -> None:
    assert nearest("x", ["che"]) == ""
