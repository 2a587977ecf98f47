"""A preview on this machine that rebuilds when the data, the templates or the settings change."""

from __future__ import annotations

import logging
from pathlib import Path

import click
from mkdocs.livereload import LiveReloadServer

from kpigen.build import SITE, Progress, build
from kpigen.errors import KpigenError, MachineError
from kpigen.terminal import findings

_WATCHED = ("data", "site_templates", "mkdocs.yml")


def serve(root: Path, *, years: tuple[int, ...] | None, port: int, progress: Progress) -> None:
    """Build, serve on this machine only, and rebuild until interrupted."""
    faults: list[Exception] = []

    def rebuild() -> None:
        try:
            _build_and_tell(root, years, progress)
        except KpigenError as error:
            click.echo(f"错误：{error.message}\n    → {error.hint}", err=True)
        except Exception as error:  # noqa: BLE001  # handed on to the one boundary below
            faults.append(error)
            server.shutdown()

    _build_and_tell(root, years, progress)
    # The server's own log is English and of no use here.
    logging.getLogger("mkdocs.livereload").disabled = True
    server = LiveReloadServer(rebuild, "127.0.0.1", port, str(root / SITE))
    for name in _WATCHED:
        if (root / name).exists():
            server.watch(str(root / name))
    click.echo(
        f"在浏览器里打开 http://127.0.0.1:{port}/ ；数据改动后页面会自动更新，按 Ctrl+C 结束"
    )
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs left it untyped
    except OSError as error:
        raise MachineError(f"端口 {port} 用不了", "换一个端口，例如 --port 8001") from error
    finally:
        server.shutdown()
    if faults:
        raise faults[0]


def _build_and_tell(root: Path, years: tuple[int, ...] | None, progress: Progress) -> None:
    built = build(root, years=years, progress=progress)
    for inspection in built.inspections:
        if inspection.findings:
            click.echo(findings.as_text(inspection.findings, inspection.files), err=True)
    if built.pages is None:
        click.echo("数据有错误，页面暂不更新；改好以后会自动更新。", err=True)
    else:
        click.echo("网站已更新")
