"""What changed between two texts, word by word, as an operator reads it side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+\s*")
MOST = 1_000_000
"""Comparing takes this many steps at most; beyond, the changed stretch is shown as a whole."""


@dataclass(frozen=True)
class Part:
    text: str
    changed: bool = False


@dataclass(frozen=True)
class Difference:
    """The parts of the old text, those taken out marked; of the new one, those put in."""

    old: Sequence[Part]
    new: Sequence[Part]


def difference(old: str, new: str) -> Difference:
    """
    >>> found = difference("Chè búp hái tay", "Chè búp non hái tay")
    >>> [part.text for part in found.new if part.changed]
    ['non ']
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    middle = _compared(before[head : len(before) - tail], after[head : len(after) - tail])
    start, end = "".join(before[:head]), "".join(before[len(before) - tail :])
    return Difference(*(_joined([Part(start), *parts, Part(end)]) for parts in middle))


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """How many words at the beginning are the same."""
    pairs = zip(before, after, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after)))


def _compared(before: list[str], after: list[str]) -> tuple[list[Part], list[Part]]:
    if len(before) * len(after) > MOST:
        return [Part("".join(before), changed=True)], [Part("".join(after), changed=True)]
    old, new = list[Part](), list[Part]()
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for step, first, last, to, end in steps:
        old.append(Part("".join(before[first:last]), changed=step != "equal"))
        new.append(Part("".join(after[to:end]), changed=step != "equal"))
    return old, new


def _joined(parts: Sequence[Part]) -> Sequence[Part]:
    """Without empty ones, neighbours of a kind together."""
    found: list[Part] = []
    for part in parts:
        if found and found[-1].changed == part.changed:
            found[-1] = Part(found[-1].text + part.text, part.changed)
        elif part.text:
            found.append(part)
    return found
