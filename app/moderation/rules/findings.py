"""What was found in a form's texts, as its writer and whoever decides are shown it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.core.errors import Invalid
from app.core.i18n import mark
from app.moderation.rules.claims import Claim, Hit, Piece, Severity, around, in_fields

REMOVE = mark("Bỏ lời “{words}” ở mục {field}")


class Forbidden(Invalid):
    """Words that food may not be sold with; `fields` says which, and where."""

    title = mark("Có lời không được dùng")


@dataclass(frozen=True)
class Findings:
    """`said` are texts by field, `hits` what was found in those where something was."""

    said: Mapping[str, str] = field(default_factory=dict)
    hits: Mapping[str, Sequence[Hit]] = field(default_factory=dict)

    @property
    def forbidden(self) -> dict[str, str]:
        """By field the phrases that may not stand there, with the quotes between them."""
        blocked = {name: _blocked(hits) for name, hits in self.hits.items()}
        return {name: "”, “".join(phrases) for name, phrases in blocked.items() if phrases}

    @property
    def shown(self) -> Sequence[tuple[str, Sequence[Piece], Claim]]:
        """(field, what was found with the words around it, the rule)."""
        return [
            (name, around(self.said[name], hit), hit.claim)
            for name, hits in self.hits.items()
            for hit in hits
        ]


def looked_through(said: Mapping[str, str], claims: Sequence[Claim]) -> Findings:
    """`said` are texts by field, `claims` the rules in force."""
    return Findings(said, in_fields(said, claims))


def _blocked(hits: Sequence[Hit]) -> Sequence[str]:
    phrases = [hit.claim.phrase for hit in hits if hit.claim.severity is Severity.BLOCK]
    return list(dict.fromkeys(phrases))
