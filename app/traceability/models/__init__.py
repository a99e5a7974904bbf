"""Growing areas, lots, the events of their journey, and what became of their codes."""

from app.traceability.models.areas import GrowingArea
from app.traceability.models.evidence import EventPhoto, LabPaper
from app.traceability.models.farm import FarmLog
from app.traceability.models.labels import LabelRun
from app.traceability.models.lots import Lot, LotStatus, TrackingEvent
from app.traceability.models.materials import (
    Asked,
    BalanceReview,
    Correction,
    ErrorDeclaration,
    Flow,
    JourneyEvent,
    Material,
)
from app.traceability.models.papers import Assurance, LabReport, StandardCertificate
from app.traceability.models.scans import Scan, ScanDevice

__all__ = [
    "Asked",
    "Assurance",
    "BalanceReview",
    "Correction",
    "ErrorDeclaration",
    "EventPhoto",
    "FarmLog",
    "Flow",
    "GrowingArea",
    "JourneyEvent",
    "LabPaper",
    "LabReport",
    "LabelRun",
    "Lot",
    "LotStatus",
    "Material",
    "Scan",
    "ScanDevice",
    "StandardCertificate",
    "TrackingEvent",
]
