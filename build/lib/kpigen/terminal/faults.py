"""Keeps the traceback of a fault of ours in a file, away from the user's eyes."""

from __future__ import annotations

import sys
import tempfile
import traceback

from kpigen import __version__


def log_fault() -> str:
    """Write the exception being handled to a new file and give its path."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="kpigen-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        file.write(f"kpigen {__version__}\npython {sys.version}\n{sys.platform}\n\n")
        traceback.print_exc(file=file)
        return file.name
