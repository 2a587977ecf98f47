"""Keeps MkDocs at hand in a process of its own: started early, asked for sites, always ended."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from kpigen.engine.complaint import trouble
from kpigen.engine.order import DONE, SPENT, Order
from kpigen.errors import MachineError

_PACKAGES = Path(__file__).parents[2]


class Engine:
    """MkDocs, getting warm from the moment this is made; leaving the context ends it.

    Only one order may be under way.
    """

    def __init__(self) -> None:
        self._environment = {
            **os.environ,
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONIOENCODING": "utf-8:backslashreplace",
            # -P keeps the data's folder out of where modules are sought; ours must stay in it.
            "PYTHONPATH": os.pathsep.join(
                filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH")))
            ),
        }
        self._folder = tempfile.TemporaryDirectory(prefix="kpigen-", ignore_cleanup_errors=True)
        self._said = (Path(self._folder.name) / "mkdocs.log").open("w+b")
        self._source = ""
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", "-m", "kpigen.engine.worker", self._folder.name]
        try:
            return subprocess.Popen(  # noqa: S603  # our own module
                command,
                bufsize=0,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
            )
        except OSError as error:
            raise MachineError("MkDocs 启动不了", "看看 Python 和磁盘是否正常") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()
        self._said.close()
        self._folder.cleanup()

    def begin(self, order: Order) -> None:
        """Ask for a site."""
        self._source = order.source
        assert self._process.stdin is not None  # noqa: S101  # asked for at the start
        try:
            self._process.stdin.write(order.line())
        except OSError:
            self._process.kill()  # it has just died: `finish` says so

    def finish(self, log: Path) -> None:
        """Wait until the site is made; if it was not, what MkDocs said is in `log`.

        A process that is dead or spent is followed by a new one, warm for the next order.
        """
        assert self._process.stdout is not None  # noqa: S101  # asked for at the start
        answer = self._process.stdout.readline()
        # Idle or dead: it writes nothing now, and the place in the file is shared with it.
        self._said.seek(0)
        said = self._said.read()
        self._said.seek(0)
        self._said.truncate()
        if answer != DONE:
            self._stop()
            self._process = self._start()
        if answer not in {DONE, SPENT}:
            log.write_bytes(said)
            where = trouble(said.decode("utf-8", "replace"), self._source)
            raise MachineError(
                f"MkDocs 没有生成网站{where and f'：{where}'}；原来的网站没有改动",
                f"它的输出在 {log}；若改过 mkdocs.yml 或 site_templates/，请先核对",
            )

    def _stop(self) -> None:
        """End the process at once, whatever it does: all it writes is in working folders."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None  # noqa: S101  # asked for at the start
            pipe.close()
        self._process.wait()
