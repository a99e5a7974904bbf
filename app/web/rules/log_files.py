"""The audit log as a file: for a spreadsheet, and for other programs."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from app.core.i18n import gettext, mark
from app.identity.rules import action_words, subject_words
from app.identity.rules.records import differences, masked

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
HEADINGS = (
    mark("Lúc"),
    mark("Ai làm"),
    mark("Việc"),
    mark("Mã việc"),
    mark("Loại"),
    mark("Dòng"),
    mark("Lý do"),
    mark("Làm giúp đơn vị"),
    mark("Trước"),
    mark("Sau"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_parts(batches: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """UTF-8 with its mark, as spreadsheets here open it."""
    yield ("\ufeff" + _line([gettext(heading) for heading in HEADINGS])).encode()
    for batch in batches:
        yield "".join(_line(_cells(entry)) for entry in batch).encode()


def _cells(entry: Any) -> list[str]:
    return [
        entry.at.astimezone(VIETNAM).isoformat(sep=" ", timespec="seconds"),
        entry.actor_name or "",
        action_words(entry.action),
        entry.action,
        subject_words(entry.subject_type),
        str(entry.subject_id),
        masked(entry.reason),
        str(entry.assisted_for or ""),
        _told(entry.before),
        _told(entry.after),
    ]


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def harmless(cell: str) -> str:
    """No text of ours may run as a formula when a file is opened.

    >>> harmless("=1+1"), harmless("chè")
    ("'=1+1", 'chè')
    """
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def json_parts(batches: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """One object a line (ndjson), times in UTC."""
    for batch in batches:
        lines = (json.dumps(_object(entry), ensure_ascii=False) for entry in batch)
        yield "".join(f"{line}\n" for line in lines).encode()


def _object(entry: Any) -> dict[str, Any]:
    return {
        "id": str(entry.id),
        "at": entry.at.isoformat(),
        "actor_id": str(entry.actor_id) if entry.actor_id else None,
        "actor_name": entry.actor_name,
        "action": entry.action,
        "subject_type": entry.subject_type,
        "subject_id": str(entry.subject_id),
        "reason": masked(entry.reason),
        "assisted_for": str(entry.assisted_for) if entry.assisted_for else None,
        "before": masked(entry.before),
        "after": masked(entry.after),
    }


def _told(values: Any) -> str:
    """Field by field in words; programs read the other file."""
    return "; ".join(f"{one.words}: {one.after}" for one in differences(None, values))
