"""Files of a run: for the printer at hand, for a print house, once with the PINs; and manifests."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from sqlmodel import Session, select

from app.cli.manifests import run as verify_file
from app.core import sealed_files
from app.core.config import settings
from app.core.db import utc_now
from app.core.storage import store
from app.traceability.models import FileKind, FileStatus, LabelFile, LabelPins, LabelRun, Lot
from app.traceability.models import LabelManifest as Kept
from app.traceability.rules.manifests import BadManifest, digest_of
from app.traceability.rules.units import print_pin
from app.traceability.service import label_files, manifests
from app.traceability.service.label_files import FileIn, PinsAreGone, Wanted, ask_file, units_of
from app.traceability.service.labels import VoidIn, void_labels
from app.traceability.service.unit_codes import pins_of
from tests.conftest import Client
from tests.traceability.labels.conftest import Printing


def content(file: LabelFile) -> bytes:
    assert file.status is FileStatus.DONE
    return b"".join(label_files.content_of(file))


def table(file: LabelFile) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(file).decode("utf-8-sig"))))


def read(image: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]


def test_a_print_house_gets_every_code_and_nothing_that_runs(
    session: Session, packed: Lot, printing: Printing
) -> None:
    run = printing(3)
    file = ask_file(session, packed, run, FileIn(kind=FileKind.CSV))
    heading, *rows = table(file)
    assert heading[:3] == ["STT", "Số riêng", "Nội dung mã QR"]
    assert [row[2] for row in rows] == [
        unit.payload for unit in units_of(session, Wanted(packed, run))
    ]
    assert content(file).startswith("\ufeff".encode())


def test_a_name_that_reads_like_a_formula_stays_a_name(
    session: Session, packed: Lot, printing: Printing
) -> None:
    from app.catalog.models import Product  # noqa: PLC0415  # only here

    session.get_one(Product, packed.product_id).name = "=1+1"
    session.flush()
    rows = table(ask_file(session, packed, printing(1), FileIn(kind=FileKind.CSV)))
    assert rows[1][5] == "'=1+1"


@pytest.mark.parametrize("kind", [FileKind.SVG, FileKind.PNG])
def test_an_archive_holds_one_picture_a_label(
    session: Session, packed: Lot, printing: Printing, kind: FileKind
) -> None:
    run = printing(3)
    file = ask_file(session, packed, run, FileIn(kind=kind))
    with zipfile.ZipFile(io.BytesIO(content(file))) as archive:
        names = archive.namelist()
        bodies = [archive.read(name) for name in names]
    units = list(units_of(session, Wanted(packed, run)))
    assert names == [f"{n:06}-{unit.serial}.{kind.value}" for n, unit in enumerate(units, 1)]
    if kind is FileKind.PNG:
        found = [read(Image.open(io.BytesIO(body))) for body in bodies]
        assert found == [[unit.payload] for unit in units]
    else:
        assert all(body.startswith(b"<svg") for body in bodies)


def test_labels_that_were_voided_are_not_in_the_next_file(
    session: Session, packed: Lot, printing: Printing
) -> None:
    run = printing(4)
    void_labels(session, packed, 1, VoidIn(first=2, last=3, reason="rách khi dán"))
    pdf = content(ask_file(session, packed, run, FileIn()))
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=300 / 72).to_pil()
    assert sorted(read(page)) == sorted(u.payload for u in units_of(session, Wanted(packed, run)))
    assert len(read(page)) == 2


def test_the_pins_are_said_once(session: Session, packed: Lot, printing: Printing) -> None:
    run = printing(2, scratch=True)
    pins = list(map(print_pin, pins_of(session, run.id)))
    file = ask_file(session, packed, run, FileIn(kind=FileKind.CSV, pins=True))
    assert [row[-1] for row in table(file)[1:]] == pins
    session.flush()
    assert session.get(LabelPins, run.id) is None
    with pytest.raises(PinsAreGone):
        ask_file(session, packed, run, FileIn(kind=FileKind.PDF, pins=True))
    again = ask_file(session, packed, run, FileIn(kind=FileKind.CSV))
    assert [row[-1] for row in table(again)[1:]] == ["", ""]


def test_a_file_that_fails_leaves_the_pins_where_they_are(
    session: Session, packed: Lot, printing: Printing, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = printing(2, scratch=True)

    def fail(*_: object, **__: object) -> int:
        raise OSError("the disk is full")

    monkeypatch.setattr(sealed_files, "keep", fail)
    with pytest.raises(OSError, match="full"), session.begin_nested():
        ask_file(session, packed, run, FileIn(pins=True))
    assert len(pins_of(session, run.id)) == 2


def test_a_large_file_is_made_by_a_job_that_may_run_twice(
    session: Session, packed: Lot, printing: Printing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(label_files.AT_ONCE, FileKind.PDF, 3)
    run = printing(5)
    file = ask_file(session, packed, run, FileIn())
    assert file.status is FileStatus.MAKING
    assert ask_file(session, packed, run, FileIn()).id == file.id
    for _ in range(2):
        label_files.make(session, file.id)
        assert (file.status, file.done) == (FileStatus.DONE, 5)
    assert len(pypdfium2.PdfDocument(content(file))) == 1


def test_files_are_sealed_and_deleted_after_some_days(
    session: Session, packed: Lot, printing: Printing
) -> None:
    run = printing(1, scratch=True)
    files = [
        ask_file(session, packed, run, FileIn(kind=FileKind.CSV, pins=pins))
        for pins in (True, False)
    ]
    kept = list(store("private").keys("labels/"))
    assert len(kept) == 2
    assert b"/U/" not in store("private").get(kept[0])
    for file in files:
        file.created_at = utc_now() - timedelta(days=2)
    session.flush()
    label_files.forget(session)
    assert [file.status for file in files] == [FileStatus.GONE, FileStatus.DONE]
    assert len(list(store("private").keys("labels/"))) == 1


def test_a_manifest_says_what_was_printed_and_holds_for_whoever_has_the_key(
    session: Session, packed: Lot, printing: Printing, tmp_path: Path, client: Client
) -> None:
    run = printing(3)
    document = session.get_one(Kept, run.id).document
    facts = manifests.checked(document)
    payloads = [unit.payload for unit in units_of(session, Wanted(packed, run))]
    assert (facts["lot"], facts["labels"], facts["number"]) == (packed.code, 3, 1)
    assert facts["codes_sha256"] == digest_of(payloads)
    keys, file, codes = tmp_path / "keys.json", tmp_path / "run.json", tmp_path / "codes.txt"
    keys.write_bytes(client.get("/.well-known/label-keys.json").content)
    file.write_text(json.dumps(document))
    codes.write_text("\n".join(payloads))
    assert verify_file(file, keys, codes)
    codes.write_text("\n".join(payloads[1:]))
    assert not verify_file(file, None, codes)


@pytest.mark.parametrize("change", ["labels", "key", "signature", "kind"])
def test_a_manifest_that_was_changed_is_refused(
    session: Session, client: Client, printing: Printing, change: str, tmp_path: Path
) -> None:
    document = json.loads(json.dumps(session.get_one(Kept, printing(3).id).document))
    if change in {"labels", "kind"}:
        document["manifest"][change] = 4
    else:
        document[change] = document[change][:-2] + "AA"
    with pytest.raises(BadManifest):
        manifests.checked(document)
    answer = client.post("/xac-minh-tem", data={"to_khai": json.dumps(document)})
    assert answer.status_code == 422
    file = tmp_path / "run.json"
    file.write_text(json.dumps(document))
    assert not verify_file(file, None, None)


@pytest.mark.parametrize("typed", ["", "{}", "[]", "null", "{", '{"manifest": 1}'])
def test_what_is_no_manifest_is_said_to_be_none(client: Client, typed: str) -> None:
    assert client.post("/xac-minh-tem", data={"to_khai": typed}).status_code == 422


def test_a_right_manifest_is_shown(client: Client, session: Session, printing: Printing) -> None:
    document = session.get_one(Kept, printing(3).id).document
    answer = client.post("/xac-minh-tem", data={"to_khai": json.dumps(document)})
    assert answer.status_code == 200
    assert "Tờ khai đúng như sàn đã ký" in answer.text


def test_another_label_key_knows_neither_manifests_nor_codes(
    session: Session, printing: Printing, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = session.get_one(Kept, printing(1).id).document
    monkeypatch.setattr(settings, "label_key", type(settings.label_key)("another"))
    with pytest.raises(BadManifest):
        manifests.checked(document)


def test_the_desk_shows_a_run_with_its_files_and_no_other_sellers(
    owner: Client, session: Session, packed: Lot, printing: Printing, visit: Callable[[], Client]
) -> None:
    run = printing(2, scratch=True)
    page = f"/ban-hang/lo/{packed.code}/tem/1"
    said = owner.get(page).text
    assert "2 tem đang có giá trị" in said
    assert owner.get(f"{page}.pdf").headers["content-type"] == "application/pdf"
    assert owner.get(f"{page}/to-khai.json").json()["manifest"]["run"] == str(run.id)
    assert owner.get(f"{page}/tep/{run.id}").status_code == 404
    assert owner.get(page.replace("/1", "/2")).status_code == 404
    assert session.exec(select(LabelRun)).one().id == run.id
