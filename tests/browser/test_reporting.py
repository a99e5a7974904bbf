"""From a packet in the hand to an answer, on a phone and without an account or scripts."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.people import OPERATOR, sign_in
from tests.browser.test_every_page import check_access
from tests.pictures import photograph

LOT = "SELECT code FROM lot WHERE status = 'published' AND expires_on > CURRENT_DATE LIMIT 1"


def test_a_shopper_reports_a_packet_and_reads_the_answer(
    browse: Callable[..., Page], sample_database: str, tmp_path: Path
) -> None:
    shopper = browse(PHONE, scripts=False)
    shopper.goto(f"/Q/{_lot(sample_database)}")
    shopper.get_by_role("link", name="Báo sự cố").click()
    shopper.get_by_label("Chuyện gì").select_option(label="Hàng hỏng, mốc, có vật lạ")
    shopper.get_by_label("Kể lại").fill("Mở nắp ra thấy mốc trắng, mua ở chợ Thái hôm qua.")
    picture = tmp_path / "anh.jpg"
    picture.write_bytes(photograph(gps=True))
    shopper.get_by_label("Ảnh").set_input_files(picture)
    shopper.get_by_role("button", name="Gửi cho sàn").click()
    expect(shopper.get_by_text("Sàn đã nhận")).to_be_visible()
    number = re.sub(r"\?.*", "", shopper.url).rpartition("/")[2]

    officer = browse(DESKTOP, scripts=False)
    sign_in(officer, OPERATOR)
    officer.goto("/dieu-hanh")
    officer.get_by_role("link", name="báo sự cố chờ trả lời").click()
    officer.locator(f"a[href$='{number}']").click()
    assert officer.request.get(f"/dieu-hanh/su-co/{number}/anh").body()[:2] == b"\xff\xd8"
    officer.get_by_label("Viết cho người báo").fill("Người bán đổi hộp khác cho bạn.")
    officer.get_by_label("Kết luận").select_option(label="Đúng như báo")
    officer.get_by_role("button", name="Trả lời và đóng").click()
    expect(officer.get_by_text("Đã đóng")).to_be_visible()

    reader = browse(PHONE)
    reader.goto("/su-co")
    reader.get_by_label("Số phiếu").fill(f"{number[:5]}-{number[5:]}")
    reader.get_by_role("button", name="Xem phiếu").click()
    expect(reader.get_by_text("Người bán đổi hộp khác cho bạn.")).to_be_visible()
    check_access(reader)


def _lot(database: str) -> str:
    engine = create_engine(database)
    with engine.connect() as connection:
        code = str(connection.execute(text(LOT)).scalar_one())
    engine.dispose()
    return code
