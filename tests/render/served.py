"""A server of static files as towns have them: on this machine, compressing what is text."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

# As nginx and Apache are commonly set: the kinds they compress, Apache's level.
_COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".csv", ".xml"}
_LEVEL = 6


class _Files(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        status = HTTPStatus.OK if path.is_file() else HTTPStatus.NOT_FOUND
        if status is HTTPStatus.NOT_FOUND:
            path = Path(self.directory) / "404.html"
        content = path.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(path))
        if path.suffix in _COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = gzip.compress(content, _LEVEL)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        if status is HTTPStatus.OK:
            self.server.sent[self.path.partition("?")[0]] = len(content)  # type: ignore[attr-defined]  # _Server's

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    sent: dict[str, int]


class Served(NamedTuple):
    """A server: its address, which ends with a slash, and the bytes it sent, by path.

    It knows what a browser's tools do not tell of: what a worker asks for.
    """

    address: str
    sent: dict[str, int]


@contextmanager
def served(site: Path) -> Iterator[Served]:
    """Serve a folder."""
    with _Server(("127.0.0.1", 0), partial(_Files, directory=str(site))) as server:
        server.sent = {}
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Served(f"http://127.0.0.1:{server.server_port}/", server.sent)
        finally:
            server.shutdown()
            thread.join()
