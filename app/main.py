"""The composition root: every import of a router is here, and nothing imports this."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI, Response
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import Receive, Scope, Send

from app import wiring
from app.catalog import api as catalog_api
from app.catalog import pages as catalog
from app.complaints import pages as complaints
from app.core import health, metrics, problems
from app.core.assets import StaticFiles
from app.core.config import settings
from app.core.csrf import SameOriginWrites
from app.core.db import AWAY, ReaderDep, unit_of_work
from app.core.gate import RequestGate
from app.core.headers import SafetyHeaders
from app.core.i18n import LanguagePath
from app.core.ids import new_id
from app.core.log import RequestLog
from app.core.media import MediaFiles
from app.core.page_cache import PageCache
from app.core.rest.gateway import ApiGateway
from app.core.write_behind import WriteBehind
from app.epcis import api as epcis_api
from app.identity import pages as identity
from app.identity.service import openid
from app.imports import pages as imports
from app.moderation import pages as moderation
from app.orders import api as orders_api
from app.orders.pages import basket, calls, checkout, order, own_recalls, recalls
from app.orders.pages import desk as orders_desk
from app.places import pages as places
from app.sellers import pages as sellers
from app.tokens import api as profile_api
from app.tokens import pages as tokens
from app.traceability import api as traceability_api
from app.traceability import pages as traceability
from app.traceability.service import scans
from app.traceability.service.opened import Opened
from app.transparency import pages as transparency
from app.web import api as web_api
from app.web import pages as web
from app.web.pages import account, acts, audit
from app.web.pages import desk as desks
from app.webhooks import pages as webhooks

LARGEST_BODY = 84 * 1024 * 1024  # eight photographs of ten megabytes
PROVIDERS = ("/payments/", "/shipping/", "/epcis/")  # callers without a browser
API = ("/api/", "/en/api/")  # by token alone: a cookie opens nothing there


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = settings.concurrency
    with WriteBehind(write_scans, away=AWAY).running() as app.state.scans:
        yield


def write_scans(batch: list[Opened]) -> None:
    with unit_of_work() as session:
        scans.write_scans(session, batch)


class Shop(FastAPI):
    """The page cache stands before the framework itself: a kept page passes none of its layers."""

    def __init__(self, **settled: Any) -> None:
        super().__init__(**settled)
        self.page_cache = PageCache(
            super().__call__,
            settings.page_cache_mb,
            settings.libpq_url,
            settings.var_dir / "copies",
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = self
        await self.page_cache(scope, receive, send)


def create_app() -> Shop:
    wiring.connect()
    openid.profiles()  # a file that is wrong is said now, not to the first who signs in
    app = Shop(lifespan=lifespan, title="Nguyên Gốc", openapi_url=None, redirect_slashes=False)
    problems.install(app)
    epcis_api.install(app)
    include_routers(app)
    # The last one added is the first to see a request.
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_BODY)
    app.add_middleware(ApiGateway)
    app.add_middleware(RequestGate, limit=settings.concurrency)
    app.add_middleware(LanguagePath)
    app.add_middleware(SameOriginWrites, exempt=PROVIDERS + API)
    app.add_middleware(SafetyHeaders)
    app.add_middleware(RequestLog)
    app.add_middleware(CorrelationIdMiddleware, generator=lambda: new_id().hex)
    app.add_middleware(StaticFiles)
    app.add_middleware(MediaFiles)
    return app


def include_routers(app: FastAPI) -> None:
    for router in (  # looked through in this order: what buyers wait for comes first
        basket.router,
        checkout.router,
        *web.routers,
        traceability.router,
        account.router,
        desks.router,
        audit.router,
        acts.router,
        *web.desks,
        *complaints.routers,
        *catalog.routers,
        order.router,
        orders_desk.router,
        calls.router,
        recalls.router,
        own_recalls.router,
        *identity.routers,
        *imports.routers,
        *moderation.routers,
        places.router,
        *sellers.routers,
        webhooks.router,
        tokens.router,
        *transparency.routers,
        *web_api.routers,
        *catalog_api.routers,
        *orders_api.routers,
        *traceability_api.routers,
        *epcis_api.routers,
        profile_api.router,
        traceability.last_router,
    ):
        app.include_router(router)
    app.add_api_route("/healthz", alive, include_in_schema=False)
    app.add_api_route("/readyz", ready, include_in_schema=False)
    app.add_api_route("/metrics", metrics.report, include_in_schema=False)


def alive() -> Response:
    return Response("ok", media_type="text/plain")


def ready(connection: ReaderDep) -> Response:
    """503 until the database holds our newest tables. A missing worker is said, not punished:
    taking the shop off its balancer would not bring the worker back.
    """
    found = health.tables(connection)
    if found != health.newest_tables():
        return Response(f"tables at {found}", status_code=503, media_type="text/plain")
    workers, waiting = health.queue(connection)
    said = f"ready; {workers} workers, {waiting} jobs waiting"
    return Response(said, media_type="text/plain")
