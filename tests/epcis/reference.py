"""The reference generator of event hashes (MIT), in its own environment: one process a session."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.peers import PYTHON

PROGRAM = """
import json, sys
from epcis_event_hash_generator import hash_generator, json_to_py
for line in sys.stdin:
    json_to_py._namespaces.clear()
    events = json_to_py.event_list_from_epcis_document_json(json.loads(line))
    texts = hash_generator.derive_prehashes_from_events(events)
    hashes = hash_generator.calculate_hashes_from_pre_hashes(texts)
    print(json.dumps([list(pair) for pair in zip(texts, hashes)]), flush=True)
"""


class Reference:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def hashed(self, document: Any) -> list[tuple[str, str]]:
        """The text that is hashed and the hash, of every event of a document."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(document) + "\n")
        self.process.stdin.flush()
        return [(text, said) for text, said in json.loads(self.process.stdout.readline())]


@contextmanager
def running() -> Iterator[Reference]:
    assert PYTHON.exists(), "The reference generator is not installed: make environment"
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [PYTHON, "-c", PROGRAM], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    ) as process:
        yield Reference(process)
        process.stdin.close() if process.stdin else None
