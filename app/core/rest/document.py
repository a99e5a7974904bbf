"""OpenAPI 3.1 of the API: every answer that can come, with an example, in the path's language.

Most of it follows from the routes: what has a body may be malformed, what needs a token may lack
it, what names something may not find it. A route says only what cannot be seen of it.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from app.core.i18n import gettext, mark
from app.core.rest import PREFIX
from app.core.rest.problems import KINDS, MEANINGS, MEDIA_TYPE, TITLES

CONFLICT: dict[int | str, dict[str, Any]] = {409: {}}
CREATED: dict[int | str, dict[str, Any]] = {
    201: {"headers": {"Location": {"schema": {"type": "string"}}}},
}
METHODS = ("get", "post", "put", "patch", "delete")
TEXTS = {"summary", "description"}
RATE = ("RateLimit", "RateLimit-Policy")
TAGS = {
    "public": mark("Ai cũng đọc được, không cần mã"),
    "profile": mark("Thông tin đơn vị"),
    "products": mark("Sản phẩm của đơn vị"),
    "variants": mark("Quy cách, giá, tồn kho"),
    "photos": mark("Ảnh sản phẩm"),
    "orders": mark("Đơn hàng của đơn vị"),
    "lots": mark("Lô và vùng trồng"),
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "parameter": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


def document(app: FastAPI, language: str) -> dict[str, Any]:
    """In `language`, which must be the one being spoken."""
    return _document(app, language)


@cache
def _document(app: FastAPI, language: str) -> dict[str, Any]:
    found: dict[str, Any] = get_openapi(
        title="Nguyên Gốc",
        version="1.0.0",
        description=mark("Sản phẩm, đơn hàng, lô và vùng trồng của các nhà bán Thái Nguyên."),
        routes=[context for context in iter_route_contexts(app.routes) if _is_ours(context)],
    )
    found["servers"] = [{"url": "/"}]
    found["tags"] = [{"name": name, "description": said} for name, said in TAGS.items()]
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    for stray in ("HTTPValidationError", "ValidationError"):
        schemas.pop(stray, None)
    schemas["Problem"] = PROBLEM
    for schema in schemas.values():
        if "example" in schema:
            schema["example"] = json.loads(schema["example"])
    routes = {route.operation_id: route for route in api_routes(app)}
    for operation in operations(found):
        _complete(operation, routes[operation["operationId"]], schemas)
    for schema in schemas.values() if language != "en" else ():
        schema.pop("description", None)  # said in English alone
    translated: dict[str, Any] = _translated(found)
    return translated


def operations(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in found["paths"].values():
        yield from (operation for method, operation in path.items() if method in METHODS)


def api_routes(app: FastAPI) -> Iterator[APIRoute]:
    """Every operation that the document names."""
    for context in iter_route_contexts(app.routes):
        if _is_ours(context) and isinstance(context.original_route, APIRoute):
            yield context.original_route


def _is_ours(context: RouteContext) -> bool:
    return (context.path or "").startswith(PREFIX) and bool(context.include_in_schema)


def _complete(operation: dict[str, Any], route: APIRoute, schemas: dict[str, Any]) -> None:
    operation.pop("description", None)  # what our own code says to its readers
    scope = scope_of(route.dependant)
    if scope is not None:
        operation["security"] = [{"token": []}]
        operation["description"] = gettext(mark("Cần quyền {scope}.")).format(scope=scope)
        operation["x-scope"] = scope
    for name in TEXTS & operation.keys():
        operation[name] = gettext(operation[name])
    for parameter in operation.get("parameters", []):
        parameter["schema"] = _without_null(parameter["schema"])
        if parameter["schema"].pop("x-required", False):
            parameter["required"] = True
    responses = operation["responses"]
    for status in sorted(_refusals(operation) | {int(s) for s in responses if int(s) >= 400}):
        responses[str(status)] = refusal(status)
    for status in (s for s in list(responses) if int(s) < 300):
        responses[status]["description"] = mark("Thành công.")
        _show_success(responses[status], schemas)
    if "get" in {method.lower() for method in route.methods or ()}:
        responses["304"] = {"description": mark("Không đổi so với If-None-Match.")}
    operation["responses"] = dict(sorted(responses.items()))
    _show_body(operation, schemas)


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that is not sent is not null."""
    choices = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    if len(choices) != 1:
        return schema
    rest = {name: value for name, value in schema.items() if name not in {"anyOf", "title"}}
    return {**choices[0], **rest}


def scope_of(dependant: Dependant) -> str | None:
    """What a token must be allowed to do, by the dependency that asks for it."""
    for each in dependant.dependencies:
        own = getattr(each.call, "scope", None) or scope_of(each)
        if own:
            return str(own)
    return None


def _refusals(operation: dict[str, Any]) -> set[int]:
    """What follows from the shape of an operation."""
    parameters = operation.get("parameters", [])
    names = {parameter["name"] for parameter in parameters}
    demanded = {parameter["name"] for parameter in parameters if parameter["required"]}
    found = {406, 422, 429}
    found |= {401, 403} if operation.get("security") else set()
    found |= {400, 413, 415} if "requestBody" in operation else set()
    found |= {404} if any(parameter["in"] == "path" for parameter in parameters) else set()
    found |= {412, 428} if "If-Match" in demanded else set()
    return found | ({409, 413} if "Idempotency-Key" in names else set())


def refusal(status: int) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "type": f"/api#{KINDS[status]}",
        "title": gettext(TITLES[status]),
        "status": status,
        "detail": gettext(MEANINGS[status]),
        "instance": f"{PREFIX}/…",
        "request_id": "0193f6d2a5c87b1e9f3a4c5d6e7f8091",
    }
    if status == 422:
        shown["errors"] = [{"pointer": "#/name", "detail": gettext(mark("Chưa điền mục này."))}]
    schema = {"$ref": "#/components/schemas/Problem"}
    said: dict[str, Any] = {
        "description": MEANINGS[status],
        "content": {MEDIA_TYPE: {"schema": schema, "example": shown}},
    }
    if status == 429:
        said["headers"] = {"Retry-After": {"required": True, "schema": {"type": "integer"}}}
    if status == 401:
        said["headers"] = {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}}
    return said


def _show_success(response: dict[str, Any], schemas: dict[str, Any]) -> None:
    headers = response.setdefault("headers", {})
    for name in ("ETag", *RATE):
        headers[name] = {"required": True, "schema": {"type": "string"}}
    for content in response.get("content", {}).values():
        content["example"] = example_of(content["schema"], schemas)


def _show_body(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        if kind == "application/json":
            content["example"] = example_of(content["schema"], schemas)


def example_of(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """Of a model its own; of several the first one's; of a page one item."""
    if "oneOf" in schema:
        return example_of(schema["oneOf"][0], schemas)
    whole = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if "example" in whole:
        return whole["example"]
    items = whole["properties"]["items"]["items"]
    return {"items": [example_of(items, schemas)], "next_cursor": None}


def _translated(value: Any) -> Any:
    if isinstance(value, list):
        return [_translated(each) for each in value]
    if isinstance(value, dict):
        return {
            key: gettext(each) if key in TEXTS and isinstance(each, str) else _translated(each)
            for key, each in value.items()
        }
    return value
