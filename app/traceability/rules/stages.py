"""What a step is called when its maker gives it no title of their own."""

from app.traceability.rules import Stage

TITLES = {
    Stage.HARVEST: ("Thu hái", "Picking"),
    Stage.RECEIPT: ("Nhận nguyên liệu", "Raw material received"),
    Stage.WITHER: ("Làm héo", "Withering"),
    Stage.FIX: ("Diệt men", "Kill-green"),
    Stage.ROLL: ("Vò", "Rolling"),
    Stage.DRY: ("Sao khô", "Pan-drying"),
    Stage.AROMA: ("Lấy hương", "Aroma roasting"),
    Stage.SCENT: ("Ướp hương", "Scenting"),
    Stage.SORT: ("Phân loại", "Sorting"),
    Stage.PROCESS: ("Chế biến", "Processing"),
    Stage.BLEND: ("Phối trộn", "Blending"),
    Stage.TEST: ("Kiểm nghiệm", "Laboratory test"),
    Stage.PACK: ("Đóng gói, dán tem", "Packing and labelling"),
    Stage.STORE: ("Cất kho", "Storage"),
    Stage.SHIP: ("Rời kho", "Left the store"),
}
BETWEEN = tuple(stage for stage in Stage if stage not in {Stage.HARVEST, Stage.PACK})
"""What a seller adds by hand: the first and the last step come with the lot."""
