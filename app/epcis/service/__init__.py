"""Commands of events: record our own, capture those of others, declare errors, publish."""

from app.epcis.service.capture import CaptureRolledBack, capture, capture_one
from app.epcis.service.news import ErrorDeclared, EventCaptured, EventRecorded
from app.epcis.service.recording import EventIdTaken, record_event
from app.epcis.service.standing import declare_error, publish_events

__all__ = [
    "CaptureRolledBack",
    "ErrorDeclared",
    "EventCaptured",
    "EventIdTaken",
    "EventRecorded",
    "capture",
    "capture_one",
    "declare_error",
    "publish_events",
    "record_event",
]
