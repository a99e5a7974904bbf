"""Rules of traceability, as pure functions: no database, no HTTP."""

from enum import StrEnum


class Verdict(StrEnum):
    """What a scan is told, in this order of precedence from the end: see `verdict`."""

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
    TEST = "test"
    PACK = "pack"
    STORE = "store"
    SHIP = "ship"
