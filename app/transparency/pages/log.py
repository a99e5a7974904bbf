"""The log as C2SP tlog-tiles serves it, for any client in any browser or program."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse, JSONResponse

from app.core.config import ROOT
from app.core.db import ReaderDep
from app.core.errors import Invalid, NotFound
from app.core.i18n import gettext, mark
from app.transparency.queries import tree
from app.transparency.queries.proofs import proof_of
from app.transparency.rules.chain import EVENT_HASH
from app.transparency.rules.tiles import parse_path
from app.transparency.service.keys import first_origin, signers

OPEN = {"access-control-allow-origin": "*"}
SOON = OPEN | {"cache-control": "public, max-age=5"}
FOR_EVER = OPEN | {"cache-control": "public, max-age=31536000, immutable"}
READ = ["GET", "HEAD"]
PROGRAM = ROOT / "tools" / "verify_proof.py"
MOST = 100
"""Events of one proof that is asked for by their hashes."""
router = APIRouter(prefix="/log", include_in_schema=False)


@router.api_route("/checkpoint", methods=READ)
def checkpoint(reader: ReaderDep) -> Response:
    newest = tree.newest_checkpoint(reader)
    if newest is None:
        raise NotFound
    return _text(newest.note)


@router.api_route("/key", methods=READ)
def key(reader: ReaderDep) -> Response:
    """Every key that has signed, the newest first; before the first checkpoint, who will."""
    known = tree.keys(reader) or [signer.key for signer in signers(first_origin())]
    return _text("".join(f"{each}\n" for each in known))


def _text(content: str) -> Response:
    return Response(content, 200, SOON, "text/plain; charset=utf-8")


@router.api_route("/tile/{rest:path}", methods=READ)
def tile(reader: ReaderDep, rest: str) -> Response:
    """404 for a tile that is longer than the log, since what is served never changes."""
    wanted = parse_path(rest)
    content = tree.tile(reader, wanted) if wanted else None
    if content is None:
        raise NotFound
    return Response(content, 200, FOR_EVER, "application/octet-stream")


@router.get("/verify_proof.py")
def program() -> Response:
    """The stand-alone verifier, to be read before it is run."""
    return FileResponse(PROGRAM, headers=SOON, media_type="text/x-python; charset=utf-8")


@router.get("/proof")
def proof(
    reader: ReaderDep, hashes: Annotated[list[str] | None, Query(alias="hash")] = None
) -> Response:
    """Of the events with these hashes, which anybody may work out from the events themselves."""
    wanted = hashes or []
    if not 0 < len(wanted) <= MOST or not all(map(EVENT_HASH.fullmatch, wanted)):
        said = gettext(mark("Cần từ một tới {most} mã băm sự kiện, dạng ni:///sha-256;…"))
        raise Invalid(said.format(most=MOST))
    return JSONResponse(proof_of(reader, wanted), headers=SOON)
