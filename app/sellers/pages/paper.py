"""The photograph of a consent on paper, shown to those it concerns and kept by no browser."""

from fastapi import Response
from sqlmodel import Session

from app.core.errors import NotFound
from app.identity.models import User
from app.sellers.models import Consent
from app.sellers.service import papers

PRIVATE = {
    "cache-control": "private, no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    "content-disposition": 'inline; filename="dong-y.jpg"',
    "x-content-type-options": "nosniff",
}


def as_picture(session: Session, reader: User, consent: Consent) -> Response:
    """Raises NotFound where nothing was signed on paper."""
    try:
        picture = papers.paper_of(session, reader, consent)
    except FileNotFoundError as error:
        raise NotFound from error
    return Response(picture, headers=PRIVATE, media_type="image/jpeg")
