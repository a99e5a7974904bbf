"""A seller's member at the desk of one product, for the tests of its pages."""

from typing import Any

from httpx2 import Response
from sqlmodel import Session, select

from app.catalog.models import Product, Variant
from app.catalog.queries import writing
from app.catalog.service import variants
from app.sellers.models import Seller
from tests.conftest import Client
from tests.factories import (
    make_member,
    make_product,
)
from tests.sessions import form_token, signed_in

LIST = "/ban-hang/san-pham"


class Desk:
    """A signed-in member of a seller, and one product of that seller."""

    def __init__(self, client: Client, session: Session, **fields: Any) -> None:
        self.client, self.session = client, session
        self.product = make_product(session, **fields)
        seller = session.get_one(Seller, self.product.seller_id)
        self.user = make_member(session, seller)
        signed_in(client, self.user)
        self.token = form_token(client)

    @property
    def path(self) -> str:
        return f"{LIST}/{self.session.get_one(Product, self.product.id).slug}"

    def get(self, part: str = "") -> Response:
        return self.client.get(self.path + part)

    def post(self, part: str, **data: object) -> Response:
        return self.client.post(self.path + part, data={**self.token, **data})

    def upload(self, *files: tuple[str, bytes]) -> Response:
        photos = [("photo", file) for file in files]
        return self.client.post(f"{self.path}/anh", data=self.token, files=photos)

    def change(self, sku: str, /, **typed: object) -> Response:
        """The form of a variant as it was just opened, with this typed into it."""
        found = select(Variant).where(Variant.product_id == self.product.id, Variant.sku == sku)
        edition = variants.edition(self.session.exec(found).one())
        return self.post(f"/quy-cach/{sku}", **{"edition": edition} | typed)

    def content(self, **changes: object) -> dict[str, object]:
        """The content form as it stands, with `changes` typed over it."""
        product = self.session.get_one(Product, self.product.id)
        said = {
            "edition": writing.text_of(self.session, product).name,
            "category_id": str(product.category_id),
            "name": product.name,
            "summary": "Búp đinh hái tay.",
            "description": "Búp đinh hái lúc sương chưa tan, sao suốt trên chảo gang, hương cốm.",
            "ingredients": "Búp chè LDP1",
            "storage": "Nơi khô, tránh nắng",
            "shelf_life_days": "730",
        }
        return said | changes
