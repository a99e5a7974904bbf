"""What operators most often have to say to an applicant; translated where it is shown."""

from app.core.i18n import mark

APPLICATION_REASONS = (
    mark("Tên đăng ký chưa khớp với giấy đăng ký, mời xem lại."),
    mark("Mã số thuế chưa khớp với tên đăng ký, mời xem lại."),
    mark("Họ tên người đại diện chưa khớp với thẻ căn cước."),
    mark("Địa chỉ chưa rõ: mời ghi số nhà, thôn xóm như trên giấy."),
    mark("Đơn vị đã có gian hàng trên sàn, mời dùng gian hàng đó."),
)

DECLARATION = mark(
    "Tôi cam đoan thông tin trên là đúng, đồng ý với quy chế hoạt động, và đồng ý để sàn xử lý"
    " số định danh cá nhân cho việc xác minh người bán theo luật."
)
"""What an applicant agrees to, word for word as the record keeps it."""
