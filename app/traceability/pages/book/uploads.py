"""Files that come with a record: photographs of it, a laboratory's paper."""

from urllib.parse import quote

from fastapi import Response, UploadFile
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.datastructures import UploadFile as Sent

from app.core import media, papers
from app.core.errors import Invalid
from app.core.forms import Form
from app.core.i18n import gettext
from app.core.media import Medium
from app.sellers.deps import Member
from app.traceability.models import LabPaper
from app.traceability.rules.recording import RecordIn, TestIn
from app.traceability.service.journeys import evidence

NO_ACT = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"
"""Whatever a file holds, it loads nothing and runs nothing."""


def photographs(data: FormData, form: Form[RecordIn]) -> list[Medium]:
    """Those that were chosen, kept; what is wrong with one stands beside the field."""
    kept = []
    for sent in data.getlist("photo"):
        if not isinstance(sent, Sent) or not sent.size:
            continue
        try:
            kept.append(media.keep(_read(sent, media.MOST_BYTES, media.TOO_HEAVY)))
        except Invalid as wrong:
            form.errors["photo"] = gettext(str(wrong))
    return kept


def with_paper(session: Session, member: Member, data: FormData, form: Form[RecordIn]) -> None:
    """Keeps the laboratory's paper, and its digest with the record; faults go to the form."""
    sent = data.get("paper_file")
    if not isinstance(form.model, TestIn) or not isinstance(sent, Sent) or not sent.size:
        return
    try:
        paper = papers.checked(_read(sent, papers.MOST_BYTES, papers.TOO_HEAVY))
    except Invalid as wrong:
        form.errors["paper_file"] = gettext(str(wrong))
        return
    kept = evidence.keep_paper(session, member.seller.id, paper, member.user.id)
    form.model = form.model.model_copy(update={"paper": kept.digest})


def _read(sent: Sent | UploadFile, most: int, said: str) -> bytes:
    """Raises Invalid before anything large is read."""
    if (sent.size or 0) > most:
        raise Invalid(said)
    return sent.file.read()


def as_file(paper: LabPaper, body: bytes) -> Response:
    """A photograph is shown, a PDF saved: browsers open none in a sandbox, and we want no other."""
    shown = paper.media_type == papers.JPEG
    name = quote(f"phieu-{paper.code}.{'jpg' if shown else 'pdf'}")
    how = "inline" if shown else "attachment"
    headers = {
        "cache-control": "no-store",
        "content-disposition": f"{how}; filename*=UTF-8''{name}",
        "content-security-policy": NO_ACT,
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
    }
    return Response(body, media_type=paper.media_type, headers=headers)
