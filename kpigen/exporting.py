"""Writes the documents that `kpigen export` was asked for, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from kpigen import files, leaks
from kpigen.errors import UsageError
from kpigen.render import RENDERERS, Selection, renderer
from kpigen.view.values import Report

_DATA = frozenset({"csv", "json"})


def export(
    report: Report,
    kind: str,
    output: Path,
    *,
    communities: tuple[str, ...] | None,
    blank: bool,
    secrets: leaks.Secrets,
    entry: str | None = None,
    prints: tuple[str, ...] = (),
) -> tuple[Path, ...]:
    """Write one document to a file, or all of a kind into a folder; give what was written.

    Nothing is written if any of it holds a secret. Each document is put on disk as soon as it is
    made, under a name of its own until all are: memory does not grow with their number. The town's
    print, one document that grows with the town, is written only where it is asked for.

    `entry` is the id of a department whose entry form is wanted instead of the detail tables;
    `prints` names prints that are (`render.pdf.names`).
    """
    everything = communities is None and not (blank or prints) and entry is None
    one_file = not everything or (kind in _DATA and output.suffix == f".{kind}")
    if one_file and output.suffix != f".{kind}":
        name = output.stem if _suffix(output) in RENDERERS else output.name
        raise UsageError(f"单个文件的名称应以 .{kind} 结尾", f"例如 -o {name}.{kind}")
    if not one_file and output.suffix.lstrip(".") in RENDERERS:
        raise UsageError(
            f"导出全部时 -o 后面写目录，不写 {output.suffix} 文件名",
            "例如 -o 导出/；只要一个社区时加 --community",
        )
    if everything and not one_file and files.exists(output) and output.is_file():
        raise UsageError(f"{output} 是一个文件", "导出全部时 -o 后面写目录")
    if entry is not None or prints:
        selection = Selection(communities=(), blank=False, entry=entry, prints=prints)
    else:
        selection = Selection(communities=() if blank else communities, blank=not communities)
    selection = replace(selection, summary=not one_file)
    if kind == "pdf" and not one_file:
        selection = replace(selection, prints=_each_print(report))
    documents = iter(renderer(kind)(report, selection))
    if one_file:
        made: Iterator[tuple[str, bytes]] = ((output.name, one) for _, one in islice(documents, 1))
    else:
        made = documents
    folder = output.parent if one_file else output
    compared = leaks.passing(secrets, made)
    return files.write_all((folder / name, content) for name, content in compared)


def _suffix(output: Path) -> str:
    return output.suffix.lstrip(".").lower()


def _each_print(report: Report) -> tuple[str, ...]:
    from kpigen.render import pdf  # noqa: PLC0415  # no other kind needs the typesetter

    return pdf.published(report)
