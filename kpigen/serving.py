"""A preview on this machine that rebuilds when the data, the templates or the settings change."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from mkdocs.livereload import LiveReloadServer

from kpigen.build import Builder, Built
from kpigen.errors import KpigenError, MachineError

# git writes the last two at every commit and every change of branch, which pages show.
_WATCHED = ("data", "site_templates", "mkdocs.yml", ".git/HEAD", ".git/logs/HEAD")
_LOOKS_EVERY = 0.25  # seconds; a look at 15,000 files takes a third of that


class _Server(LiveReloadServer):
    """MkDocs's server without its watch, which ends for good when a watched folder is gone."""

    def bind(self) -> None:
        """Take the port; who asks now is answered once `follow` runs."""
        self.server_bind()
        self.server_activate()

    def follow(self) -> None:
        """Serve, and rebuild when asked, until interrupted or shut down."""
        self.serve_thread.start()
        self._build_loop()  # type: ignore[no-untyped-call]  # MkDocs left it untyped

    def ask(self) -> None:
        """Ask for a rebuild."""
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()


def serve(
    builder: Builder,
    *,
    port: int,
    built: Callable[[Built], object],
    refused: Callable[[KpigenError], None],
) -> None:
    """Build, serve on this machine only, and rebuild until interrupted.

    `built` hears of every build, `refused` of every one that a broken machine kept from ending.
    """
    faults: list[Exception] = []

    def rebuild() -> None:
        try:
            built(builder.build())
        except KpigenError as error:
            refused(error)
        except Exception as error:  # noqa: BLE001  # the server would print it: raised below
            faults.append(error)
            server.shutdown()

    # The server's own log is English and of no use here.
    logging.getLogger("mkdocs.livereload").disabled = True
    server = _Server(rebuild, "127.0.0.1", port, str(builder.place))
    ended = Event()
    try:
        _bind(server, port)
        seen = _state(builder.root)  # before the build: what changes meanwhile is not lost
        built(builder.build())
        Thread(target=_watch, args=(builder.root, seen, server.ask, ended), daemon=True).start()
        server.follow()
    finally:
        ended.set()
        server.shutdown()
    if faults:
        raise faults[0]


def _bind(server: _Server, port: int) -> None:
    try:
        server.bind()
    except OSError as error:
        raise MachineError(f"端口 {port} 用不了", "换一个端口，例如 --port 8001") from error


_State = dict[str, tuple[int, int]]


def _watch(root: Path, seen: _State, changed: Callable[[], None], ended: Event) -> None:
    """Look again and again; what has gone away may come back."""
    while not ended.wait(_LOOKS_EVERY):
        now = _state(root)
        if now != seen:
            seen = now
            changed()


def _state(root: Path) -> _State:
    """Note time and size of every file that a site is made from.

    A folder that was away for less than a look has only the time of its own change to show for it,
    and a build may have missed it.
    """
    state = {}
    for path in (str(root / name) for name in _WATCHED):
        for entry, found in _files(path):
            state[entry] = (found.st_mtime_ns, found.st_size)
        with suppress(OSError):
            state[f"{path}/"] = (os.stat(path).st_ctime_ns, 0)  # noqa: PTH116
    return state


def _files(path: str) -> Iterator[tuple[str, os.stat_result]]:
    """Give the files below a folder, or a file itself; what goes away meanwhile is left out."""
    try:
        if not os.path.isdir(path):  # noqa: PTH112  # by the thousand, four times a second
            yield path, os.stat(path)  # noqa: PTH116
            return
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from _files(entry.path)
                else:
                    yield entry.path, entry.stat()
    except OSError:
        return
