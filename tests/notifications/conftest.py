"""A mailbox that the senders of this process write to."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from app.core.config import settings
from tests.notifications.mailbox import Mailbox, listening


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with listening() as box:
        monkeypatch.setattr(settings, "smtp_url", SecretStr(box.url))
        yield box
