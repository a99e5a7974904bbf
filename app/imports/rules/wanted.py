"""What somebody wants to take away."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

Status = Literal["draft", "pending", "approved", "rejected", "archived"]
"""Of products."""


class FileKind(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"  # one sheet a file, in an archive when there are several


class Wanted(BaseModel):
    """Sheets by name; of one seller, of products with one status, or changed since a day."""

    kind: FileKind = FileKind.XLSX
    sheets: Annotated[list[str], Field(min_length=1)]
    seller_id: UUID | None = None
    status: Status | None = None
    since: date | None = None
    own: bool = False
    """For the seller itself: as it last wrote its products, and without naming it in each row."""
