"""Words that goods may not be sold with, and reasons that officers often give."""

import unicodedata
from datetime import UTC, date, datetime
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from alembic import op

revision = "20b3048928e8"
down_revision = "6c1d0b7fa253"
branch_labels = None
depends_on = None

DECREE_15 = "Nghị định 15/2018/NĐ-CP, Điều 27"
ADVERTISING = "Luật Quảng cáo 16/2012/QH13, Điều 8"
AS_MEDICINE = "Thực phẩm không được quảng cáo như thuốc chữa bệnh."
MEDICAL = "Không mượn tên, lời của bác sĩ, bệnh viện, người bệnh để quảng cáo thực phẩm."
PROOF = "Nói về sức khoẻ phải có giấy tờ chứng minh; không có thì nên bỏ."
PROMISE = "Không hứa điều không ai bảo đảm được."

CLAIMS = (  # severity, minds accents, note, source, phrases
    (
        "block",
        False,
        AS_MEDICINE,
        DECREE_15,
        (
            "chữa bệnh",
            "chữa trị",
            "chữa khỏi",
            "chữa dứt",
            "chữa ung thư",
            "chữa tiểu đường",
            "trị bệnh",
            "trị khỏi",
            "trị dứt điểm",
            "trị tận gốc",
            "trị ung thư",
            "trị tiểu đường",
            "đặc trị",
            "điều trị",
            "khỏi bệnh",
            "hết bệnh",
            "thuốc chữa",
            "thuốc trị",
            "thay thế thuốc",
            "chống ung thư",
            "ngừa ung thư",
            "phòng ung thư",
            "tế bào ung thư",
            "hạ huyết áp",
            "hạ đường huyết",
            "tăng cường sinh lý",
            "cures",
            "cure cancer",
            "cure disease",
            "cures cancer",
            "treats disease",
            "treat disease",
            "treats cancer",
            "treats diabetes",
            "fights cancer",
            "prevents cancer",
            "lowers blood pressure",
            "lowers blood sugar",
        ),
    ),
    (
        "block",
        True,
        AS_MEDICINE,
        DECREE_15,
        ("thần dược", "tiên dược", "trị ho", "trị mất ngủ", "trị mụn", "trị viêm", "giảm mỡ máu"),
    ),
    (
        "block",
        False,
        MEDICAL,
        DECREE_15,
        (
            "bác sĩ khuyên dùng",
            "bác sĩ khuyên",
            "dược sĩ khuyên dùng",
            "bệnh viện khuyên dùng",
            "thư cảm ơn của bệnh nhân",
            "doctor recommended",
            "recommended by doctors",
        ),
    ),
    (
        "block",
        False,
        PROMISE,
        ADVERTISING,
        ("không tác dụng phụ", "không có tác dụng phụ", "cam kết khỏi", "no side effects"),
    ),
    (
        "warn",
        False,
        PROOF,
        DECREE_15,
        (
            "ung thư",
            "tiểu đường",
            "đái tháo đường",
            "huyết áp",
            "đường huyết",
            "tim mạch",
            "phòng bệnh",
            "kháng viêm",
            "giải độc",
            "thải độc",
            "giảm cân",
            "tăng sức đề kháng",
            "chống lão hoá",
            "cancer",
            "diabetes",
            "blood pressure",
            "detox",
            "lose weight",
            "weight loss",
            "cure",
            "medicine",
        ),
    ),
    ("warn", True, PROOF, DECREE_15, ("mỡ máu", "mất ngủ", "mát gan", "bổ thận", "bệnh viện")),
    (
        "warn",
        False,
        PROMISE,
        ADVERTISING,
        ("tốt nhất", "số một", "duy nhất", "the best", "number one"),
    ),
    (
        "allow",
        False,
        "Câu mà luật yêu cầu.",
        DECREE_15,
        (
            "không có tác dụng thay thế thuốc chữa bệnh",
            "không thay thế thuốc chữa bệnh",
            "không có tác dụng chữa bệnh",
            "không phải là thuốc chữa bệnh",
            "not intended to diagnose, treat, cure or prevent any disease",
            "not a substitute for medicine",
            "does not replace medicine",
        ),
    ),
)
REASONS = {
    "product": (
        "Ảnh chưa rõ sản phẩm, mời chụp lại nơi đủ sáng.",
        "Nhãn thiếu thành phần, hạn dùng hoặc cách bảo quản.",
        "Mô tả có lời nói về chữa bệnh, mời bỏ đi.",
        "Tên hoặc mô tả chưa khớp với ảnh và nhãn.",
        "Chưa đủ giấy tờ cho chứng nhận đã nêu.",
    ),
    "seller": (
        "Mã số thuế chưa khớp với tên đơn vị đã đăng ký.",
        "Ảnh giấy đăng ký kinh doanh mờ, mời chụp lại đủ bốn góc.",
        "Địa chỉ chưa ghi đúng xã, phường theo đơn vị hành chính mới.",
        "Chưa liên lạc được với người đại diện theo số điện thoại đã khai.",
    ),
    "document": (
        "Giấy đã hết hạn, mời gửi bản còn hiệu lực.",
        "Ảnh mờ hoặc thiếu trang, mời chụp lại.",
        "Tên trên giấy chưa khớp với tên đơn vị.",
        "Số giấy đã khai chưa khớp với số trên ảnh.",
    ),
}
SINCE = date(2026, 7, 1)
NOW = datetime(2026, 11, 27, tzinfo=UTC)


def upgrade() -> None:
    claim_rule = op.create_table(
        "claim_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phrase", sa.String(120), nullable=False),
        sa.Column("folded", sa.String(120), nullable=False),
        sa.Column("exact", sa.Boolean(), nullable=False),
        sa.Column(
            "severity",
            sa.Enum("block", "warn", "allow", name="severity", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("claim_rule_pkey")),
    )
    op.create_index(
        "ix_claim_rule_phrase",
        "claim_rule",
        ["folded", "exact"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    reason_template = op.create_table(
        "reason_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum("product", "seller", "document", name="topic", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("said", sa.String(300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("reason_template_pkey")),
    )
    op.create_index(
        "ix_reason_template_said",
        "reason_template",
        ["topic", "said"],
        unique=True,
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.bulk_insert(claim_rule, [row for group in CLAIMS for row in claims(*group)])
    op.bulk_insert(reason_template, [row for topic in REASONS for row in reasons(topic)])


def claims(
    severity: str, exact: object, note: str, source: str, phrases: tuple[str, ...]
) -> list[dict[str, object]]:
    return [
        {
            "id": uuid5(NAMESPACE_URL, f"claim:{phrase}"),
            "phrase": phrase,
            "folded": folded(phrase),
            "exact": exact,
            "severity": severity,
            "note": note,
            "source": source,
            "valid_from": SINCE,
            "created_at": NOW,
        }
        for phrase in phrases
    ]


def reasons(topic: str) -> list[dict[str, object]]:
    return [
        {
            "id": uuid5(NAMESPACE_URL, f"reason:{topic}:{said}"),
            "topic": topic,
            "said": said,
            "position": position,
            "created_at": NOW,
        }
        for position, said in enumerate(REASONS[topic], start=1)
    ]


def folded(phrase: str) -> str:
    """As `app.core.text.fold` did on that day."""
    apart = unicodedata.normalize("NFD", phrase.lower().replace("đ", "d"))
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


def downgrade() -> None:
    op.drop_table("reason_template")
    op.drop_table("claim_rule")
