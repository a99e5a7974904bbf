"""What the audit log's actions and subjects are called. Every action that is recorded has words
here, whichever domain records it: a test looks for them in the code.
"""

from app.core.i18n import gettext, mark

ACTIONS = {
    # Accounts
    "user.open": mark("Mở tài khoản"),
    "user.register": mark("Tự đăng ký tài khoản"),
    "user.issue_password": mark("Cấp mật khẩu tạm"),
    "user.reset_password": mark("Đặt lại mật khẩu bằng mã"),
    "user.change_password": mark("Đổi mật khẩu của mình"),
    "user.change_role": mark("Đổi vai trò"),
    "user.disable": mark("Khóa tài khoản"),
    "user.enable": mark("Mở lại tài khoản"),
    "user.end_session": mark("Đăng xuất một máy khác"),
    "user.end_other_sessions": mark("Đăng xuất mọi máy khác"),
    "user.enrol_app": mark("Bật ứng dụng xác thực"),
    "user.remove_app": mark("Gỡ ứng dụng xác thực"),
    "user.enrol_passkey": mark("Thêm khóa của máy"),
    "user.remove_passkey": mark("Gỡ khóa của máy"),
    "user.issue_recovery_codes": mark("Lập bộ mã dự phòng"),
    "user.use_recovery_code": mark("Dùng một mã dự phòng"),
    "user.reset_factors": mark("Đặt lại xác thực hai lớp"),
    "audit.export": mark("Xuất nhật ký"),
    # Sellers
    "seller.approve": mark("Cho bán trên sàn"),
    "seller.suspend": mark("Tạm ngưng đơn vị bán"),
    "seller.save_member": mark("Cho người đăng nhập gian hàng"),
    "seller.remove_member": mark("Thôi quyền người của gian hàng"),
    # Products
    "product.start": mark("Lập sản phẩm nháp"),
    "product.edit": mark("Sửa nội dung sản phẩm"),
    "product.revise": mark("Gửi bản sửa đi duyệt"),
    "product.withdraw": mark("Rút lại bản gửi duyệt"),
    "product.submit": mark("Gửi sản phẩm đi duyệt"),
    "product.approve": mark("Duyệt sản phẩm"),
    "product.reject": mark("Trả lại sản phẩm"),
    "product.approve_revision": mark("Duyệt bản sửa"),
    "product.reject_revision": mark("Trả lại bản sửa"),
    "product.take_down": mark("Gỡ sản phẩm khỏi sàn"),
    "product.pause": mark("Tạm dừng bán"),
    "product.resume": mark("Bán lại"),
    "product.archive": mark("Cất sản phẩm"),
    "product.add_photo": mark("Thêm ảnh"),
    "product.remove_photo": mark("Bỏ ảnh"),
    "product.order_photos": mark("Xếp lại ảnh"),
    "variant.add": mark("Thêm quy cách"),
    "variant.change": mark("Sửa quy cách"),
    "variant.set_offer": mark("Đổi giá, tồn kho"),
    # Lots
    "growing_area.save": mark("Lưu vùng trồng"),
    "lot.record": mark("Khai lô"),
    "lot.publish": mark("Công bố lô"),
    "lot.recall": mark("Thu hồi lô"),
    "lot.add_step": mark("Thêm công đoạn"),
    "lot.correct_step": mark("Đính chính công đoạn"),
    "label_run.print": mark("In tem"),
    "test_report.save": mark("Lưu phiếu kiểm nghiệm"),
    "certificate.save": mark("Lưu giấy chứng nhận"),
    "certificate.revoke": mark("Thu hồi giấy chứng nhận"),
    # Imports
    "import.hand_in": mark("Gửi bảng tính để thử"),
    "import.confirm": mark("Xác nhận nhập bảng tính"),
    # Systems of sellers
    "webhook.add": mark("Thêm địa chỉ nhận tin"),
    "webhook.change": mark("Sửa địa chỉ nhận tin"),
    "webhook.remove": mark("Bỏ địa chỉ nhận tin"),
    "webhook.enable": mark("Bật địa chỉ nhận tin"),
    "webhook.disable": mark("Tắt địa chỉ nhận tin"),
    "webhook.switch_off": mark("Tự tắt địa chỉ không trả lời"),
    "webhook.renew_secret": mark("Đổi khóa ký tin"),
    "webhook.show_secret": mark("Xem khóa ký tin"),
    "webhook.ping": mark("Gửi tin thử"),
    "webhook.send_again": mark("Gửi lại một tin"),
}
SUBJECTS = {
    "user_account": mark("tài khoản"),
    "seller": mark("đơn vị bán"),
    "product": mark("sản phẩm"),
    "product_revision": mark("bản sửa sản phẩm"),
    "variant": mark("quy cách"),
    "lot": mark("lô"),
    "growing_area": mark("vùng trồng"),
    "label_run": mark("đợt in tem"),
    "test_report": mark("phiếu kiểm nghiệm"),
    "standard_certificate": mark("giấy chứng nhận"),
    "ocop_certificate": mark("giấy OCOP"),
    "seller_order": mark("đơn hàng"),
    "import_run": mark("lần nhập"),
    "webhook_endpoint": mark("địa chỉ nhận tin"),
    "webhook_delivery": mark("tin đã gửi"),
}


def action_words(action: str) -> str:
    """In the page's language; the code itself for an action of a later version."""
    return gettext(ACTIONS[action]) if action in ACTIONS else action


def subject_words(table: str) -> str:
    return gettext(SUBJECTS[table]) if table in SUBJECTS else table
