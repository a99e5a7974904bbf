"""Reasons about sellers and papers that were in the code, beside those that operators keep."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from alembic import op

revision = "f3a81c6e0d57"
down_revision = "b4e7d20c91f6"
branch_labels = None
depends_on = None

REASONS = {
    "seller": (
        "Tên đăng ký chưa khớp với giấy đăng ký, mời xem lại.",
        "Họ tên người đại diện chưa khớp với thẻ căn cước.",
        "Địa chỉ chưa rõ: mời ghi số nhà, thôn xóm như trên giấy.",
        "Đơn vị đã có gian hàng trên sàn, mời dùng gian hàng đó.",
    ),
    "document": (
        "Giấy không đúng loại đã chọn.",
        "Số, ngày hoặc nơi cấp gõ khác với trên giấy.",
    ),
}
BEFORE = 4
"""Sentences of each topic that the shop began with."""
NOW = datetime(2026, 11, 27, tzinfo=UTC)
ADD = sa.text(
    "INSERT INTO reason_template (id, topic, said, position, created_at)"
    " VALUES (:id, :topic, :said, :position, :created_at) ON CONFLICT DO NOTHING"
)  # an operator may have written the same sentence


def upgrade() -> None:
    op.get_bind().execute(ADD, [row for topic in REASONS for row in reasons(topic)])


def reasons(topic: str) -> list[dict[str, object]]:
    return [
        {
            "id": uuid5(NAMESPACE_URL, f"reason:{topic}:{said}"),
            "topic": topic,
            "said": said,
            "position": position,
            "created_at": NOW,
        }
        for position, said in enumerate(REASONS[topic], start=BEFORE + 1)
    ]


def downgrade() -> None:
    ids = sa.bindparam("ids", expanding=True)
    forget = sa.text("DELETE FROM reason_template WHERE id IN :ids").bindparams(ids)
    rows = [row["id"] for topic in REASONS for row in reasons(topic)]
    op.get_bind().execute(forget, {"ids": rows})
