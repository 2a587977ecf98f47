"""Runs a program of ours over a stranger's file in a process of its own, within bounds.

Readers of file formats may end their whole process over a spoilt file, or ask for all memory and
all time there is. Time is bounded everywhere, memory where the system does that for a process.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kpigen.errors import MachineError

_LAUNCHER = Path(__file__).with_name("confined_launcher.py")
# The highest exit code of a program that ends by itself (a signal gives a negative one, Windows far
# higher ones), and the one that says that a file is larger than it reads.
_HIGHEST, _TOO_LARGE = 255, 3


class ExceededError(Exception):
    """A file asked for more memory or time than its kind needs, or brought its reader down."""


class FailedError(Exception):
    """A file's reader gave up over it."""


def run(program: Path, data: bytes, *words: str, memory: int, patience: int) -> bytes:
    """Give what a program writes when it gets `data` on its standard input.

    The program imports nothing of kpigen, so that it runs from its file alone; `words` are its
    arguments. `memory` is in bytes, `patience` in seconds.
    """
    command = [sys.executable, "-P", str(_LAUNCHER), str(memory), str(patience), str(program)]
    try:
        done = subprocess.run(  # noqa: S603  # this Python, our own program
            [*command, *words],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ExceededError from error
    except OSError as error:
        raise MachineError(
            "启动不了读文件的进程", "看看内存和进程数够不够、Python 能不能运行"
        ) from error
    if done.returncode == _TOO_LARGE or not 0 <= done.returncode <= _HIGHEST:
        raise ExceededError
    if done.returncode:
        raise FailedError
    return done.stdout
