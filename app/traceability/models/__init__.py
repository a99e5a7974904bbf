"""Growing areas, lots, the events of their journey, and what became of their codes."""

from app.traceability.models.areas import GrowingArea
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
from app.traceability.models.papers import Assurance, LabReport, StandardCertificate
from app.traceability.models.scans import Scan, ScanDevice

__all__ = [
    "Assurance",
    "FileKind",
    "FileStatus",
    "GrowingArea",
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
    "RunKind",
    "Scan",
    "ScanDevice",
    "StandardCertificate",
    "TrackingEvent",
    "UnitCheck",
    "UnitCode",
]
