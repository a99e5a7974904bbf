"""Requests made up from the API's own description, sent as a seller who has real rows.

Half of what names a row names one of ours, so that not every answer is 404. Whatever a request
does is undone before the next one.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.python import asgi
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Connection, update

from app.catalog.models import Product, ProductStatus
from app.core.rest.document import document
from app.orders.models import SellerOrder
from app.orders.rules.states import OrderState
from tests.api.calls import CALLS
from tests.api.conftest import Api, World
from tests.pictures import photograph

Operation = APIOperation[Any, Any, Any, Any]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@dataclass
class Fuzzer:
    """Of one seller's rows; `answers` counts statuses by operation."""

    api: Api
    world: World
    connection: Connection
    answers: dict[str, Counter[int]] = field(default_factory=dict)

    @property
    def app(self) -> Any:
        return self.api.client.app

    def operations(self) -> list[Operation]:
        found = schemathesis.openapi.from_dict(document(self.app, "vi"))
        found.app = self.app
        return [each.ok() for each in found.get_all_operations() if isinstance(each, Ok)]

    def run(self, operation: Operation, examples: int, number: int) -> None:
        """Raises what the checks say of the first answer that is none of those described."""
        answers = self.answers.setdefault(operation.definition.raw["operationId"], Counter())
        cases = st.sampled_from(MODES).flatmap(operation.as_strategy)

        @settings(
            max_examples=examples,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases, ours=st.data())
        def each(case: Any, ours: st.DataObject) -> None:
            self.name_ours(case, ours)
            with self.connection.begin_nested() as tried:
                self.begin_anywhere(ours)
                response = case.call(session=browser, headers=self.headers())
                tried.rollback()
            answers[response.status_code] += 1
            case.validate_response(response, checks=CHECKS)

        with asgi.get_client(self.app) as browser:
            while answers.total() < examples:  # what takes no input is soon all tried
                seed(number + answers.total())(each)()

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.api.token}"}

    def name_ours(self, case: Any, ours: st.DataObject) -> None:
        for name, known in self.known(case.operation.path).items():
            if name in case.path_parameters and ours.draw(st.integers(0, 3)):
                case.path_parameters[name] = known
        if "If-Match" in (case.headers or {}) and ours.draw(st.integers(0, 4)):
            case.headers["If-Match"] = "*"
        if isinstance(case.body, dict):
            self.say_what_works(case, ours)

    def say_what_works(self, case: Any, ours: st.DataObject) -> None:
        """Nothing, something or all of a body that succeeds, over what was made up."""
        call = CALLS[case.operation.definition.raw["operationId"]]
        works = dict(call.body or {}) | ({"photo": photograph()} if call.files else {})
        if "bulk_grams" in works:
            works |= {"sku": self.world.variant.sku, "growing_area": self.world.area.name}
        how = ours.draw(st.sampled_from(["nothing", "something", "something", "all"]))
        if how == "all":
            case.body = works
        for name, value in works.items() if how == "something" else ():
            if name in case.body and ours.draw(st.booleans()):
                case.body[name] = value

    def begin_anywhere(self, ours: st.DataObject) -> None:
        """The order and the product are in any state when the request comes."""
        state = ours.draw(st.sampled_from(OrderState))
        self.connection.execute(update(SellerOrder).values(state=state))
        if not ours.draw(st.integers(0, 3)):
            status = ours.draw(st.sampled_from(ProductStatus))
            self.connection.execute(update(Product).values(status=status))

    def known(self, path: str) -> dict[str, str]:
        world = self.world
        lot = world.draft_lot if "/seller/lots/{code}/" in path else world.lot
        code = world.order if "/orders/" in path else lot.code
        slug = world.seller.slug if "/sellers/" in path else world.product.slug
        return {**world.names, "slug": slug, "code": code}
