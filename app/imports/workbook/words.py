"""What people write in columns with a fixed choice, and what it means."""

from app.catalog.models import TeaType
from app.orders.rules.states import OrderState
from app.sellers.models import SellerKind
from app.traceability.models import Assurance
from app.traceability.rules import PickingStandard, Stage

KINDS = {
    "Hợp tác xã": SellerKind.COOPERATIVE,
    "Doanh nghiệp": SellerKind.ENTERPRISE,
    "Hộ kinh doanh": SellerKind.HOUSEHOLD_BUSINESS,
    "Hộ nông dân": SellerKind.FARM_HOUSEHOLD,
}
TEAS = {
    "Đinh": TeaType.DINH,
    "Tôm nõn": TeaType.TOM_NON,
    "Móc câu": TeaType.MOC_CAU,
    "Búp": TeaType.BUP,
    "Ướp hương": TeaType.SCENTED,
    "Hồng trà": TeaType.BLACK,
    "Bột trà": TeaType.MATCHA,
    "Thảo mộc": TeaType.HERBAL,
}
PICKINGS = {
    "Đinh": PickingStandard.DINH,
    "Tôm nõn": PickingStandard.TOM_NON,
    "Móc câu": PickingStandard.MOC_CAU,
    "Búp": PickingStandard.BUP,
}
STAGES = {
    "Thu hái": Stage.HARVEST,
    "Nhận nguyên liệu": Stage.RECEIPT,
    "Làm héo": Stage.WITHER,
    "Diệt men": Stage.FIX,
    "Vò": Stage.ROLL,
    "Sao, sấy": Stage.DRY,
    "Lấy hương": Stage.AROMA,
    "Ướp hương": Stage.SCENT,
    "Phân loại": Stage.SORT,
    "Chế biến": Stage.PROCESS,
    "Kiểm nghiệm": Stage.TEST,
    "Đóng gói": Stage.PACK,
    "Lưu kho": Stage.STORE,
    "Xuất kho": Stage.SHIP,
}
ASSURANCES = {
    "Tự khai": Assurance.SELF_DECLARED,
    "Đã nộp bản chụp": Assurance.UPLOADED,
    "Đã đối chiếu": Assurance.CHECKED,
}
PAYMENTS = {"Tiền mặt khi nhận hàng": "cod"}
ORDER_STATES = {
    "Chờ thanh toán": OrderState.AWAITING_PAYMENT,
    "Chờ người bán nhận": OrderState.PLACED,
    "Người bán đã nhận": OrderState.CONFIRMED,
    "Đã đóng gói": OrderState.PACKED,
    "Đang giao": OrderState.SHIPPED,
    "Đã giao": OrderState.DELIVERED,
    "Hoàn tất": OrderState.COMPLETED,
    "Đã huỷ": OrderState.CANCELLED,
    "Giao chưa được": OrderState.DELIVERY_FAILED,
    "Đang hoàn về": OrderState.RETURNING,
    "Đã hoàn về": OrderState.RETURNED,
}
