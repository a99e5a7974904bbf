"""The reader's province, the seller's charts, the operator's alerts."""

from datetime import timedelta

from sqlmodel import Session, select

from app.catalog.models import Variant
from app.core import days
from app.traceability.models import AlertState, Lot, Scan, ScanAlert, ScanDay, ScanPlace
from app.traceability.rules import Verdict
from tests.conftest import Client, Queries
from tests.factories import make_alert, make_lot, make_operator, save
from tests.sessions import form_token, signed_in
from tests.traceability.test_scan_keeping import PHONE
from tests.traceability.test_scans import waiting


def test_a_reader_who_scanned_may_say_a_province_and_nothing_else_is_kept(
    client: Client, session: Session, lot: Lot
) -> None:
    client.headers["user-agent"] = PHONE
    client.get(f"/Q/{lot.code}")
    waiting(client).flush()
    path = f"/noi-quet/{lot.code}"
    given = {"province": "19", "latitude": "21.59", "longitude": "105.85"}
    answer = client.post(path, data=given)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?xong=1")
    waiting(client).flush()
    row = session.exec(select(Scan)).one()
    assert row.province == "19"
    assert "21.59" not in str(row.model_dump())
    assert "Cảm ơn bạn" in client.get(answer.headers["location"]).text


def test_without_a_province_nothing_is_told(client: Client, session: Session, lot: Lot) -> None:
    for province in ("", "99", "19 "):
        answer = client.post(f"/noi-quet/{lot.code}", data={"province": province})
        assert answer.status_code == 422
        assert "Mời chọn một tỉnh" in answer.text
    assert client.get("/noi-quet/0000000001").status_code == 404
    waiting(client).flush()
    assert session.exec(select(Scan)).all() == []


def test_another_sites_form_is_refused(client: Client, lot: Lot) -> None:
    answer = client.post(
        f"/noi-quet/{lot.code}",
        data={"province": "19"},
        headers={"sec-fetch-site": "cross-site", "origin": "https://khac.example"},
    )
    assert answer.status_code == 403


def test_all_34_provinces_are_offered_with_no_script_needed(client: Client, lot: Lot) -> None:
    page = client.get(f"/noi-quet/{lot.code}").text
    assert page.count("<option value=") == 35
    assert 'method="post"' in page


def told(session: Session, variant: Variant, count: int = 3) -> list[Lot]:
    lots = [make_lot(session, variant) for _ in range(count)]
    for lot in lots:
        for ago in (0, 1, 60):
            day = days.today() - timedelta(ago)
            row = ScanDay(lot_id=lot.id, day=day, verdict=Verdict.VALID, scans=5, devices=4)
            save(session, row)
        save(session, ScanPlace(lot_id=lot.id, day=days.today(), province="19", scans=2))
    return lots


def test_the_sellers_charts_stand_beside_their_numbers(
    session: Session, owner: Client, variant: Variant
) -> None:
    told(session, variant)
    told(session, other_variant(session))
    page = owner.get("/ban-hang/quet").text
    assert "30 lượt quét trong 30 ngày, nhiều nhất một ngày 15." in page
    assert page.count("<rect") == 2 + 1 + 3, "two days, a province, three lots"
    assert "45 lượt quét trong 90 ngày" in owner.get("/ban-hang/quet?ngay=90").text
    assert owner.get("/ban-hang/quet?ngay=7").status_code == 422


def other_variant(session: Session) -> Variant:
    """Of another seller, whose scans are none of ours."""
    return session.get_one(Variant, make_lot(session).variant_id)


def test_each_chart_is_a_file_too(session: Session, owner: Client, variant: Variant) -> None:
    lot = told(session, variant, 1)[0]
    assert owner.get("/ban-hang/quet/tinh.csv").text.splitlines()[1] == "Thái Nguyên,2"
    assert owner.get("/ban-hang/quet/lo.csv").text.splitlines()[1].startswith(lot.lot_number)
    by_day = owner.get("/ban-hang/quet/ngay.csv?ngay=90").text.splitlines()
    assert len(by_day) == 91
    assert by_day[-1] == f"{days.today().isoformat()},5,4,0"


def test_a_seller_without_scans_is_told_what_to_do(owner: Client) -> None:
    page = owner.get("/ban-hang/quet").text
    assert "Chưa có lượt quét nào" in page
    assert "Chưa thấy gì lạ" in page


def test_the_desks_ask_as_much_for_many_rows_as_for_few(
    session: Session, owner: Client, visit: object, variant: Variant, queries: Queries
) -> None:
    counted = []
    for count in (1, 8):
        for lot in told(session, variant, count):
            make_alert(session, lot)
        owner.get("/ban-hang/quet")
        queries.clear()
        owner.get("/ban-hang/quet")
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 9, counted


def test_a_seller_sees_an_alert_and_only_its_own(
    session: Session, owner: Client, variant: Variant
) -> None:
    mine = make_alert(session, make_lot(session, variant))
    theirs = make_alert(session, make_lot(session))
    token = form_token(owner)
    page = owner.get("/ban-hang/quet").text
    assert str(mine.id) in page
    assert str(theirs.id) not in page
    assert owner.post(f"/ban-hang/quet/{mine.id}/da-xem", data=token).status_code == 303
    assert owner.post(f"/ban-hang/quet/{theirs.id}/da-xem", data=token).status_code == 404
    session.refresh(mine)
    assert mine.state is AlertState.SEEN


def test_an_operator_filters_reads_and_closes_with_a_reason(
    session: Session, client: Client, queries: Queries
) -> None:
    alert = make_alert(session, make_lot(session))
    desk = signed_in(client, make_operator(session))
    for query, found in (
        ("", True), ("?loai=many_devices", True), ("?loai=crowd", False), ("?tt=closed", False),
        (f"?q={alert.code}", True), ("?q=khong-co", False), ("?loai=bua", True),
    ):  # fmt: skip
        assert (str(alert.id) in desk.get(f"/dieu-hanh/quet{query}").text) is found, query
    for _ in range(4):
        make_alert(session, make_lot(session))
    queries.clear()
    desk.get("/dieu-hanh/quet")
    assert len(queries) <= 4
    path = f"/dieu-hanh/quet/{alert.id}"
    assert "1.300 lượt máy quét 62 gói của lô." in desk.get(path).text
    token = form_token(desk)
    assert desk.post(f"{path}/dong", data=token | {"reason": "ngắn"}).status_code == 422
    reason = "Đã gọi nhà bán, tem còn đủ trong kho."
    for _ in range(2):
        assert desk.post(f"{path}/dong", data=token | {"reason": reason}).status_code == 303
    assert reason in desk.get(path).text
    kept = session.get_one(ScanAlert, alert.id)
    assert (kept.state, kept.reason) == (AlertState.CLOSED, reason)
