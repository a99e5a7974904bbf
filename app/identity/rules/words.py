"""What roles and permissions are called."""

from app.core.i18n import mark
from app.identity.rules.roles import Permission, Role

ROLES = {
    Role.SHOPPER: mark("Người mua"),
    Role.COMMUNE_OFFICER: mark("Cán bộ xã"),
    Role.MODERATOR: mark("Kiểm duyệt viên"),
    Role.OPERATOR: mark("Người điều hành"),
    Role.AUDITOR: mark("Kiểm toán viên"),
    Role.ADMINISTRATOR: mark("Quản trị viên"),
}
PERMISSIONS = {
    Permission.SEE_DESK: mark("Xem bàn điều hành"),
    Permission.REVIEW_PRODUCTS: mark("Duyệt và gỡ sản phẩm"),
    Permission.REVIEW_SELLERS: mark("Duyệt, tạm ngưng đơn vị bán và tài khoản của họ"),
    Permission.READ_DOCUMENTS: mark("Xem giấy tờ riêng của người bán, mỗi lần xem đều ghi lại"),
    Permission.CALL_SELLERS: mark("Gọi cho người bán và ghi kết quả"),
    Permission.KEEP_WORDS: mark("Giữ danh sách từ cấm và mẫu lý do"),
    Permission.RECALL: mark("Thu hồi lô"),
    Permission.SETTLE_COMPLAINTS: mark("Trả lời báo sự cố"),
    Permission.WEIGH: mark("Duyệt số cân và đính chính của sổ xưởng"),
    Permission.IMPORT: mark("Nhập từ bảng tính"),
    Permission.ASSIST: mark("Làm giúp người bán đã đồng ý"),
    Permission.READ_AUDIT: mark("Đọc và xuất nhật ký"),
    Permission.SELF_AUDIT: mark("Xem tự kiểm, cho kiểm lại và đóng dấu sổ công khai"),
    Permission.MANAGE_ACCOUNTS: mark("Cấp tài khoản, vai trò, đặt lại xác thực"),
    Permission.SET_OPTIONS: mark("Đặt thời hạn, hạn mức của sàn"),
}
