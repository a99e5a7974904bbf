"""How far a job is, told to whoever looks while its own transaction is still open."""

from uuid import UUID

from sqlmodel import col, update

from app.core.db import apart
from app.imports.models import ImportProgress
from app.imports.rules.progress import Progress, Stage, Stopped


def watched(run_id: UUID, *, stoppable: bool = True) -> Progress:
    """Writes the progress of a run, at once; raises Stopped when somebody has cancelled it."""

    def tell(stage: Stage, sheet: str = "", done: int = 0, total: int = 0) -> None:
        told = (
            update(ImportProgress)
            .where(col(ImportProgress.run_id) == run_id)
            .values(stage=stage, sheet=sheet, done=done, total=total)
            .returning(col(ImportProgress.stop))
        )
        with apart() as connection:
            stop = connection.execute(told).scalar()
        if stop and stoppable:
            raise Stopped

    return tell
