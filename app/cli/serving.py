"""Web processes and the worker."""

import gc
import os
import shutil
import socket

import uvicorn

from app.cli.errors import Refused
from app.core import log
from app.core.config import settings
from app.core.supervisor import Supervisor, stoppable

BACKLOG = 1024
ALLOCATIONS = 20_000
"""Objects made before the collector looks for cycles: about what ten requests leave."""


def listener(host: str, port: int) -> socket.socket:
    """A socket that listens at once: the port stays ours while a database is being prepared."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(BACKLOG)
    except PermissionError as error:
        raise Refused(f"Port {port} needs root: choose another with PORT=8000.") from error
    except socket.gaierror as error:
        raise Refused(f"No such address: {host}") from error
    except OSError as error:
        advice = f"Port {port} is taken: choose another, for example PORT={port + 1}."
        raise Refused(advice) from error
    return bound


def serve(host: str, port: int, processes: int, *, worker: bool) -> None:
    with stoppable(), listener(host, port) as bound, Supervisor({}) as supervisor:
        start_web(supervisor, bound, processes)
        if worker:
            supervisor.start("worker", "worker")
        supervisor.watch(lambda: True)


def start_web(supervisor: Supervisor, bound: socket.socket, processes: int) -> None:
    """Web processes that share one listening socket, so the system balances between them."""
    supervisor.environment |= counting_together(bound.getsockname()[1])
    for _ in range(processes or min(2, os.cpu_count() or 1)):
        supervisor.start("web", "web", listener=bound)


def counting_together(port: int) -> dict[str, str]:
    """Tells the metrics library of each process where all of them add up."""
    directory = settings.var_dir / "metrics" / str(port)
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    return {"PROMETHEUS_MULTIPROC_DIR": str(directory)}


def web(bound: socket.socket) -> None:
    """One web process, in this process, until SIGTERM or SIGINT."""
    log.set_up()
    config = uvicorn.Config(
        "app.main:create_app",
        factory=True,
        access_log=False,  # it would halve the throughput
        log_config=None,
        server_header=False,
        backlog=BACKLOG,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=10,
    )
    config.load()
    gc.freeze()  # what was imported stays, and need not be looked through time and again
    gc.set_threshold(ALLOCATIONS)
    uvicorn.Server(config).run(sockets=[bound])
