"""A seller with papers to hand in, for the tests of their pages."""

from datetime import timedelta
from io import BytesIO
from secrets import token_urlsafe
from typing import Any

from httpx2 import Response
from reportlab.pdfgen.canvas import Canvas
from sqlmodel import Session, select

from app.core.days import today
from app.sellers.models import SellerDocument
from tests.pictures import photograph
from tests.sellers.shop_desk import Desk

PAPERS, QUEUE = "/ban-hang/giay-to", "/dieu-hanh/giay-to"


def scan(said: str = "Giấy chứng nhận") -> bytes:
    """A PDF of one page."""
    buffer = BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 700, said)
    canvas.save()
    return buffer.getvalue()


def given(**typed: str) -> dict[str, str]:
    """What stands beside the file: a food safety certificate with two years left."""
    said = {
        "form_key": token_urlsafe(18),
        "kind": "food_safety",
        "number": "012/2026/ATTP",
        "issuer": "Sở Nông nghiệp và Môi trường",
        "issued_on": str(today() - timedelta(30)),
        "expires_on": str(today() + timedelta(700)),
    }
    return said | typed


def hand_in(desk: Desk, file: Any = None, **typed: str) -> Response:
    files = {"file": file or ("giay.jpg", photograph(800, 600, gps=True), "image/jpeg")}
    return desk.post(PAPERS, files=files, **given(**typed))


def documents(session: Session) -> list[SellerDocument]:
    """In the order in which they came."""
    session.expire_all()
    return list(session.exec(select(SellerDocument).order_by(SellerDocument.id)).all())  # type: ignore[arg-type]
