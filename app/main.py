"""The composition root: every import of a router is here, and nothing imports this."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI, Response
from sqlalchemy import text

from app import wiring
from app.core import metrics, problems
from app.core.config import settings
from app.core.csrf import SameOriginWrites
from app.core.db import ReaderDep
from app.core.gate import RequestGate
from app.core.headers import SafetyHeaders
from app.core.i18n import LanguagePath
from app.core.log import RequestLog
from app.core.page_cache import PageCache
from app.identity import pages as identity
from app.places import pages as places
from app.web.pages import account

PROVIDERS = ("/payments/", "/shipping/", "/epcis/")  # callers without a browser


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = settings.concurrency
    yield


def create_app() -> FastAPI:
    wiring.connect()
    app = FastAPI(lifespan=lifespan, title="Nguyên Gốc", openapi_url=None, redirect_slashes=False)
    problems.install(app)
    include_routers(app)
    # The last one added is the first to see a request.
    app.add_middleware(RequestGate, limit=settings.concurrency)
    app.add_middleware(LanguagePath)
    app.add_middleware(SameOriginWrites, exempt=PROVIDERS)
    app.add_middleware(SafetyHeaders)
    app.add_middleware(RequestLog)
    app.add_middleware(CorrelationIdMiddleware)
    app.add_middleware(PageCache, megabytes=settings.page_cache_mb, conninfo=settings.libpq_url)
    return app


def include_routers(app: FastAPI) -> None:
    for router in (
        account.router,
        identity.router,
        places.router,
    ):
        app.include_router(router)
    app.add_api_route("/healthz", alive, include_in_schema=False)
    app.add_api_route("/readyz", ready, include_in_schema=False)
    app.add_api_route("/metrics", metrics.report, include_in_schema=False)


def alive() -> Response:
    return Response("ok", media_type="text/plain")


def ready(connection: ReaderDep) -> Response:
    """Whether the database answers and holds our tables."""
    connection.execute(text("SELECT version_num FROM alembic_version"))
    return Response("ok", media_type="text/plain")
