"""One more step of a lot's journey: entries are only ever added, a correction is one more."""

from fastapi import Response

from app.core.db import SessionDep
from app.core.i18n import mark
from app.core.rest.document import CREATED
from app.core.rest.route import router as api_router
from app.core.rest.schemas import answer
from app.tokens.deps import LotsWriter
from app.traceability.api import own
from app.traceability.api.lots import ONE, Code
from app.traceability.api.schemas import LotOut, StepAdded
from app.traceability.queries import desk
from app.traceability.rules.forms import StepRow
from app.traceability.service import declaration

router = api_router("lots")


@router.post(
    ONE + "/steps",
    status_code=201,
    operation_id="addLotStep",
    summary=mark("Ghi thêm một công đoạn hoặc đính chính"),
    response_model=LotOut,
    responses=CREATED,
)
def add_step(code: Code, body: StepAdded, caller: LotsWriter, session: SessionDep) -> Response:
    """The same step twice is one."""
    lot = own.lot_of(session, caller, code)
    row = StepRow.model_validate(body.model_dump(exclude={"corrects"}))
    corrected = body.corrects and own.step_at(desk.journey(session, lot.id), body.corrects)
    with own.in_our_names():
        declaration.add_step(
            session, caller.seller, lot, row, corrects=corrected or None, actor=caller.user.id
        )
    return answer(own.shown(session, lot), 201, location=f"/api/v1/seller/lots/{code}")
