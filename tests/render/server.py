"""A plain web server on this machine, which gives a folder below any path."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path, below: Path, path: str) -> Iterator[str]:
    """Serve a folder at a path such as `/a/b/`, with `below` as the server's root."""
    place = below.joinpath(*path.strip("/").split("/")) if path.strip("/") else None
    if place is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(folder)
    root = folder if place is None else below
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{path}"
        finally:
            server.shutdown()
            thread.join()
