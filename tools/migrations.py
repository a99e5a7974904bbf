"""`check`: every migration up, down and up again on an empty database, then no difference from
the models. `new "what changes"`: writes the migration from the old tables to the models.
"""

import sys

from alembic import command
from alembic.config import Config

from app.core.config import ROOT
from app.core.postgres import scratch


def check(migrations: Config) -> None:
    command.upgrade(migrations, "head")
    command.downgrade(migrations, "base")
    command.upgrade(migrations, "head")
    command.check(migrations)


def new(migrations: Config, what_changes: str) -> None:
    command.upgrade(migrations, "head")
    command.revision(migrations, what_changes, autogenerate=True)


def main(action: str, *words: str) -> None:
    if action == "new" and not any(words):
        sys.exit('Say what changes: make migration m="lots carry a picking standard"')
    with scratch(ROOT / "var" / "test") as server:
        migrations = Config(ROOT / "alembic.ini")
        migrations.attributes["url"] = server.url
        {"check": check, "new": new}[action](migrations, *words)


if __name__ == "__main__":
    main(*sys.argv[1:])
