"""What is there before an import, and the files that came and went."""

from app.imports.queries.known import (
    categories,
    category_groups,
    known,
    ward_codes,
    ward_said,
)
from app.imports.queries.runs import latest_runs, progress, run

__all__ = [
    "categories",
    "category_groups",
    "known",
    "latest_runs",
    "progress",
    "run",
    "ward_codes",
    "ward_said",
]
