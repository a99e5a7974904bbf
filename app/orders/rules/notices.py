"""The proof of notice of a recall, as a file for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core.i18n import gettext, mark

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
HEADINGS = (
    mark("Số lô"),
    mark("Đơn"),
    mark("Đặt lúc"),
    mark("Chắc chắn có gói của lô"),
    mark("Số gói"),
    mark("Báo lúc"),
    mark("Bằng"),
    mark("Tin"),
    mark("Gửi xong lúc"),
    mark("Lỗi"),
)
MESSAGES = {
    "queued": mark("đang gửi"),
    "sent": mark("đã gửi"),
    "failed": mark("không gửi được"),
}
NOT_TOLD = mark("chưa báo")


def csv_of(numbers: Mapping[UUID, str], rows: Iterable[Any]) -> bytes:
    """UTF-8 with its mark, as spreadsheets here open it; `numbers` are those of lots by their id,
    `rows` what `orders_with` reads.
    """
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([gettext(heading) for heading in HEADINGS])
    lines.writerows(_cells(numbers[row.lot_id], row) for row in rows)
    return ("\ufeff" + written.getvalue()).encode()


def _cells(number: str, row: Any) -> list[str]:
    return [
        number,
        row.code,
        _clock(row.placed_at),
        gettext(mark("có")) if row.certain else gettext(mark("có thể")),
        str(row.packs),
        _clock(row.told_at),
        row.channel or "",
        gettext(MESSAGES[row.status] if row.status else NOT_TOLD),
        _clock(row.sent_at),
        _plain(row.error or ""),
    ]


def _clock(at: datetime | None) -> str:
    return at.astimezone(VIETNAM).isoformat(sep=" ", timespec="seconds") if at else ""


def _plain(said: str) -> str:
    """What another machine answered: never a formula of the reader's spreadsheet.

    >>> _plain("=1+1"), _plain("550 no such user")
    ("'=1+1", '550 no such user')
    """
    return f"'{said}" if said[:1] in {"=", "+", "-", "@", "\t", "\r"} else said
