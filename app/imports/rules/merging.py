"""A row over what is there: blank cells leave it, a lone hyphen empties it."""

import math
from typing import Any

from pydantic import BaseModel

from app.core.text import nfc


def merged(model: type[BaseModel], current: object | None, cells: dict[str, Any]) -> dict[str, Any]:
    """The fields of `model` as `current` has them, with what the row says over them."""
    base = model.model_validate(current).model_dump() if current is not None else {}
    return over(base, {name: _or_empty(model, name, value) for name, value in cells.items()})


def over(base: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """`said` over `base`; a value that only a spreadsheet's ways made different is the same."""
    kept = {name: base[name] for name, value in said.items() if same(base.get(name), value)}
    return base | said | kept


def same(there: Any, said: Any) -> bool:
    r"""Line ends, outer spaces and the sixteenth digit do not survive every spreadsheet.

    >>> same("a\r\nb ", "a\nb"), same(0.1 + 0.2, 0.3), same("a", "b"), same(None, "")
    (True, True, False, False)
    """
    if isinstance(there, str) and isinstance(said, str):
        return _plain(there) == _plain(said)
    if isinstance(there, float) and isinstance(said, (int, float)):
        return math.isclose(there, said, rel_tol=1e-12)
    return there is not None and bool(there == said)


def _plain(text: str) -> str:
    return nfc(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def _or_empty(model: type[BaseModel], name: str, value: Any) -> Any:
    """An emptied field is as if nobody had ever filled it in."""
    field = model.model_fields.get(name)
    if value is not None or field is None or field.is_required():
        return value
    return field.get_default(call_default_factory=True)
