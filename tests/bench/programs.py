"""Whole commands: `check` against a schema checker and a ledger, and the start of the program."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import peers
from tests.bench.timing import Row, command, compare
from tests.bench.towns import town

_BIN = Path(sys.executable).parent
_COMMUNITIES = 12


def check(folder: Path) -> Iterator[Row]:
    """`kpigen check` with all its checks, on 1,000 and 15,000 records."""
    schema = peers.schema(folder)
    for records, runs in ((1_000, 9), (15_000, 5)):
        root = town(folder / str(records), _COMMUNITIES, records)
        ledger = peers.ledger(root, folder / f"{records}.beancount")
        ours = command([str(_BIN / "kpigen"), "-C", str(root), "check"])
        jsonschema = [str(_BIN / "check-jsonschema"), "--schemafile", str(schema)]
        beancount = [str(_BIN / "bean-check"), "--no-cache", str(ledger)]
        yield from compare(
            f"check，{records} 条记录",
            ours,
            [
                ("check-jsonschema", command([*jsonschema, *peers.record_files(root)]), 0.4),
                ("bean-check --no-cache", command(beancount), 1.0),
            ],
            runs=runs,
        )


def start(folder: Path) -> Iterator[Row]:
    """The start of the program against Python's own."""
    del folder
    yield from compare(
        "--version",
        command([str(_BIN / "kpigen"), "--version"]),
        [("python -c pass", command([sys.executable, "-c", "pass"]), 5.0)],
        runs=15,
    )
