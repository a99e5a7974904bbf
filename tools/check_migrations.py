"""Every migration up, down and up again on an empty database, then compared with the models."""

from alembic import command
from alembic.config import Config

from app.core.config import ROOT
from app.core.postgres import scratch


def main() -> None:
    with scratch(ROOT / "var" / "test") as server:
        migrations = Config(ROOT / "alembic.ini")
        migrations.attributes["url"] = server.url
        command.upgrade(migrations, "head")
        command.downgrade(migrations, "base")
        command.upgrade(migrations, "head")
        command.check(migrations)


if __name__ == "__main__":
    main()
