"""Requests made up from the API's own description find no failure and no answer it hides.

A few of each operation here, always the same ones; `make fuzz` makes 200 of each, others each time.
"""

import json
import os
from random import randrange

import pytest
from sqlalchemy import Connection

from tests.api.conftest import Api, World
from tests.api.fuzzing import Fuzzer

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "4"))
SEED = int(os.environ.get("FUZZ_SEED", "0")) or (randrange(10**6) if EXAMPLES > 50 else 1)


@pytest.mark.timeout(7200)
def test_no_made_up_request_is_answered_in_a_way_that_is_not_described(
    api: Api, world: World, connection: Connection
) -> None:
    fuzzer = Fuzzer(api, world, connection)
    wrong = []
    for operation in fuzzer.operations():
        try:
            fuzzer.run(operation, EXAMPLES, SEED)
        except Exception as error:  # noqa: BLE001  # the rest of the operations is looked at too
            wrong.append(f"{operation.label} (seed {SEED}): {error}")
    print(json.dumps(fuzzer.answers))  # noqa: T201  # for whoever runs `make fuzz`
    assert not wrong, "\n\n".join(wrong)
