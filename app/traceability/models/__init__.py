"""Growing areas, lots, the events of their journey, and what became of their codes."""

from app.traceability.models.areas import GrowingArea
from app.traceability.models.evidence import EventPhoto, LabPaper
from app.traceability.models.farm import FarmLog
from app.traceability.models.labels import (
    FileKind,
    FileStatus,
    LabelFile,
    LabelManifest,
    LabelPins,
    LabelPrinter,
    LabelRun,
    LabelStock,
    LabelVoid,
    RunKind,
    UnitCheck,
    UnitCode,
)
from app.traceability.models.lots import Lot, LotStatus, TrackingEvent
from app.traceability.models.materials import (
    Asked,
    BalanceReview,
    CapturedEvent,
    Correction,
    ErrorDeclaration,
    Flow,
    JourneyEvent,
    Material,
    MaterialAlias,
)
from app.traceability.models.papers import Assurance, LabReport, StandardCertificate
from app.traceability.models.recalls import Recall, RecallItem
from app.traceability.models.scans import (
    AlertState,
    Scan,
    ScanAlert,
    ScanCode,
    ScanDay,
    ScanDevice,
    ScanPlace,
    ScanSalt,
)

__all__ = [
    "AlertState",
    "Asked",
    "Assurance",
    "BalanceReview",
    "CapturedEvent",
    "Correction",
    "ErrorDeclaration",
    "EventPhoto",
    "FarmLog",
    "FileKind",
    "FileStatus",
    "Flow",
    "GrowingArea",
    "JourneyEvent",
    "LabPaper",
    "LabReport",
    "LabelFile",
    "LabelManifest",
    "LabelPins",
    "LabelPrinter",
    "LabelRun",
    "LabelStock",
    "LabelVoid",
    "Lot",
    "LotStatus",
    "Material",
    "MaterialAlias",
    "Recall",
    "RecallItem",
    "RunKind",
    "Scan",
    "ScanAlert",
    "ScanCode",
    "ScanDay",
    "ScanDevice",
    "ScanPlace",
    "ScanSalt",
    "StandardCertificate",
    "TrackingEvent",
    "UnitCheck",
    "UnitCode",
]
