"""Texts that a spreadsheet would take for its own: escaped when written, exact again when read."""

import re

BROKEN = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}
"""What a formula leaves behind that could not be worked out."""

_OWN = rf"[=+\-@\t\r]|\s*(?:{'|'.join(map(re.escape, sorted(BROKEN)))})\s*\Z"
_TAKEN = re.compile(rf"'*(?:{_OWN})")
_ESCAPED = re.compile(rf"''*(?:{_OWN})")


def escaped(text: str) -> str:
    """No text of ours may run as a formula when a file is opened (OWASP, "CSV Injection").

    Somebody's text that reads like a broken formula is not taken for one either.

    >>> escaped("=1+1"), escaped("chè"), escaped("-5"), escaped("'=1"), escaped("#N/A")
    ("'=1+1", 'chè', "'-5", "''=1", "'#N/A")
    """
    return f"'{text}" if _TAKEN.match(text) else text


def unescaped(text: str) -> str:
    """What `escaped` was given.

    >>> unescaped("'=1+1"), unescaped("''=1"), unescaped("'chè'")
    ('=1+1', "'=1", "'chè'")
    """
    return text[1:] if _ESCAPED.match(text) else text
