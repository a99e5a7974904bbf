"""`/Q/{CODE}/proof.json`: that a lot's records stand in the public log, for whoever keeps it."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from app.core.db import SessionDep
from app.core.errors import NotFound
from app.core.ids import is_code, normalise_code
from app.traceability.pages.frame import CODE_LENGTH, READ
from app.traceability.queries import links
from app.traceability.queries.materials import hashes_of_lot
from app.transparency.queries.proofs import proof_of

router = APIRouter()
CROSS_ORIGIN = {"access-control-allow-origin": "*"}


@router.api_route("/Q/{code}/proof.json", methods=READ)
def show_proof(code: str, session: SessionDep) -> Response:
    """From the garden to the packet; 404 for a code that names no public lot."""
    canonical, connection = normalise_code(code), session.connection()
    lot = links.printed(connection, canonical) if is_code(canonical, CODE_LENGTH) else None
    if lot is None:
        raise NotFound
    name = {"content-disposition": f'attachment; filename="bang-chung-{canonical}.json"'}
    proof = proof_of(connection, hashes_of_lot(session, canonical))
    return JSONResponse(proof, headers=CROSS_ORIGIN | name)
