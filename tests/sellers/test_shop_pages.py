"""What a seller says of its shop: applies at once, keeps what was typed, and is recorded."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlmodel import Session

from app.core import media
from app.core.days import today
from app.identity.queries import audit_trail
from app.sellers import tasks
from app.sellers.models import Seller, SellerHours, SellerPicture, SellerStatus
from app.sellers.rules import PictureSlot
from tests.conftest import Client
from tests.factories import make_seller
from tests.pictures import photograph
from tests.sellers.shop_desk import Desk, desk_of

SHOP = "/ban-hang/gian-hang"
STORY = f"{SHOP}/gioi-thieu"
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def shop(folder: Path, client: Client, session: Session) -> tuple[Desk, Seller]:
    seller = make_seller(session, slug="htx-che-cu", name="HTX chè cũ", story="Ngày xưa.")
    return desk_of(client, session, seller)


def story(desk: Desk, **typed: str) -> dict[str, str]:
    """The form as it stands, with `typed` over it."""
    page = desk.get(STORY).text
    edition = page.split('name="edition" value="')[1].split('"')[0]
    return {"name": "HTX chè cũ", "story": "Ngày xưa.", "edition": edition} | typed


def test_what_is_saved_is_shown_at_once_and_recorded(
    shop: tuple[Desk, Seller], session: Session
) -> None:
    desk, seller = shop
    said = {"story": "Hái **sớm**, sao suốt.", "quote": "Chè phải thơm.", "zalo": "0912 345 678"}
    answer = desk.post(STORY, **story(desk, **said))
    assert urlsplit(answer.headers["location"]).path == SHOP
    page = desk.get("/nha-ban/htx-che-cu").text
    assert "<strong>sớm</strong>" in page
    assert "zalo.me/84912345678" in page
    (entry,) = audit_trail(session, seller.id)
    assert entry.action == "shop.change"
    assert entry.before is not None
    assert entry.before["story"] == "Ngày xưa."
    assert "name" not in entry.before


def test_saving_the_same_twice_changes_once(shop: tuple[Desk, Seller], session: Session) -> None:
    desk, seller = shop
    typed = story(desk, quote="Chè phải thơm.")
    for _ in range(2):
        assert desk.post(STORY, **typed).status_code == 303
    assert len(audit_trail(session, seller.id)) == 1


def test_a_new_name_moves_the_shop_and_the_old_address_leads_there(
    shop: tuple[Desk, Seller],
) -> None:
    desk, _ = shop
    desk.post(STORY, **story(desk, name="HTX chè Đồi Sương"))
    answer = desk.get("/nha-ban/htx-che-cu")
    assert (answer.status_code, answer.headers["location"]) == (301, "/nha-ban/htx-che-doi-suong")
    page = desk.get("/nha-ban/htx-che-doi-suong").text
    assert "HTX chè Đồi Sương" in page
    assert "Hợp tác xã chè" in page  # as registered


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "x"}, "name"),
        ({"name": "!!!"}, "name"),
        ({"zalo": "123"}, "zalo"),
        ({"email": "khong phai thu"}, "email"),
        ({"story": "x" * 4001}, "story"),
    ],
    ids=["short name", "no letters", "zalo", "email", "long story"],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_saved(
    shop: tuple[Desk, Seller], session: Session, typed: dict[str, str], field: str
) -> None:
    desk, seller = shop
    answer = desk.post(STORY, **story(desk, quote="Câu vừa gõ.", **typed))
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert "Câu vừa gõ." in answer.text
    assert session.get_one(Seller, seller.id).quote == ""


@pytest.mark.parametrize("field", ["name", "story", "story_en", "quote", "quote_en", "quote_by"])
def test_words_that_food_may_not_be_sold_with_are_refused_where_they_stand(
    shop: tuple[Desk, Seller], session: Session, field: str
) -> None:
    desk, seller = shop
    answer = desk.post(STORY, **story(desk, **{field: "Trà chữa bệnh gan"}))
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert "Bỏ lời “chữa bệnh”" in answer.text
    assert '<mark class="claim claim-block">chữa bệnh</mark>' in answer.text
    assert getattr(session.get_one(Seller, seller.id), field) in {"HTX chè cũ", "Ngày xưa.", ""}


def test_a_note_for_the_holidays_may_not_heal_either(
    shop: tuple[Desk, Seller], session: Session
) -> None:
    desk, seller = shop
    days = {"away_from": str(today()), "away_until": str(today())}
    answer = desk.post(f"{SHOP}/nghi-ban", **days, away_note="Trà chữa bệnh gan")
    assert answer.status_code == 422
    assert "Bỏ lời “chữa bệnh” ở mục Nhắn người mua" in answer.text
    assert session.get_one(Seller, seller.id).away_from is None


def test_words_that_are_looked_at_are_saved_and_marked(shop: tuple[Desk, Seller]) -> None:
    desk, seller = shop
    said = story(desk, story="Chè tốt nhất <vùng>.")
    assert "claim-warn" in desk.post(STORY, **said, preview="1").text
    assert desk.post(STORY, **said).status_code == 303
    page = desk.get(STORY).text
    assert '<mark class="claim claim-warn">tốt nhất</mark> &lt;vùng&gt;' in page
    assert "claim-warn" not in desk.get(f"/nha-ban/{seller.slug}").text


def test_a_preview_saves_nothing(shop: tuple[Desk, Seller], session: Session) -> None:
    desk, seller = shop
    answer = desk.post(STORY, **story(desk, story="Mới **tinh**.", preview="1"))
    assert answer.status_code == 200
    assert "<strong>tinh</strong>" in answer.text
    assert session.get_one(Seller, seller.id).story == "Ngày xưa."


def test_who_saves_over_somebody_elses_change_is_asked_first(
    shop: tuple[Desk, Seller], session: Session, visit: Callable[[], Client]
) -> None:
    desk, seller = shop
    colleague, _ = desk_of(visit(), session, seller, staff=True)
    late = story(desk, quote="Của mình.")
    assert colleague.post(STORY, **story(colleague, quote="Của bạn.")).status_code == 303
    answer = desk.post(STORY, **late)
    assert answer.status_code == 409
    assert "Của mình." in answer.text
    assert session.get_one(Seller, seller.id).quote == "Của bạn."
    again = late | {"edition": answer.text.split('name="edition" value="')[1].split('"')[0]}
    assert desk.post(STORY, **again).status_code == 303


def test_scripts_come_out_as_text(shop: tuple[Desk, Seller]) -> None:
    desk, _ = shop
    texts = dict.fromkeys(("name", "story", "story_en", "quote", "quote_en", "quote_by"), EVIL)
    desk.post(STORY, **story(desk, **texts))
    away = {"away_from": str(today()), "away_until": str(today()), "away_note": EVIL}
    assert desk.post(f"{SHOP}/nghi-ban", **away).status_code == 303
    slug = "script-alert-1-script"
    for path in (SHOP, STORY, f"{SHOP}/nghi-ban", f"/nha-ban/{slug}", f"/en/nha-ban/{slug}"):
        page = desk.get(path)
        assert page.status_code == 200, path
        assert EVIL not in page.text


def test_a_picture_is_shown_once_its_sizes_are_made(
    shop: tuple[Desk, Seller], session: Session
) -> None:
    desk, seller = shop
    upload = {"picture": ("may.jpg", photograph(900, 700, gps=True), "image/jpeg")}
    for _ in range(2):
        assert desk.post(f"{SHOP}/anh/logo", files=upload).status_code == 303
    assert "đang xử lý" in desk.get(STORY).text
    assert session.get_one(Seller, seller.id).logo == ""
    picture = session.get_one(SellerPicture, (seller.id, PictureSlot.LOGO))
    tasks.make_sizes(picture.content_hash)
    session.expire_all()
    logo = session.get_one(Seller, seller.id).logo
    assert media.has_sizes(logo)
    assert f"/media/{logo}-" in desk.get("/nha-ban/htx-che-cu").text
    for _ in range(2):
        desk.post(f"{SHOP}/anh/logo/bo")
    assert session.get_one(Seller, seller.id).logo == ""


@pytest.mark.parametrize(
    "upload", [b"<svg/>", b"", photograph(200, 200)], ids=["svg", "nothing", "tiny"]
)
def test_what_is_no_photograph_is_refused(
    shop: tuple[Desk, Seller], session: Session, upload: bytes
) -> None:
    desk, seller = shop
    answer = desk.post(f"{SHOP}/anh/portrait", files={"picture": ("x.jpg", upload, "image/jpeg")})
    assert answer.status_code == 422
    assert 'id="e-portrait"' in answer.text
    assert session.get(SellerPicture, (seller.id, PictureSlot.PORTRAIT)) is None
    assert desk.post(f"{SHOP}/anh/banner").status_code == 422


def test_opening_hours_stand_on_the_shops_page(shop: tuple[Desk, Seller], session: Session) -> None:
    desk, _ = shop
    week = {f"opens-{day}": "7:30" for day in range(5)} | {
        f"closes-{day}": "17h" for day in range(5)
    }
    for _ in range(2):
        assert desk.post(f"{SHOP}/gio-mo-cua", **week).status_code == 303
    page = desk.get("/nha-ban/htx-che-cu").text
    assert page.count("07:30–17:00") == 5
    assert page.count("<td>nghỉ</td>") == 2
    assert 'value="07:30"' in desk.get(f"{SHOP}/gio-mo-cua").text


@pytest.mark.parametrize(
    ("opens", "closes", "wrong"),
    [("17:00", "8:00", "closes"), ("sáng", "17:00", "opens"), ("8:00", "", "closes")],
)
def test_hours_that_cannot_be_are_refused(
    shop: tuple[Desk, Seller], session: Session, opens: str, closes: str, wrong: str
) -> None:
    desk, seller = shop
    answer = desk.post(f"{SHOP}/gio-mo-cua", **{"opens-2": opens, "closes-2": closes})
    assert answer.status_code == 422
    assert f'id="e-{wrong}-2"' in answer.text
    assert session.get(SellerHours, (seller.id, 2)) is None


def days(first: int, last: int, note: str = "") -> dict[str, str]:
    return {
        "away_from": str(today() + timedelta(first)),
        "away_until": str(today() + timedelta(last)),
        "away_note": note,
    }


def test_a_holiday_is_said_to_shoppers_and_ended_by_a_button(
    shop: tuple[Desk, Seller], session: Session
) -> None:
    desk, seller = shop
    for _ in range(2):
        answer = desk.post(f"{SHOP}/nghi-ban", **days(0, 3, "Nghỉ Tết."))
        assert answer.status_code == 303
    back = f"{today() + timedelta(4):%d/%m/%Y}"
    page = desk.get("/nha-ban/htx-che-cu").text
    assert f"Ngày {back} bán lại" in page
    assert "Nghỉ Tết." in page
    assert "đang nghỉ" in desk.get(SHOP).text
    for _ in range(2):
        desk.post(f"{SHOP}/nghi-ban/ket-thuc")
    assert "bán lại" not in desk.get("/nha-ban/htx-che-cu").text
    actions = [entry.action for entry in audit_trail(session, seller.id)]
    assert actions == ["shop.come_back", "shop.go_away"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (days(3, 1), "away_until"),
        (days(-9, -2), "away_until"),
        (days(0, 200), "away_until"),
        ({"away_from": "mai", "away_until": "mốt"}, "away_from"),
        (days(0, 3) | {"away_until": ""}, "away_until"),
    ],
    ids=str,
)
def test_days_that_cannot_be_are_refused(
    shop: tuple[Desk, Seller], session: Session, typed: dict[str, str], field: str
) -> None:
    desk, seller = shop
    answer = desk.post(f"{SHOP}/nghi-ban", **typed)
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert session.get_one(Seller, seller.id).away_until is None


def test_a_shop_that_is_not_approved_is_set_up_and_not_shown(
    client: Client, session: Session
) -> None:
    seller = make_seller(session, status=SellerStatus.DRAFT)
    desk, _ = desk_of(client, session, seller)
    assert "chưa thấy gian hàng" in desk.get(SHOP).text
    desk.post(f"{SHOP}/nghi-ban", **days(0, 3))
    assert session.get_one(Seller, seller.id).away_until == date.today() + timedelta(3)  # noqa: DTZ011
    assert desk.get(f"/nha-ban/{seller.slug}").status_code == 404
