"""A packet's own code: its page, its first check, its scratch field."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, text
from sqlmodel import Session, select

from app.core import days
from app.traceability.models import LabelRun, Lot, LotStatus, UnitCheck, UnitCode
from app.traceability.queries.units import lot_of_serial
from app.traceability.rules import units
from app.traceability.service.label_files import Wanted, units_of
from app.traceability.service.label_keys import unit_key
from app.traceability.service.labels import VoidIn, void_labels
from app.traceability.service.unit_codes import note_opened, pins_of
from tests.conftest import Client, Queries
from tests.traceability.labels.conftest import Printing

READER = {"user-agent": "Mozilla/5.0 (Linux; Android 14) Zalo/24"}


@pytest.fixture
def run(printing: Printing) -> LabelRun:
    return printing(3, scratch=True)


@pytest.fixture
def serial(session: Session, run: LabelRun) -> int:
    statement = select(UnitCode.serial).where(UnitCode.run_id == run.id, UnitCode.place == 1)
    return session.exec(statement).one()


@pytest.fixture
def page(serial: int) -> str:
    return f"/U/{units.unit_code(unit_key(), serial)}"


def test_a_code_that_is_checked_tells_since_when_and_how_often(client: Client, page: str) -> None:
    first = client.get(page, headers=READER)
    assert first.status_code == 200
    assert 'data-verdict="valid"' in first.text
    assert "Mã này được kiểm tra lần đầu lúc " in first.text
    assert "; đã quét 1 lần." in first.text
    assert "; đã quét 2 lần." in client.get(page, headers=READER).text
    assert "hàng giả" not in first.text


def test_the_first_moment_stays_whoever_writes_first(session: Session, serial: int) -> None:
    noon = datetime(2026, 11, 1, 12, tzinfo=UTC)
    for minutes in (5, 0, 9):
        note_opened(session, serial, noon + timedelta(minutes=minutes))
    found = session.get_one(UnitCheck, serial)
    assert (found.first_at, found.scans) == (noon, 3)


@pytest.mark.parametrize(
    "headers",
    [{"user-agent": "facebookexternalhit/1.1"}, READER | {"sec-purpose": "prefetch;prerender"}],
)
def test_a_program_that_looks_ahead_checks_nothing(
    client: Client, session: Session, page: str, headers: dict[str, str]
) -> None:
    assert "chưa được kiểm tra lần nào" in client.get(page, headers=headers).text
    assert client.head(page, headers=READER).status_code == 200
    assert session.exec(select(UnitCheck)).first() is None


def test_an_invented_code_is_known_for_one_without_asking_the_database(
    client: Client, page: str, queries: Queries
) -> None:
    wrong = page[:-1] + ("0" if page[-1] != "0" else "1")
    queries.clear()
    for invented in (wrong, "/U/" + "0" * 26, "/U/K7Q4M9MXDT", "/U/"):
        assert client.get(invented, headers=READER).status_code == 404
    assert list(queries) == []


def test_a_right_code_of_no_run_is_unknown(client: Client) -> None:
    assert client.get(f"/U/{units.unit_code(unit_key(), 12)}").status_code == 404


def test_one_statement_answers_a_page(client: Client, page: str, queries: Queries) -> None:
    queries.clear()
    client.head(page)
    assert len(queries) == 1


def test_a_code_is_typed_in_any_case(client: Client, page: str) -> None:
    for path in (page.lower(), page.replace("/U/", "/U/ ").lower().replace("/u/", "/U/")):
        assert client.get(path).headers["location"] == page
    assert client.get("/ma", params={"code": f"HTTPS://TN.VN{page}"}).headers["location"] == page


def test_a_recall_comes_before_everything_else(
    client: Client, session: Session, packed: Lot, page: str
) -> None:
    void_labels(session, packed, 1, VoidIn(whole=True, reason="rách khi dán"))
    assert 'data-verdict="caution"' in client.get(page).text
    packed.status, packed.recalled_at = LotStatus.RECALLED, datetime.now(UTC)
    packed.recall_reason = "Hộp hở nắp"
    answer = client.get(page)
    assert 'data-verdict="recalled"' in answer.text
    assert "Hộp hở nắp" in answer.text


def test_a_void_label_says_so_and_asks_for_no_pin(
    client: Client, session: Session, packed: Lot, page: str
) -> None:
    void_labels(session, packed, 1, VoidIn(first=1, reason="rách khi dán"))
    said = client.get(page).text
    assert "Tem này đã huỷ" in said
    assert "rách khi dán" not in said
    assert 'name="pin"' not in said


def test_an_expired_lot_is_caution(
    client: Client, session: Session, packed: Lot, page: str
) -> None:
    packed.expires_on = days.today() - timedelta(days=1)
    assert "Lô này đã quá hạn" in client.get(page).text


def test_a_lot_that_is_not_public_has_no_unit_page(
    client: Client, connection: Connection, packed: Lot, page: str, serial: int
) -> None:
    packed.status = LotStatus.DRAFT
    assert client.get(page).status_code == 404
    assert client.post(page, data={"pin": "AAAAAA"}).status_code == 404
    assert lot_of_serial(connection, units.serial_text(serial)) is None


def test_the_resolver_finds_the_lot_of_a_serial(
    session: Session, connection: Connection, packed: Lot, serial: int
) -> None:
    said = units.serial_text(serial)
    found = lot_of_serial(connection, said.lower())
    assert found is not None
    assert (found.code, found.lot_number, found.void) == (packed.code, "TC-2610-07", False)
    void_labels(session, packed, 1, VoidIn(serial=said, reason="rách khi dán"))
    assert lot_of_serial(connection, said).void  # type: ignore[union-attr]
    for other in ("0000000000", "", "not-ours", said + "0"):
        assert lot_of_serial(connection, other) is None


def test_the_right_pin_is_known_since_its_first_time(
    client: Client, session: Session, run: LabelRun, page: str
) -> None:
    pin = units.print_pin(pins_of(session, run.id)[0]).lower()
    for _ in range(2):
        answer = client.post(page, data={"pin": pin})
        assert "Mã cào đúng." in answer.text
    assert session.exec(select(UnitCheck)).one().pin_at is not None


def test_a_pin_of_another_packet_is_wrong_and_the_sixth_try_waits(
    client: Client, session: Session, run: LabelRun, page: str
) -> None:
    right, other = pins_of(session, run.id)[:2]
    answers = [client.post(page, data={"pin": other}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 5
    late = client.post(page, data={"pin": right})
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) > 3000
    assert "Mã cào đúng." not in late.text


def test_without_a_scratch_field_there_is_nothing_to_type(
    client: Client, session: Session, printing: Printing
) -> None:
    plain = printing(1)
    serial = session.exec(select(UnitCode.serial).where(UnitCode.run_id == plain.id)).one()
    path = f"/U/{units.unit_code(unit_key(), serial)}"
    assert 'name="pin"' not in client.get(path).text
    assert client.post(path, data={"pin": "AAAAAA"}).status_code == 404


def test_pins_are_kept_as_hashes_and_sealed(
    session: Session, run: LabelRun, connection: Connection
) -> None:
    session.flush()
    pins = pins_of(session, run.id)
    kept = connection.execute(text("SELECT pin FROM unit_code ORDER BY place")).scalars().all()
    sealed = connection.execute(text("SELECT sealed FROM label_pins")).scalar_one()
    assert len({bytes(one) for one in kept}) == 3
    assert not any(pin.encode() in bytes(sealed) for pin in pins)


def test_with_a_gtin_the_symbol_is_a_digital_link_of_the_serial(
    session: Session, packed: Lot, printing: Printing
) -> None:
    packed.gtin = "08931234567897"
    session.flush()
    linked = printing(1, with_gtin=True)
    (unit,) = units_of(session, Wanted(packed, linked))
    assert unit.payload.endswith(f"/01/08931234567897/10/TC-2610-07/21/{unit.serial}")


def test_english_is_complete(client: Client, page: str, visit: Callable[[], Client]) -> None:
    said = client.get(f"/en{page}", headers=READER).text
    assert "This code was first checked at" in said
    assert "Mã" not in said.partition("<main")[2].partition("</main>")[0].replace("Mã lô", "")
