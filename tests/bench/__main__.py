"""`python -m tests.bench`: every speed bar, measured against the tool a user would pick instead."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench import (
    changes,
    courses,
    documents,
    histories,
    memory,
    pages,
    plain_pages,
    programs,
    year_documents,
)
from tests.bench.timing import HEADING

PARTS = {
    "check": programs.check,
    "start": programs.start,
    "diff": changes.diff,
    "provenance": histories.provenance_pass,
    "chronicle": histories.chronicle_pass,
    "pdf": documents.pdf_rows,
    "xlsx": documents.xlsx_rows,
    "documents": year_documents.documents,
    "memory": memory.memory,
    "site": pages.site,
    "pages": plain_pages.plain_pages,
    "course": courses.year,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="测速")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="项目", default=[])
    chosen = parser.parse_args().parts or list(PARTS)
    missed = 0
    print(HEADING)  # noqa: T201  # a table for the terminal is what this program is for
    for part in chosen:
        with tempfile.TemporaryDirectory(prefix="kpigen-bench-") as folder:
            for row in PARTS[part](Path(folder)):
                print(row, flush=True)  # noqa: T201  # see above
                missed += row.ratio > row.bar
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
