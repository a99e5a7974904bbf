"""What counts as a scanned paper."""

import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from app.core.papers import ACTIVE, JPEG, LOCKED, MOST_BYTES, NEITHER, PDF, NotAPaper, checked
from tests.pictures import photograph


def printed(*, password: str = "") -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(password) if password else None)
    canvas.drawString(72, 700, "Giấy chứng nhận")
    canvas.save()
    return buffer.getvalue()


def compressed(inside: bytes) -> bytes:
    """A PDF that keeps its objects in a compressed stream, as newer programs write them."""
    stream = zlib.compress(inside)
    head = b"%%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length %d >>\nstream\n"
    body = head % len(stream) + stream + b"\nendstream\nendobj\n"
    trailer = b"2 0 obj\n<< /Type /XRef >>\nendobj\nstartxref\n%d\n%%%%EOF\n"
    return body + trailer % len(body)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_written_anew_without_its_place(kind: str) -> None:
    paper = checked(photograph(900, 600, kind, orientation=6, gps=True))
    assert paper.media_type == JPEG
    assert b"PHONE-MAKER" not in paper.body
    with Image.open(BytesIO(paper.body)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (600, 900))


def test_a_photograph_of_an_iphone_becomes_one_that_every_browser_shows() -> None:
    buffer = BytesIO()
    Image.new("RGB", (640, 480), "#1f5a3c").save(buffer, "HEIF")
    assert checked(buffer.getvalue()).media_type == JPEG


@pytest.mark.parametrize("pdf", [printed(), compressed(b"1 0 << /Type /Page >>")], ids=len)
def test_a_pdf_is_kept_as_it_came(pdf: bytes) -> None:
    assert checked(pdf) == checked(pdf)
    assert checked(pdf).body == pdf
    assert checked(pdf).media_type == PDF


PLAIN = printed()


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (b"", NEITHER),
        (b"MZ\x90 a program", NEITHER),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (PLAIN[:-40], NEITHER),
        (PLAIN + b"<script>1</script>", NEITHER),
        (b"%PDF-1.4\nnothing\nstartxref\n0\n%%EOF\n", NEITHER),
        (PLAIN.replace(b"/Page", b"/Nage"), NEITHER),
        (printed(password="x"), LOCKED),
        (PLAIN.replace(b"/Type /Catalog", b"/JS (app.alert(1)) /Type /Catalog"), None),
        (compressed(b"1 0 << /Type /Page /OpenAction << /S /JavaScript >> >>"), ACTIVE),
        (compressed(b"1 0 << /Type /Page /AA << /S /J#61vaScript >> >>"), ACTIVE),
        (compressed(b"1 0 << /Type /Page /Names << /EmbeddedFiles 3 0 R >> >>"), ACTIVE),
        (compressed(b"/Type /Page" + b" " * 40_000_000), NEITHER),
        (b"x" * (MOST_BYTES + 1), None),
    ],
    ids=lambda value: str(value)[:24] if isinstance(value, str) else None,
)
def test_anything_else_is_refused_with_a_sentence(upload: bytes, said: str | None) -> None:
    with pytest.raises(NotAPaper) as refused:
        checked(upload)
    assert str(refused.value)
    assert said in {None, str(refused.value)}


@given(st.binary(max_size=400), st.integers(0, len(PLAIN)))
def test_no_upload_breaks_the_check(noise: bytes, at: int) -> None:
    for upload in (noise, b"%PDF-1.7" + noise, PLAIN[:at] + noise + PLAIN[at:]):
        try:
            checked(upload)
        except NotAPaper as refused:
            assert str(refused)  # noqa: PT017  # either answer is right, a traceback is not
