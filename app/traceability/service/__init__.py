"""Commands of traceability; other domains call what is named here."""

from app.traceability.service.areas import AreaIn, save_area
from app.traceability.service.labels import RunIn, print_labels
from app.traceability.service.lots import LotIn, record_lot
from app.traceability.service.papers import CertificateIn, ReportIn, save_certificate, save_report
from app.traceability.service.publication import (
    RecallIn,
    publish_lot,
    recall_lot,
    renew_next_lot,
)
from app.traceability.service.steps import StepIn, append_event

__all__ = [
    "AreaIn",
    "CertificateIn",
    "LotIn",
    "RecallIn",
    "ReportIn",
    "RunIn",
    "StepIn",
    "append_event",
    "print_labels",
    "publish_lot",
    "recall_lot",
    "record_lot",
    "renew_next_lot",
    "save_area",
    "save_certificate",
    "save_report",
]
