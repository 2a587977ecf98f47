"""Bounds this process, then runs a program in it: started by `confined`.

Its words are the bytes of memory, the seconds of time, the program's file and the program's words.
It imports nothing of kpigen, so that it runs from its file alone.
"""

from __future__ import annotations

import runpy
import sys
from contextlib import suppress

# The exit code that says so.
_TOO_LARGE = 3


def _bound(memory: int, patience: int) -> None:
    """Set what limits the system knows; the parent's clock holds without them too."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  # there is none on Windows

        for limit, most in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CPU, patience),  # outlives a parent that was ended itself
            (resource.RLIMIT_CORE, 0),
        ):
            with suppress(ValueError, OSError):  # macOS knows this one of memory, but sets it not
                resource.setrlimit(limit, (most, most))


def _main() -> None:
    memory, patience, program = sys.argv[1:4]
    _bound(int(memory), int(patience))
    sys.argv = [program, *sys.argv[4:]]
    try:
        runpy.run_path(program, run_name="__main__")
    except MemoryError:
        sys.exit(_TOO_LARGE)


if __name__ == "__main__":
    _main()
