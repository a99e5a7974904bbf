"""What people write of plants that are ill: a farm's diary speaks of treating them."""

import unicodedata
from datetime import UTC, date, datetime
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from alembic import op

revision = "5b0e7c9d4a18"
down_revision = "c1d9a4e27f60"
branch_labels = None
depends_on = None

PHRASES = (
    "thuốc trị rầy",
    "thuốc trị sâu",
    "thuốc trị bọ",
    "thuốc trị nhện",
    "thuốc trị nấm",
    "thuốc trị bệnh cây",
    "trị bệnh cho cây",
    "trị bệnh phồng lá",
    "trị bệnh đốm nâu",
    "trị bệnh thối rễ",
    "điều trị cho cây",
    "chữa bệnh cho cây",
)
NOTE = "Nói về chữa bệnh cho cây trồng, không phải cho người."
SOURCE = "Nhật ký canh tác, TCVN 11892-1:2017"
SINCE = date(2026, 7, 1)
NOW = datetime(2026, 11, 27, tzinfo=UTC)
ADD = sa.text(
    "INSERT INTO claim_rule (id, phrase, folded, exact, severity, note, source, valid_from,"
    " created_at) VALUES (:id, :phrase, :folded, false, 'allow', :note, :source, :since, :now)"
    " ON CONFLICT DO NOTHING"
)


def upgrade() -> None:
    for phrase in PHRASES:
        values = {"id": _id(phrase), "phrase": phrase, "folded": _fold(phrase)}
        values |= {"note": NOTE, "source": SOURCE, "since": SINCE, "now": NOW}
        op.get_bind().execute(ADD, values)


def downgrade() -> None:
    ids = [_id(phrase) for phrase in PHRASES]
    remove = sa.text("DELETE FROM claim_rule WHERE id IN :ids")
    op.get_bind().execute(remove.bindparams(sa.bindparam("ids", expanding=True)), {"ids": ids})


def _id(phrase: str) -> object:
    return uuid5(NAMESPACE_URL, f"claim:{phrase}")


def _fold(phrase: str) -> str:
    decomposed = unicodedata.normalize("NFD", phrase.lower().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
