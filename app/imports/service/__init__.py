"""Importing a workbook: it is tried whole and undone, shown, and written once confirmed.

Trying and writing are the same code, so the report equals what is written.
"""

from app.imports.service.trying import attempt, try_workbook, write_workbook

__all__ = ["attempt", "try_workbook", "write_workbook"]
