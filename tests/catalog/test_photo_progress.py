"""What a seller sees while the sizes of photographs are made, and when they cannot be."""

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlmodel import Session, select

from app.catalog import tasks
from app.catalog.models import ImageTrouble, Product, ProductImage
from app.core import media
from app.core.config import settings
from tests.catalog.product_desk import Desk
from tests.pictures import photograph
from tests.processes import free_port

AT_ONCE = 'http-equiv="refresh"'
OF_SIZES = """
    SELECT args FROM procrastinate_jobs WHERE task_name = 'catalog.make_sizes' ORDER BY id
"""


def jobs(session: Session) -> list[dict[str, str]]:
    return list(session.connection().scalars(text(OF_SIZES)).all())


def upload(draft: Desk, count: int) -> None:
    answer = draft.upload(*((f"{n}.jpg", photograph(seed=n)) for n in range(count)))
    assert answer.headers["location"] == f"{draft.path}/anh"


def test_progress_is_told_by_a_page_that_asks_again(draft: Desk, session: Session) -> None:
    upload(draft, 3)
    page = draft.get("/anh").text
    assert "Đang xử lý ảnh, xong 0/3" in page
    assert AT_ONCE in page
    tasks.make_sizes(**jobs(session)[0])
    assert "xong 1/3" in draft.get("/anh").text
    product = draft.get().text
    assert "xong 1/3" in product
    assert AT_ONCE not in product  # there are other forms on it
    for job in jobs(session)[1:]:
        tasks.make_sizes(**job)
    assert draft.get("/anh").headers["location"] == f"{draft.path}?xong=anh"


def test_a_picture_that_is_made_is_not_waited_for(draft: Desk, session: Session) -> None:
    upload(draft, 1)
    tasks.make_sizes(**jobs(session)[0])
    draft.upload(("again.jpg", photograph(seed=0)))
    assert draft.get("/anh").status_code == 303


def test_no_list_shows_a_picture_before_all_of_its_sizes_are_made(
    draft: Desk, session: Session
) -> None:
    upload(draft, 1)
    (job,) = jobs(session)
    name = job["content_hash"]
    media.files().put(media.key_of(name, 400, "webp"), b"the first of seven files")
    assert not media.has_sizes(name)
    assert session.get_one(Product, draft.product.id).cover == ""
    assert "-400.webp" not in draft.get().text


def test_a_file_that_was_lost_is_to_be_sent_again(draft: Desk, session: Session) -> None:
    upload(draft, 1)
    (job,) = jobs(session)
    media.files().delete(f"{job['content_hash'][:2]}/{job['content_hash']}.upload")
    tasks.make_sizes(**job)  # ends well: to try again would not help
    assert draft.get("/anh").status_code == 303
    page = draft.get().text
    assert "Tệp ảnh này bị hỏng" in page
    assert "Thử lại ngay" not in page
    draft.upload(("again.jpg", photograph(seed=0)))
    assert len(jobs(session)) == 2
    tasks.make_sizes(**jobs(session)[-1])
    assert "Tệp ảnh này bị hỏng" not in draft.get().text


def test_trouble_of_ours_passes_by_itself_or_is_tried_again(
    draft: Desk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(draft, 1)
    (job,) = jobs(session)
    monkeypatch.setattr(settings, "s3_access_key_id", SecretStr("key"))
    away = f"s3://shop?endpoint=http://127.0.0.1:{free_port()}"
    monkeypatch.setattr(settings, "storage_url", away)
    with pytest.raises(OSError, match="does not answer"):
        tasks.make_sizes(**job)
    monkeypatch.setattr(settings, "storage_url", "")
    assert "sẽ tự thử lại" in draft.get().text
    for _ in range(2):
        assert draft.post(f"/anh/{job['content_hash']}/lam-lai").status_code == 303
    assert len(jobs(session)) == 2  # a second click asks for nothing more
    assert "Đang xử lý ảnh, xong 0/1" in draft.get("/anh").text
    tasks.make_sizes(**job)
    image = session.exec(select(ProductImage)).one()
    assert (image.ready, image.trouble) == (True, None)


def test_a_picture_of_another_product_is_not_tried_again(draft: Desk, session: Session) -> None:
    upload(draft, 1)
    image = session.exec(select(ProductImage)).one()
    image.trouble = ImageTrouble.PASSING
    assert draft.post(f"/anh/{'0' * 64}/lam-lai").status_code == 404


def test_a_store_that_does_not_answer_keeps_nothing_half(
    draft: Desk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "s3_access_key_id", SecretStr("key"))
    away = f"s3://shop?endpoint=http://127.0.0.1:{free_port()}"
    monkeypatch.setattr(settings, "storage_url", away)
    answer = draft.upload(("a.jpg", photograph(seed=7)))
    assert answer.status_code == 422
    assert "a.jpg: Kho ảnh đang trục trặc" in answer.text
    assert session.exec(select(ProductImage)).all() == []
    assert jobs(session) == []


def test_an_empty_file_is_named(draft: Desk) -> None:
    assert "rong.jpg: Tệp này không phải ảnh" in draft.upload(("rong.jpg", b"")).text
