"""A preview on this machine that rebuilds when the data, the templates or the settings change."""

from __future__ import annotations

import logging
from collections.abc import Callable

from mkdocs.livereload import LiveReloadServer

from kpigen.build import Builder, Built
from kpigen.errors import KpigenError, MachineError

_WATCHED = ("data", "site_templates", "mkdocs.yml")
_LOOKS_EVERY = 0.25  # seconds; a look at 15,000 files takes a tenth of that


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

    built(builder.build())
    # The server's own log is English and of no use here.
    logging.getLogger("mkdocs.livereload").disabled = True
    server = LiveReloadServer(
        rebuild, "127.0.0.1", port, str(builder.place), polling_interval=_LOOKS_EVERY
    )
    for name in _WATCHED:
        if (builder.root / name).exists():
            server.watch(str(builder.root / name))
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs left it untyped
    except OSError as error:
        raise MachineError(f"端口 {port} 用不了", "换一个端口，例如 --port 8001") from error
    finally:
        server.shutdown()
    if faults:
        raise faults[0]
