"""A lot's proof: made of the log, checked by the shop, and by a program that shares no code."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session
from typer.testing import CliRunner

from app.cli import app
from app.core.config import ROOT
from app.transparency.queries import tree
from app.transparency.queries.proofs import proof_of, standing
from app.transparency.rules.bundles import LARGEST, NAMED, verify
from app.transparency.rules.notes import Signer, sign
from app.transparency.service import append, append_all, publish
from app.transparency.service.self_audit import run_audit
from tests.factories import make_seller
from tests.transparency.events import event_hash, hashes, tamper
from tools import verify_proof

Proof = dict[str, Any]
LOT = hashes(6, first=298)


@pytest.fixture
def proof(session: Session) -> Proof:
    """Of six events of two sellers in a log of 600."""
    append_all(session, make_seller(session).id, hashes(300))
    append_all(session, make_seller(session).id, hashes(300, first=300))
    publish(session)
    return proof_of(session.connection(), LOT)


def verdict(proof: Proof) -> bool:
    """The shop's and the stand-alone program's, which must agree."""
    ours = verify(json.dumps(proof).encode())
    try:
        theirs = len(list(verify_proof.verify(proof, [proof["key"]]))) == 3
    except (verify_proof.Wrong, KeyError, TypeError, ValueError):
        theirs = False
    assert ours.good == theirs, ours
    return ours.good


def test_a_proof_proves_its_events_to_both_verifiers(session: Session, proof: Proof) -> None:
    assert [event["hash"] for event in proof["events"]] == LOT
    assert [event["index"] for event in proof["events"]] == list(range(298, 304))
    assert proof["waiting"] == []
    assert verdict(proof)
    assert verify(json.dumps(proof).encode(), tree.keys(session.connection())).events == 6


def test_a_proof_takes_four_statements(session: Session, proof: Proof, queries: list[str]) -> None:
    queries.clear()
    proof_of(session.connection(), hashes(600))
    assert len(queries) == 4


def test_what_is_not_signed_yet_waits_and_what_is_unknown_is_not_said(
    session: Session, proof: Proof
) -> None:
    append(session, make_seller(session).id, event_hash(1000))
    waiting = proof_of(session.connection(), [*LOT, event_hash(1000), event_hash(2000)])
    assert waiting["waiting"] == [event_hash(1000)]
    assert len(waiting["events"]) == 6
    assert not verdict(proof_of(session.connection(), [event_hash(1000)]))  # nothing is proved


def test_a_log_without_a_checkpoint_proves_nothing(session: Session) -> None:
    append(session, make_seller(session).id, event_hash(1))
    empty = proof_of(session.connection(), [event_hash(1)])
    assert (empty["events"], empty["checkpoint"]) == ([], "")
    assert not verify(json.dumps(empty).encode()).good


def _other(text: str) -> str:
    """Another base 64 text of the same length."""
    return ("A" if text[0] != "A" else "B") + text[1:]


def _swap(proof: Proof) -> None:
    one, other = proof["events"][:2]
    one["hash"], other["hash"] = other["hash"], one["hash"]


BROKEN: dict[str, Callable[[Proof], object]] = {
    "another event": lambda p: p["events"][0].update(hash=event_hash(5000)),
    "events exchanged": _swap,
    "another place": lambda p: p["events"][2].update(index=301),
    "a place before the first": lambda p: p["events"][2].update(index=-1),
    "a place beyond the tree": lambda p: p["events"][2].update(index=600),
    "another path": lambda p: p["events"][3].update(path=p["events"][0]["path"]),
    "a longer path": lambda p: p["events"][3]["path"].append(p["events"][0]["path"][0]),
    "a shorter path": lambda p: p["events"][3]["path"].pop(),
    "no path": lambda p: p["events"][3].update(path=[]),
    "a path of numbers": lambda p: p["events"][3].update(path=[1, 2]),
    "another root": lambda p: p.update(checkpoint=p["checkpoint"].replace("\n600\n", "\n599\n")),
    "no signature": lambda p: p.update(checkpoint=p["checkpoint"].rpartition("\n\n")[0] + "\n\n"),
    "a stranger's key": lambda p: p.update(key=str(Signer("stranger", bytes(32)).key)),
    "no key": lambda p: p.update(key=""),
    "another head": lambda p: p["events"][4]["link"].update(
        head=_other(p["events"][4]["link"]["head"])
    ),
    "another head before": lambda p: p["events"][5]["link"].update(
        before=_other(p["events"][5]["link"]["before"])
    ),
    "another chain": lambda p: p["events"][2]["link"].update(chain=p["events"][0]["link"]["chain"]),
    "no link": lambda p: p["events"][2].pop("link"),
    "no events": lambda p: p.update(events=[]),
    "another format": lambda p: p.update(format="nguyen-goc/proof/2"),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_a_proof_that_was_touched_is_refused_by_both_verifiers(
    proof: Proof, change: Callable[[Proof], object]
) -> None:
    change(proof)
    assert not verdict(proof)


def test_a_checkpoint_of_another_log_with_the_same_key_is_refused(proof: Proof) -> None:
    signer = Signer("another.example/log", bytes(32))
    proof["key"] = str(signer.key)
    proof["checkpoint"] = sign(proof["checkpoint"].split("\n\n")[0] + "\n", [signer])
    assert not verdict(proof)


def test_a_proof_is_good_for_the_published_key_alone(session: Session, proof: Proof) -> None:
    stranger = Signer("127.0.0.1:8000/log", bytes(32)).key
    assert not verify(json.dumps(proof).encode(), [stranger]).good
    assert not verify(json.dumps(proof).encode(), []).good


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"events": 1}', b"9" * 5000]
)
def test_what_is_no_proof_is_said_to_be_none(content: bytes) -> None:
    verdict = verify(content)
    assert not verdict.good
    assert len(verdict.checks) == 1


def test_a_proof_is_looked_at_up_to_a_size_and_names_some_faults(proof: Proof) -> None:
    assert "quá lớn" in verify(b" " * (LARGEST + 1)).checks[0].said
    proof["events"] = [proof["events"][0] | {"index": 5} for _ in range(100)]
    assert len(verify(json.dumps(proof).encode()).checks) == 1 + NAMED + 1


def test_the_commands_check_a_proof_without_the_shop(proof: Proof, tmp_path: Path) -> None:
    good, bad, key = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "key"
    good.write_text(json.dumps(proof))
    bad.write_text(json.dumps(proof).replace(LOT[0], event_hash(5)))
    key.write_text(f"{proof['key']}\n")
    alone = [sys.executable, "-I", str(ROOT / "tools" / "verify_proof.py")]
    for file, given, code in ((good, [], 0), (good, ["--key", str(key)], 0), (bad, [], 1)):
        assert CliRunner().invoke(app, ["verify-proof", str(file), *given]).exit_code == code
        done = subprocess.run([*alone, str(file), *given], cwd=tmp_path, capture_output=True)  # noqa: PLW1510
        assert done.returncode == code, done
        assert (b"WRONG" in done.stdout) == bool(code)
        assert (b"compare it" in done.stdout) == (not given and not code)


def test_the_stand_alone_program_names_nothing_of_the_shop() -> None:
    source = (ROOT / "tools" / "verify_proof.py").read_text()
    assert "from app" not in source
    assert "import app" not in source


def test_a_page_says_since_when_the_last_of_its_events_is_signed(
    session: Session, queries: list[str]
) -> None:
    seller = make_seller(session)
    connection = session.connection()
    assert standing(connection, LOT) == standing(connection, [])
    append_all(session, seller.id, LOT[:2])
    assert (standing(connection, LOT).sealed, standing(connection, LOT).since) == (0, None)
    first = publish(session)
    append(session, seller.id, LOT[2])
    queries.clear()
    found = standing(connection, LOT)
    assert len(queries) == 1
    assert (found.events, found.sealed, found.since) == (3, 2, first.published_at)
    assert not found.doubted
    second = publish(session)
    assert standing(connection, LOT).since == second.published_at
    assert standing(connection, LOT[:2]).since == first.published_at


def test_a_page_says_nothing_while_a_self_audit_disagrees(session: Session, proof: Proof) -> None:
    append(session, make_seller(session).id, event_hash(1000))
    tamper(session, "UPDATE log_entry SET recorded_at = now() - interval '2 hours'")
    assert run_audit(session).findings == 1  # the queue is late, which alters no record
    session.flush()
    assert not standing(session.connection(), LOT).doubted
    tamper(session, "UPDATE log_leaf SET leaf_hash = sha256('x') WHERE place = 5")
    run_audit(session)
    session.flush()
    assert standing(session.connection(), LOT).doubted
