"""Files that kpigen writes into the repository: are they still what it would write?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kpigen.codes.written_codes import OUTDATED
from kpigen.diagnostics import Diagnostic, Place
from kpigen.tree import Tree, What

# The folder that `kpigen schema` writes and that the first line of every data file points to.
SCHEMAS = ".schemas"
_LIMIT = 1_000_000


class Written(NamedTuple):
    """A file that kpigen writes: its path below the repository, its bytes (line ends are LF)."""

    path: str
    content: bytes


def outdated(tree: Tree, files: Iterable[Written]) -> Iterator[Written]:
    """Give those files that are missing or differ; git on Windows may have made LF CRLF."""
    names: dict[str, set[str]] = {}
    for file in files:
        folder, _, name = file.path.rpartition("/")
        if folder not in names:
            names[folder] = {
                entry.name for entry in tree.entries(folder) if entry.what is What.FILE
            }
        if (
            name not in names[folder]
            or tree.read(file.path, _LIMIT).replace(b"\r\n", b"\n") != file.content
        ):
            yield file


def findings(tree: Tree, files: Iterable[Written], command: str) -> Iterator[Diagnostic]:
    """Name the files that `command` would write otherwise than they are."""
    for file in outdated(tree, files):
        yield OUTDATED.at(
            Place(file.path),
            f"这个文件由 {command} 生成，已经与考核数据或程序的版本不符",
            f"运行 {command}，把更新的文件一起提交",
        )
