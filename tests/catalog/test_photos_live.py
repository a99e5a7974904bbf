"""Photographs on their way through real processes, to a bucket and to nowhere."""

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from sqlmodel import Session, select

from app.catalog.models import Product, ProductImage, ProductStatus
from app.core.csrf import FIELD
from app.identity.service import start_session
from app.sellers.models import Seller
from tests.core.storage.buckets import bucket_at
from tests.factories import make_member, make_product
from tests.peers import Peer
from tests.pictures import photograph
from tests.processes import Shop, Worker, start_worker

pytestmark = pytest.mark.live
PATIENCE = 60


@pytest.fixture
def product(live_session: Session) -> Product:
    product = make_product(live_session, status=ProductStatus.DRAFT, listed=False)
    live_session.commit()
    return product


@pytest.fixture
def cookies(live_session: Session, product: Product) -> dict[str, str]:
    """Of a signed-in member of the product's seller."""
    seller = live_session.get_one(Seller, product.seller_id)
    token = start_session(live_session, make_member(live_session, seller))
    live_session.commit()
    return {"ng": token}


@pytest.fixture
def work(live_database: str) -> Iterator[Callable[..., None]]:
    running: list[Worker] = []
    yield lambda **settings: running.append(start_worker(live_database, **settings))
    for worker in running:
        worker.stop()


@pytest.fixture
def in_bucket(s3: Peer, tmp_path: Path) -> dict[str, str]:
    """Settings of a shop that keeps its files elsewhere."""
    where = {"storage_url": f"s3://shop/live?endpoint={s3.url}", "var_dir": str(tmp_path)}
    return where | {"s3_access_key_id": "key", "s3_secret_access_key": "secret"}


def address(shop: Shop, product: Product) -> str:
    return f"{shop.url}/ban-hang/san-pham/{product.slug}/anh"


def form_of(shop: Shop, cookies: dict[str, str]) -> dict[str, str]:
    page = httpx.get(f"{shop.url}/tai-khoan", cookies=cookies).text
    return {FIELD: page.split(f'name="{FIELD}" value="')[1].split('"')[0]}


def test_a_photograph_goes_through_a_bucket_to_the_shoppers(
    serve: Callable[..., list[Shop]],
    work: Callable[..., None],
    product: Product,
    cookies: dict[str, str],
    in_bucket: dict[str, str],
) -> None:
    (shop,) = serve(**in_bucket)
    files = {"photo": ("anh.jpg", photograph(2000, 1500, gps=True))}
    form = form_of(shop, cookies)
    sent = httpx.post(address(shop, product), data=form, files=files, cookies=cookies)
    assert sent.headers["location"].endswith("/anh")
    assert "xong 0/1" in httpx.get(address(shop, product), cookies=cookies).text
    bucket = bucket_at(in_bucket["storage_url"].partition("endpoint=")[2], prefix="live")
    (upload,) = bucket.keys()
    work(**in_bucket)
    name = upload.rpartition("/")[2].removesuffix(".upload")
    deadline = time.monotonic() + PATIENCE
    while httpx.get(address(shop, product), cookies=cookies).status_code == 200:
        assert time.monotonic() < deadline, "the worker made no sizes"
        time.sleep(0.3)
    kinds = {
        httpx.get(f"{shop.url}/media/{name}-{size}.avif").headers["content-type"]
        for size in (400, 800, 1600)
    }
    assert kinds == {"image/avif"}
    assert len(list(bucket.keys())) == 7
    here = Path(in_bucket["var_dir"])
    assert not (here / "media").exists()
    assert len(list((here / "media-nearby").rglob("*.avif"))) == 3


def test_an_upload_that_is_cut_off_leaves_nothing(
    serve: Callable[..., list[Shop]],
    live_session: Session,
    product: Product,
    cookies: dict[str, str],
    tmp_path: Path,
) -> None:
    (shop,) = serve(var_dir=str(tmp_path))
    token = form_of(shop, cookies)[FIELD]
    picture = photograph(3000, 2000, "PNG")
    body = (
        f'--x\r\ncontent-disposition: form-data; name="{FIELD}"\r\n\r\n{token}\r\n--x\r\n'
        'content-disposition: form-data; name="photo"; filename="a.png"\r\n'
        "content-type: image/png\r\n\r\n"
    ).encode() + picture
    path = urlsplit(address(shop, product)).path
    head = (
        f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: ng={cookies['ng']}\r\n"
        f"content-type: multipart/form-data; boundary=x\r\ncontent-length: {len(body) + 9}\r\n\r\n"
    ).encode()
    for share in (0.2, 0.9, 1.0):  # the last one lacks its final boundary alone
        with socket.create_connection(("127.0.0.1", urlsplit(shop.url).port or 0)) as line:
            line.sendall(head + body[: int(len(body) * share)])
    assert httpx.get(address(shop, product), cookies=cookies).status_code == 303
    assert httpx.get(f"{shop.url}/healthz").status_code == 200
    assert live_session.exec(select(ProductImage)).all() == []
    assert not (tmp_path / "media").exists()
