"""Growing areas, lots, the events of their journey, and what became of their codes."""

from app.traceability.models.areas import GrowingArea
from app.traceability.models.labels import LabelRun
from app.traceability.models.lots import Lot, LotStatus, TrackingEvent
from app.traceability.models.papers import Assurance, LabReport, StandardCertificate
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
    "Assurance",
    "GrowingArea",
    "LabReport",
    "LabelRun",
    "Lot",
    "LotStatus",
    "Scan",
    "ScanAlert",
    "ScanCode",
    "ScanDay",
    "ScanDevice",
    "ScanPlace",
    "ScanSalt",
    "StandardCertificate",
    "TrackingEvent",
]
