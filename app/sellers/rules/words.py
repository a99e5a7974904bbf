"""What an applicant agrees to."""

from app.core.i18n import mark

DECLARATION = mark(
    "Tôi cam đoan thông tin trên là đúng, đồng ý với quy chế hoạt động, và đồng ý để sàn xử lý"
    " số định danh cá nhân cho việc xác minh người bán theo luật."
)
"""Word for word as the record keeps it."""
