"""By when a report is answered: an operator may set other hours."""

from app.complaints.rules import HOURS, Kind
from app.core.options import Option

DEADLINES = {
    Kind.FAKE: Option("complaints.fake_hours", HOURS[Kind.FAKE]),
    Kind.UNWELL: Option("complaints.unwell_hours", HOURS[Kind.UNWELL]),
    Kind.SPOILED: Option("complaints.spoiled_hours", HOURS[Kind.SPOILED]),
    Kind.WRONG: Option("complaints.wrong_hours", HOURS[Kind.WRONG]),
    Kind.OTHER: Option("complaints.other_hours", HOURS[Kind.OTHER]),
}
"""Hours until a ticket is to be answered, by what it is about."""
