"""Texts that a spreadsheet would run as formulas: escaped when written, exact again when read."""

import re

_RUNS = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"''*[=+\-@\t\r]")


def escaped(text: str) -> str:
    """No text of ours may run as a formula when a file is opened (OWASP, "CSV Injection").

    >>> escaped("=1+1"), escaped("chè"), escaped("-5"), escaped("'=1")
    ("'=1+1", 'chè', "'-5", "''=1")
    """
    return f"'{text}" if _RUNS.match(text) else text


def unescaped(text: str) -> str:
    """What `escaped` was given.

    >>> unescaped("'=1+1"), unescaped("''=1"), unescaped("'chè'")
    ('=1+1', "'=1", "'chè'")
    """
    return text[1:] if _ESCAPED.match(text) else text
