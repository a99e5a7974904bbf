"""Importing a workbook: it is tried whole and undone, shown, and written once confirmed.

Trying and writing are the same code, so the report equals what is written.
"""

from app.imports.service.samples import load_sample, sample_code, summary
from app.imports.service.scale import SIZES, grow
from app.imports.service.trying import try_workbook, write_workbook
from app.imports.service.waiting import load_waiting

__all__ = [
    "SIZES",
    "grow",
    "load_sample",
    "load_waiting",
    "sample_code",
    "summary",
    "try_workbook",
    "write_workbook",
]
