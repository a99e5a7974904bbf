"""Labels with a code for each pack: from the seller's desk to whoever scratches one open."""

import csv
import io
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from tests.browser.conftest import DESKTOP
from tests.browser.people import SELLER, sign_in
from tests.browser.test_codes import decode_sheet

LOT = """
    SELECT lot.code FROM lot JOIN seller_member m ON m.seller_id = lot.seller_id
    JOIN user_account u ON u.id = m.user_id
    WHERE lot.status = 'published' AND lot.expires_on > CURRENT_DATE + 1 AND u.phone = :phone
    ORDER BY lot.packs DESC LIMIT 1
"""


def test_a_unit_label_is_printed_scanned_scratched_and_voided(
    browse: Callable[..., Page], sample_database: str
) -> None:
    desk, packet = browse(DESKTOP), browse()
    sign_in(desk, SELLER)
    desk.goto(f"/ban-hang/lo/{_lot(sample_database)}/tem")
    print_units(desk)
    payloads = decode_sheet(_taken(desk, "pdf"))
    assert len(set(payloads)) == 2
    desk.get_by_role("link", name="Về đợt tem").click()
    desk.get_by_label("Kèm mã cào").check()
    table = list(csv.reader(io.StringIO(_taken(desk, "csv").decode("utf-8-sig"))))
    pins = {row[2]: row[-1] for row in table[1:]}
    assert set(pins) == set(payloads)

    packet.goto(urlsplit(payloads[0]).path)
    expect(packet.get_by_role("heading", level=1)).to_have_text("Mã hợp lệ")
    expect(packet.get_by_role("main")).to_contain_text("đã quét 1 lần")
    packet.reload()
    expect(packet.get_by_role("main")).to_contain_text("đã quét 2 lần")
    packet.get_by_label("Cào lớp bạc").fill(pins[payloads[0]].lower())
    packet.get_by_role("button", name="Kiểm tra mã cào").click()
    expect(packet.get_by_role("status")).to_contain_text("Mã cào đúng")

    desk.get_by_role("link", name="Về đợt tem").click()
    expect(desk.get_by_text("sàn không giữ lại")).to_be_visible()
    desk.get_by_label("Lý do huỷ").fill("rơi xuống nước")
    desk.get_by_label("Hoặc một số riêng").fill(payloads[0])
    desk.get_by_role("button", name="Huỷ tem", exact=True).click()
    expect(desk.get_by_text("Đã huỷ 1 tem.")).to_be_visible()
    packet.goto(urlsplit(payloads[0]).path)
    expect(packet.get_by_role("heading", level=1)).to_have_text("Tem này đã huỷ")


def print_units(desk: Page) -> None:
    """Two of them, in place of two that were printed; ends on the page of the run."""
    desk.locator("[name=kind][value=unit]").check()
    desk.get_by_label("Số tem", exact=True).fill("2")
    desk.get_by_label("Có mã cào").check()
    given_up = desk.get_by_label("Số tem cũ bỏ đi")
    if given_up.count():
        given_up.fill("2")
        desk.get_by_label("Lý do in thêm").fill("in tem riêng cho hộp quà")
    desk.get_by_role("button", name="Tạo tờ tem").click()
    desk.get_by_role("link", name="các tệp khác của đợt").click()


def _lot(database: str) -> str:
    engine = create_engine(database)
    with engine.connect() as connection:
        phone = "+84" + SELLER["phone"].replace(" ", "")[1:]
        code: str = connection.execute(text(LOT), {"phone": phone}).scalar_one()
    engine.dispose()
    return code


def _taken(desk: Page, kind: str) -> bytes:
    desk.locator(f"[name=kind][value={kind}]").check()
    desk.get_by_role("button", name="Tạo tệp").click()
    address = desk.get_by_role("link", name="Tải tệp về").get_attribute("href")
    assert address
    return desk.request.get(address).body()
