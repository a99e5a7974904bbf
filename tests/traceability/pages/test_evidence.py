"""Photographs and laboratories' papers of records, gardens' outlines, rows from a spreadsheet."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, func, select

from app.core import days
from app.core.config import settings
from app.core.ids import new_id
from app.core.storage import store
from app.identity.models import AuditEntry
from app.traceability.models import (
    Assurance,
    EventPhoto,
    JourneyEvent,
    LabPaper,
    LabReport,
)
from tests.conftest import Client
from tests.factories import make_standard_certificate
from tests.pictures import photograph
from tests.traceability.journeys.workshop import Workshop, when
from tests.traceability.pages.conftest import BOOK, TOKEN, picked, send

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
)
PDF = PDF.replace(b"%d", str(PDF.index(b"xref\n")).encode()).replace(b"%%%%", b"%%")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "var_dir", tmp_path)


def upload(client: Client, page: str, path: str, data: dict[str, str], **files: bytes) -> Any:
    found = TOKEN.search(client.get(page).text)
    assert found
    sent = {name: (f"{name}.bin", body) for name, body in files.items()}
    return client.post(path, data=data | {"_token": found[1]}, files=sent)


def test_a_photograph_stays_beside_its_record(
    owner: Client, workshop: Workshop, session: Session
) -> None:
    page = f"{BOOK}/ghi/hai"
    typed = picked(workshop)
    assert upload(owner, page, page, typed, photo=photograph()).is_redirect
    again = upload(owner, page, page, typed, photo=photograph())
    assert again.is_redirect
    photo = session.exec(select(EventPhoto)).one()
    event = session.get_one(JourneyEvent, photo.event_id)
    assert "Ảnh và phiếu" in owner.get(f"{BOOK}/muc/{event.code}").text


def test_what_is_no_photograph_is_said_beside_its_field_and_nothing_is_kept(
    owner: Client, workshop: Workshop, session: Session
) -> None:
    page = f"{BOOK}/ghi/hai"
    answer = upload(owner, page, page, picked(workshop), photo=b"GIF89a of nothing")
    assert answer.status_code == 422
    assert 'id="e-photo"' in answer.text
    assert session.exec(select(func.count()).select_from(JourneyEvent)).one() == 0


def with_report(owner: Client, workshop: Workshop, session: Session) -> JourneyEvent:
    """A laboratory's report of a packed lot, with its PDF."""
    tea = workshop.dry((workshop.pick(), 100_000), grams=20_000)
    lot = workshop.pack((tea, 1_000), packs=10)
    typed = {
        "client_id": str(new_id()), "lot": lot.code, "number": "1187", "passed": "1",
        "laboratory": "Phòng kiểm nghiệm mẫu", "result": "Không phát hiện.",
    } | when(0)  # fmt: skip
    page = f"{BOOK}/ghi/kiem-nghiem"
    answer = upload(owner, page, page, typed, paper_file=PDF)
    assert answer.is_redirect, answer.text
    return session.exec(select(JourneyEvent).where(JourneyEvent.kind == "test")).one()


def test_a_laboratorys_paper_lies_sealed_and_every_look_at_it_is_written_down(
    owner: Client, operator: Client, stranger: Client, workshop: Workshop, session: Session
) -> None:
    event = with_report(owner, workshop, session)
    paper = session.exec(select(LabPaper)).one()
    assert event.facts["paper"] == paper.digest
    assert session.exec(select(LabReport.assurance)).one() is Assurance.UPLOADED
    assert b"%PDF" not in store("private").get(paper.file_key)
    own, desk = f"{BOOK}/muc/{event.code}/phieu/tep", f"/dieu-hanh/can-doi/phieu/{paper.code}/tep"
    assert owner.get(own).content == PDF
    assert operator.get(desk).content == PDF
    assert stranger.get(own).status_code == 404
    assert owner.get(desk).status_code == 403
    looked = select(func.count()).where(AuditEntry.action == "lab_paper.view")
    assert session.exec(looked).one() == 2


def test_an_outline_that_was_walked_is_measured_and_compared(
    owner: Client, stranger: Client, workshop: Workshop, session: Session
) -> None:
    make_standard_certificate(session, workshop.seller, scheme="VietGAP")
    page = f"/ban-hang/vung-trong/{workshop.area.id}"
    outline = json.dumps([[105.77, 21.53], [105.771, 21.53], [105.771, 21.531], [105.77, 21.531]])
    typed = {
        "name": "Đồi Mới", "ward_code": "05503", "hectares": "2", "outline": outline,
        "geographical_indication": "Tân Cương",
    }  # fmt: skip
    answer = send(owner, page, page, typed)
    assert answer.is_redirect, answer.text
    shown = owner.get(page).text
    assert "1,15 ha" in shown
    assert "lệch nhau nhiều" in shown
    assert "<polygon" in shown
    assert "VietGAP" in shown
    session.refresh(workshop.area)
    assert (workshop.area.name, round(workshop.area.latitude or 0, 4)) == ("Đồi Mới", 21.5305)
    assert "105.77" not in str(session.exec(select(AuditEntry.after)).all())
    assert stranger.get(page).status_code == 404
    wrong = send(owner, page, page, typed | {"outline": "[[0,0],[0,1],[1,1]]"})
    assert "không nằm trong Việt Nam" in wrong.text


def test_rows_of_a_spreadsheet_are_tried_then_written_once(
    owner: Client, workshop: Workshop, session: Session
) -> None:
    page = f"{BOOK}/dan-bang"
    day = f"{days.today() - timedelta(days=1):%d/%m/%Y}"
    good = f"{day}\t{workshop.area.name}\tBà Nhài\t52,5\tBúp"
    rows = f"Ngày\tVườn\tHộ hái\tSố kg\tLoại búp\n{good}\n{good}\n"
    wrong = rows + f"{day}\tVườn lạ\tÔng Sơn\tba\tlá già\n"
    tried = send(owner, page, page, {"rows": wrong, "viec": "ghi"})
    assert tried.status_code == 422
    for said in ("Chưa khai vùng trồng tên này.", "Cân ghi bằng kg", "Loại búp ghi"):
        assert said in tried.text
    count = select(func.count()).select_from(JourneyEvent)
    assert session.exec(count).one() == 0
    assert "2 dòng ghi được." in send(owner, page, page, {"rows": rows}).text
    assert session.exec(count).one() == 0
    for _ in range(2):
        assert send(owner, page, page, {"rows": rows, "viec": "ghi"}).is_redirect
    assert session.exec(count).one() == 2  # two pickings that weigh the same are two
    assert "đã ghi cả rồi" in send(owner, page, page, {"rows": rows}).text
