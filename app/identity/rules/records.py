"""What a record may hold of a row, and how its before and after are shown."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.i18n import gettext, mark
from app.identity.rules.fields import field_words
from app.identity.rules.values import value_words

HIDDEN = "•••"
_SECRET_WORDS = {"password", "secret", "token", "otp", "pin", "totp", "sealed", "cccd"}
_SECRET_NAMES = {"id_number", "personal_id", "account_number", "code_hash", "password_hash"}
_PUBLIC_NUMBERS = ("tax_code", "gtin", "sku")
"""Fields whose digits are no phone number's."""

_PHONE = re.compile(r"(?<![\w+])(?:\+84|0)[235789]\d{5,6}(\d{3})(?!\w)")
_MAIL = re.compile(r"[\w.+-]+@([\w-]+\.[\w.-]+)")


def is_secret(name: str) -> bool:
    """Whether a field of this name is never written down: passwords and keys, and the numbers of
    identity cards and bank accounts (Law 91/2025/QH15 on personal data, art. 2).

    >>> is_secret("password_hash"), is_secret("representative_id_number"), is_secret("content_hash")
    (True, True, False)
    """
    words = set(name.lower().split("_"))
    return bool(words & _SECRET_WORDS) or name.lower().endswith(tuple(_SECRET_NAMES))


def recordable(values: Any) -> Any:
    """`values` as JSON for a record, at any depth without what is secret: that it changed is told.

    >>> recordable({"price": 1, "bank": {"account_number": "0123"}})
    {'price': 1, 'bank': {'account_number': '•••'}}
    """
    if isinstance(values, Mapping):
        return {
            key: (HIDDEN if value else value) if is_secret(str(key)) else recordable(value)
            for key, value in values.items()
        }
    return [recordable(one) for one in values] if isinstance(values, (list, tuple)) else values


def only_changes(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    >>> only_changes({"price": 1, "name": "a"}, {"price": 2, "name": "a", "stock": 3})
    ({'price': 1}, {'price': 2, 'stock': 3})
    """
    missing = object()
    old = {key: value for key, value in before.items() if after.get(key, missing) != value}
    new = {key: value for key, value in after.items() if before.get(key, missing) != value}
    return old, new


def masked(value: Any) -> Any:
    """As it is shown and exported: of phone numbers and e-mail addresses only the end, everywhere.

    >>> masked({"phone": "+84912345678", "note": ["gọi 0912345678", "hoa@che.vn"], "price": 350000})
    {'phone': '•••678', 'note': ['gọi •••678', '•••@che.vn'], 'price': 350000}
    """
    if isinstance(value, Mapping):
        return {
            key: inner if str(key).endswith(_PUBLIC_NUMBERS) else masked(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [masked(inner) for inner in value]
    if isinstance(value, str):
        return _MAIL.sub(rf"{HIDDEN}@\1", _PHONE.sub(rf"{HIDDEN}\1", value))
    return value


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a row; a text is empty where there was or is nothing, and in the page's
    language where it says what a code means.
    """

    field: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """What the field is called."""
        return field_words(self.field)


def differences(before: Any, after: Any) -> list[Difference]:
    """What changed, field by field and masked; with only one side, all of it.

    >>> differences({"price": 1, "name": "a"}, {"price": 2, "name": "a"})
    [Difference(field='price', before='1', after='2')]
    """
    old, new = dict(_fields(masked(before or {}))), dict(_fields(masked(after or {})))
    names = [*new, *(name for name in old if name not in new)]
    pairs = ((name, old.get(name, ""), new.get(name, "")) for name in names)
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


def is_short(changed: list[Difference]) -> bool:
    """Whether a list may show it in place: a few words, no text to be read."""
    return sum(len(one.before) + len(one.after) for one in changed) <= 120 and len(changed) <= 4


def _fields(values: Any, within: str = "") -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _fields(value, f"{within}{name}.")
        else:
            yield f"{within}{name}", _text(name, value)


def _text(field: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_text(field, one) for one in value)
    if isinstance(value, bool):
        return gettext(mark("Có") if value else mark("Không"))
    return "" if value is None else value_words(field, str(value))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the log ended: the next one is older."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.at:%Y%m%dT%H%M%S.%f%z}_{self.id.hex}"


def place(said: str) -> Place | None:
    """What `str` of a place says; nothing for what is none."""
    moment, _, name = said.partition("_")
    try:
        return Place(datetime.strptime(moment, "%Y%m%dT%H%M%S.%f%z"), UUID(name))
    except ValueError:
        return None
