"""The command line: `python -m app.cli --help`.

Commands import what they need when they run: settings are read on the first import of
`app.core.config`, and `main` may still have an address to set.
"""

import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.errors import one_line
from app.core.supervisor import hold_lifeline

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Port = Annotated[int, typer.Option(envvar="PORT", help="The port of the shop.")]
Host = Annotated[str, typer.Option(envvar="HOST", help="The address to listen on.")]
Processes = Annotated[int, typer.Option(envvar="WEB_PROCESSES", help="0: one a core, at most 2.")]
Scale = Annotated[str, typer.Option(envvar="SCALE", help="none, sample, province or 100x.")]


def main() -> None:
    """Says in one line what to do about what a newcomer can set right."""
    with one_line():
        app()


@app.callback()
def _begin(context: typer.Context) -> None:
    if context.invoked_subcommand not in {"demo", "clean-data"}:
        _use_running_demo()
    hold_lifeline()


def _use_running_demo() -> None:
    """Without `DATABASE_URL`, commands mean the database of the demo that runs here."""
    var = Path(os.environ.get("VAR_DIR", Path(__file__).parents[2] / "var"))
    address = var / "database_url"
    if not os.environ.keys() & {"DATABASE_URL", "DATABASE_URL_FILE"} and address.exists():
        os.environ["DATABASE_URL_FILE"] = str(address)


@app.command()
def demo(
    port: Port = 8000,
    host: Host = "127.0.0.1",
    scale: Scale = "sample",
    processes: Processes = 0,
    *,
    with_parent: Annotated[bool, typer.Option(help="Stop when the caller is gone.")] = False,
) -> None:
    """The whole shop with sample data: database, migrations, web and worker."""
    from app.cli.demo import run

    run(host, port, scale, processes, with_parent=with_parent)


@app.command()
def serve(port: Port = 8000, host: Host = "127.0.0.1", processes: Processes = 0) -> None:
    """Web and worker together, on the database of DATABASE_URL."""
    from app.cli.serving import serve

    serve(host, port, processes, worker=True)


@app.command()
def web(
    port: Port = 8000,
    host: Host = "127.0.0.1",
    processes: Processes = 1,
    fd: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """The web processes alone."""
    from app.cli import serving

    if fd is not None:
        serving.web(socket.socket(fileno=fd))
    elif processes == 1:
        serving.web(serving.listener(host, port))
    else:
        serving.serve(host, port, processes, worker=False)


@app.command()
def worker() -> None:
    """The background worker alone."""
    from app.core import log
    from app.worker import main

    log.set_up()
    main()


@app.command()
def migrate(revision: str = "head") -> None:
    """Brings the database to the newest tables."""
    from app.cli.database import migrate

    migrate(revision)


@app.command()
def grant(role: str) -> None:
    """Gives a database role what the shop needs, and no right to change recorded rows."""
    from app.cli.database import grant

    grant(role)


@app.command()
def sample(scale: Scale = "sample") -> None:
    """Loads the sample province into an empty database, or adds what SCALE asks for."""
    from app.cli.database import load_sample

    load_sample(scale)


@app.command(name="import")
def import_(
    file: Path,
    *,
    confirm: Annotated[bool, typer.Option("--confirm", help="Write it.")] = False,
) -> None:
    """Tries a workbook and says what it would do; --confirm writes it."""
    from app.cli.importing import run

    sys.exit(0 if run(file, confirm=confirm) else 1)


@app.command()
def account(
    phone: str,
    name: str,
    role: Annotated[str, typer.Option(help="administrator, operator, … or shopper.")] = "shopper",
) -> None:
    """Opens an account and prints its temporary password; an existing one gets a new password."""
    from app.cli.accounts import run

    run(phone, name, role)


@app.command()
def messages(
    phone: Annotated[str, typer.Argument(help="Only those to this number or address.")] = "",
    count: Annotated[int, typer.Option(help="How many, the latest first.")] = 5,
) -> None:
    """The last messages as their recipients read them: where a code is without an SMS provider."""
    from app.cli.messages import run

    run(phone, count)


@app.command()
def code(phone: str) -> None:
    """Prints the second-step code of a sample account, good for half a minute."""
    from app.cli.accounts import show_code

    show_code(phone)


@app.command(hidden=True)
def prepare(scale: Scale = "sample") -> None:
    """What the demo needs before it serves: tables, sample data, `var/demo.json`."""
    from app.cli.database import prepare

    prepare(scale)


@app.command(name="clean-data")
def clean_data() -> None:
    """Deletes the embedded database and everything else under `var/`, for good."""
    from app.cli.demo import clean_data

    clean_data()


@app.command(name="copy-files")
def copy_files() -> None:
    """Copies the pictures and papers of VAR_DIR into the bucket of STORAGE_URL."""
    from app.cli.storage import copy_files

    copy_files()


@app.command(name="verify-labels")
def verify_labels(
    file: Path,
    keys: Annotated[Path | None, typer.Option(help="Public keys, as the shop publishes.")] = None,
    codes: Annotated[Path | None, typer.Option(help="What the symbols say, one a line.")] = None,
) -> None:
    """Whether the signed manifest of a label run is as it was signed."""
    from app.cli.manifests import run

    sys.exit(0 if run(file, keys, codes) else 1)


@app.command()
def doctor() -> None:
    """What is configured here and what is missing."""
    from app.cli.doctor import examine

    sys.exit(0 if examine() else 1)


@app.command(name="verify-proof")
def verify_proof(
    file: Path,
    key: Annotated[str, typer.Option(help="The log's published key, or a file of keys.")] = "",
) -> None:
    """Checks a lot's downloaded proof on this machine alone, and says what was checked."""
    from app.cli.proofs import run

    sys.exit(0 if run(file, key) else 1)
