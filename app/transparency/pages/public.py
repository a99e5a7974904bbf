"""The log explained, and a proof checked by somebody who has one in hand."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import UploadFile

from app.core import page_cache
from app.core.db import ReaderDep
from app.core.errors import Invalid
from app.core.forms import Form
from app.core.i18n import gettext, mark
from app.core.templates import render
from app.transparency.queries import audits, tree
from app.transparency.rules.bundles import LARGEST, TOO_LARGE, Verdict, fingerprint, verify
from app.transparency.rules.notes import encode
from app.transparency.service.publishing import TAG

EMPTY = mark("Mời chọn tệp bằng chứng, hoặc dán nội dung của nó vào ô.")
AROUND = 4096
"""Bytes of a form around what is sent with it."""
router = APIRouter(prefix="/minh-bach", include_in_schema=False)


@router.get("")
def explanation(request: Request, reader: ReaderDep) -> Response:
    newest = tree.newest_checkpoint(reader)
    response = render(
        request,
        "transparency/log.html",
        checkpoint=newest,
        root=encode(bytes(newest.root)) if newest else "",
        keys=[(str(key), fingerprint(key)) for key in tree.keys(reader)],
        state=audits.state(reader),
    )
    return page_cache.public(response, TAG)


@router.get("/kiem-tra")
def check_page(request: Request) -> Response:
    return page_cache.public(_page(request), "guides")


async def given_proof(request: Request) -> bytes:
    """What was chosen, else what was pasted. Raises Invalid before reading what is too large."""
    if int(request.headers.get("content-length", 0)) > LARGEST + AROUND:
        raise Invalid(gettext(TOO_LARGE).format(most=LARGEST >> 20))
    data = await request.form(max_files=1, max_fields=4, max_part_size=LARGEST)
    file = data.get("file")
    content = b""
    if isinstance(file, UploadFile):
        content = await file.read(LARGEST + 1)
        await file.close()
    pasted = data.get("proof")
    return content or (pasted.strip().encode() if isinstance(pasted, str) else b"")


@router.post("/kiem-tra")
def check(
    request: Request, reader: ReaderDep, content: Annotated[bytes, Depends(given_proof)]
) -> Response:
    """Nothing is kept of what was sent."""
    if not content:
        form: Form[Any] = Form()
        form.errors["file"] = gettext(EMPTY)
        return _page(request, form=form, status=422)
    return _page(request, verdict=verify(content, tree.keys(reader)))


def _page(
    request: Request,
    form: Form[Any] | None = None,
    verdict: Verdict | None = None,
    status: int = 200,
) -> Response:
    said = [
        (one.good, gettext(one.said).format(**one.facts))
        for one in (verdict.checks if verdict else [])
    ]
    return render(
        request,
        "transparency/check.html",
        status=status,
        form=form or Form(),
        verdict=verdict,
        said=said,
    )


page_cache.keep("/minh-bach")
