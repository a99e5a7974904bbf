"""What is forgotten by itself."""

from sqlmodel import col, delete

from app.core.db import unit_of_work, utc_now
from app.core.jobs import schedule
from app.tokens.models import KeptAnswer
from app.tokens.service.repeats import KEPT


@schedule("tokens.forget_answers", "23 * * * *")
def forget_answers() -> None:
    with unit_of_work() as session:
        session.exec(delete(KeptAnswer).where(col(KeptAnswer.created_at) < utc_now() - KEPT))
