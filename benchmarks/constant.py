"""The reference: Starlette answering `/{size}` with that many constant bytes, and nothing else."""

from functools import cache

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


@cache
def body(size: int) -> bytes:
    return (b"<p>constant</p>\n" * (size // 16 + 1))[:size]


async def constant(request: Request) -> Response:
    return Response(body(int(request.path_params["size"])), media_type="text/html")


app = Starlette(routes=[Route("/{size:int}", constant)])
