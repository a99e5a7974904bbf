"""Rules of traceability, as pure functions: no database, no HTTP. Here, the words they share."""

from enum import StrEnum


class Verdict(StrEnum):
    """What a scan is told."""

    VALID = "valid"
    CAUTION = "caution"
    RECALLED = "recalled"
    UNKNOWN = "unknown"


class BizStep(StrEnum):
    """Business steps, spelled as in the GS1 Core Business Vocabulary 2.0."""

    COMMISSIONING = "commissioning"
    COLLECTING = "collecting"
    RECEIVING = "receiving"
    CREATING_CLASS_INSTANCE = "creating_class_instance"
    INSPECTING = "inspecting"
    SAMPLING = "sampling"
    STORING = "storing"
    PACKING = "packing"
    SHIPPING = "shipping"


class Stage(StrEnum):
    """The step as a maker knows it; the vocabulary has no word for harvesting or rolling."""

    HARVEST = "harvest"
    RECEIPT = "receipt"
    WITHER = "wither"  # làm héo
    FIX = "fix"  # diệt men
    ROLL = "roll"  # vò
    DRY = "dry"  # sao khô
    AROMA = "aroma"  # lấy hương
    SCENT = "scent"  # ướp hương
    SORT = "sort"
    PROCESS = "process"  # any other making: milling, extruding, extracting
    BLEND = "blend"
    TEST = "test"
    PACK = "pack"
    STORE = "store"
    SHIP = "ship"


BIZ_STEPS = {
    Stage.HARVEST: BizStep.COMMISSIONING,
    Stage.RECEIPT: BizStep.RECEIVING,
    Stage.TEST: BizStep.SAMPLING,
    Stage.PACK: BizStep.PACKING,
    Stage.STORE: BizStep.STORING,
    Stage.SHIP: BizStep.SHIPPING,
}


def biz_step(stage: Stage) -> BizStep:
    """Every making in between turns one class of goods into another (CBV 2.0, 7.1)."""
    return BIZ_STEPS.get(stage, BizStep.CREATING_CLASS_INSTANCE)


class PickingStandard(StrEnum):
    """How fine the leaf was picked, finest first: what fresh-to-dry ratio is believable."""

    DINH = "dinh"
    TOM_NON = "tom_non"
    MOC_CAU = "moc_cau"
    BUP = "bup"
