"""Vectors of the reference implementation of signed notes (golang.org/x/mod/sumdb/note)."""

import pytest

from app.transparency.rules.checkpoints import Checkpoint, parse
from app.transparency.rules.notes import BadNote, Signer, decode, opened, sign, verifier_key

KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SEED = decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6"
    "KE6RyyBwJnAM=\n"
)
NOTE = f"{TEXT}\n{LINE}"
OTHER = Signer("other.example/log", bytes(32))


def test_a_key_is_written_as_others_write_it() -> None:
    assert str(Signer("PeterNeumann", SEED).key) == KEY
    assert verifier_key(KEY) == Signer("PeterNeumann", SEED).key
    sum_db = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    assert str(verifier_key(sum_db)) == sum_db


@pytest.mark.parametrize(
    "text", [KEY.replace("c74f", "c74e"), KEY[:-4], "+c74f20a3+" + KEY[22:], "name", "a+b+c", ""]
)
def test_a_key_whose_hash_is_not_its_own_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"verifier key|base 64"):
        verifier_key(text)


def test_a_note_is_signed_as_others_sign_it() -> None:
    assert sign(TEXT, [Signer("PeterNeumann", SEED)]) == NOTE


def test_a_note_opens_with_any_of_its_keys() -> None:
    both = sign(TEXT, [Signer("PeterNeumann", SEED), OTHER])
    assert opened(NOTE, [verifier_key(KEY)]) == (TEXT, [verifier_key(KEY)])
    assert opened(both, [OTHER.key]) == (TEXT, [OTHER.key])
    assert opened(both, [OTHER.key, verifier_key(KEY)])[1] == [verifier_key(KEY), OTHER.key]


@pytest.mark.parametrize(
    "note",
    [
        NOTE.replace("cryptography", "Cryptography"),
        NOTE[:-1],
        NOTE + "\n",
        TEXT,
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("— ", "- "),
        NOTE.replace("x08go/", "x08go_"),
        NOTE.replace("your", "y\tour"),
        f"{TEXT}\n" + LINE * 101,
        f"{TEXT}\n",
        "",
    ],
)
def test_a_note_that_was_touched_does_not_open(note: str) -> None:
    with pytest.raises(BadNote):
        opened(note, [verifier_key(KEY)])


def test_a_note_of_unknown_keys_does_not_open() -> None:
    with pytest.raises(BadNote, match="no known key"):
        opened(NOTE, [OTHER.key])


def test_a_checkpoint_reads_as_the_standard_writes_it() -> None:
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    found = parse(text)
    assert found.size == 20852163
    assert found.text == text
    assert parse(text + "an extension\n") == found
    assert parse(Checkpoint("a", 0, bytes(32)).text).size == 0


@pytest.mark.parametrize(
    "text",
    [
        "a\n1\n",
        "a\n01\n" + "A" * 43 + "=\n",
        "a\n-1\n" + "A" * 43 + "=\n",
        "a\n٣\n" + "A" * 43 + "=\n",
        "a\n1\nAAAA\n",
        "a\n1\n?\n",
        "\n1\n" + "A" * 43 + "=\n",
        "a\n1\n" + "A" * 43 + "=",
    ],
)
def test_what_is_written_otherwise_is_no_checkpoint(text: str) -> None:
    with pytest.raises(ValueError, match=r"checkpoint|base 64"):
        parse(text)
