"""Walks data/ and gives one year's dataset with everything that was wrong on the way."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kpigen import record_loader, rubric_loader, slips, source
from kpigen.codes import rubric_codes, yaml_codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.errors import MachineError, UsageError
from kpigen.model import Dataset, Deduction, Rubric
from kpigen.record_loader import DEDUCTIONS
from kpigen.shapes import RESERVED_NAMES
from kpigen.spelling import meant

RUBRIC = "data/rubric"
_YEAR = re.compile(r"20[0-9]{2}\Z")
# Notes for people, and what git and desktops leave behind; everything else is data or misplaced.
_LEFT_BEHIND = frozenset(
    {
        "README.md",
        ".gitkeep",
        ".gitignore",
        ".gitattributes",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
    }
)
_BINARY = getattr(os, "O_BINARY", 0)  # only Windows has it, and needs it
_USUAL_BYTES = 65_536
_FILE_NAME = re.compile(rf"(?i)(?!{RESERVED_NAMES}$)[a-z0-9_][a-z0-9_.-]*\.yaml\Z")


class Loaded(NamedTuple):
    """One year as read: no dataset when the rubric itself could not be read."""

    year: int
    dataset: Dataset | None
    findings: tuple[Diagnostic, ...]
    files: int


def years(root: Path) -> tuple[int, ...]:
    """List the years that have a rubric, oldest first; UsageError when there is none."""
    folder = root / RUBRIC
    found = sorted(
        int(entry.name) for entry in _entries(folder) if entry.is_dir() and _YEAR.match(entry.name)
    )
    if not found:
        raise UsageError(
            f"这里没有考核表：找不到 {RUBRIC}/年度/ 目录",
            "请在考核数据仓库里运行，或用 -C 指明仓库所在的目录",
        )
    return tuple(found)


def load(root: Path, year: int, newest_commit: date | None) -> Loaded:
    """Read one year's rubric and records, all complaints at once."""
    if year not in years(root):
        raise UsageError(
            f"没有 {year} 年度的考核表",
            f"已有的年度：{'、'.join(str(known) for known in years(root))}",
        )
    findings: list[Diagnostic] = []
    _layout(root, findings)
    rubric = rubric_loader.assemble(_rubric_files(root, year, findings), year, findings)
    deductions, files = _records(root, year, rubric, findings)
    dataset = None if rubric is None else Dataset(rubric, deductions, newest_commit)
    return Loaded(year, dataset, tuple(findings), files)


def _entries(folder: Path | str) -> list[os.DirEntry[str]]:
    """List a folder by name, without the files that systems leave behind; none if there is none."""
    try:
        with os.scandir(folder) as found:
            return sorted(
                (entry for entry in found if entry.name not in _LEFT_BEHIND),
                key=lambda entry: entry.name,
            )
    except (FileNotFoundError, NotADirectoryError):
        return []  # whoever lists the level above names what is missing or no folder
    except OSError as error:
        raise MachineError(f"打不开目录 {folder}", "看看它的访问权限") from error


def _shown(name: str) -> str:
    """Make a file name printable even where it is no valid UTF-8 or has line ends."""
    text = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(char if char.isprintable() else "?" for char in text)


def _read(entry: os.DirEntry[str], path: str, findings: list[Diagnostic]) -> source.Node | None:
    """Read one file into its root node; None after a complaint."""
    data = _bytes(entry.path, path)
    node, complaints = source.read(path, data)
    findings.extend(complaints)
    if isinstance(node, source.Scalar):
        seen = slips.spelling_slips(path, data.decode("utf-8-sig"))
        findings.extend(seen)
        return None if seen else node
    return node


def _bytes(place: str, path: str) -> bytes:
    """Read a file, or just more of it than is allowed. Bare calls: 15,000 files wait here."""
    try:
        handle = os.open(place, os.O_RDONLY | _BINARY)
        try:
            data = os.read(handle, _USUAL_BYTES)
            while _USUAL_BYTES <= len(data) <= source.MAX_BYTES and (
                more := os.read(handle, source.MAX_BYTES)
            ):
                data += more
        finally:
            os.close(handle)
    except OSError as error:
        raise MachineError(f"读不了文件 {path}", "看看它的访问权限") from error
    return data


def _stray(path: str, message: str, hint: str) -> Diagnostic:
    return rubric_codes.STRAY_FILE.at(Place(path), message, hint)


def _rubric_files(
    root: Path, year: int, findings: list[Diagnostic]
) -> dict[str, source.Node | None]:
    """Read the rubric's files: path below the year's folder to root node, in table order."""
    base = f"{RUBRIC}/{year}"
    nodes: dict[str, source.Node | None] = {}
    for entry in _entries(root / base):
        path = f"{base}/{_shown(entry.name)}"
        if entry.name == "categories":
            if not entry.is_dir(follow_symlinks=False):
                findings.append(_stray(path, "categories 应该是一个目录", "换成普通目录"))
        elif entry.name not in rubric_loader.SINGLE_FILES:
            findings.append(
                _stray(
                    path,
                    "考核表目录里不该有它",
                    f"这里只有 {'、'.join(rubric_loader.SINGLE_FILES)} 和 categories/*.yaml",
                )
            )
        elif _is_plain_file(entry, path, findings):
            nodes[entry.name] = _read(entry, path, findings)
    if (root / base / "categories").is_symlink():
        return nodes
    for entry in _entries(root / base / "categories"):
        path = f"{base}/categories/{_shown(entry.name)}"
        if _is_plain_file(entry, path, findings) and _well_named(entry, path, findings):
            nodes[f"categories/{entry.name}"] = _read(entry, path, findings)
    return nodes


def _records(
    root: Path, year: int, rubric: Rubric | None, findings: list[Diagnostic]
) -> tuple[tuple[Deduction, ...], int]:
    """Read every record of the year; the path gives community and department."""
    records: list[Deduction] = []
    files = 0
    communities = None if rubric is None else {known.id for known in rubric.communities}
    departments = None if rubric is None else {known.id for known in rubric.departments}
    base = f"{DEDUCTIONS}/{year}"
    for community in _folders(root / base, base, "社区编号", findings):
        _known(community.name, communities, f"{base}/{community.name}", "社区", findings)
        for department in _folders(
            community.path, f"{base}/{community.name}", "部门编号", findings
        ):
            folder = f"{base}/{community.name}/{department.name}"
            _known(department.name, departments, folder, "部门", findings)
            for entry in _entries(department.path):
                path = f"{folder}/{_shown(entry.name)}"
                if not _is_plain_file(entry, path, findings):
                    continue
                if not _well_named(entry, path, findings):
                    continue
                files += 1
                node = _read(entry, path, findings)
                if node is None:
                    continue
                record = record_loader.record(node, path, community.name, department.name, findings)
                if record is not None:
                    records.append(record)
    return tuple(records), files


def _folders(
    folder: Path | str, path: str, names: str, findings: list[Diagnostic]
) -> list[os.DirEntry[str]]:
    """List the folders of one level; a file here is in the wrong place."""
    found = []
    for entry in _entries(folder):
        if entry.is_dir(follow_symlinks=False):
            found.append(entry)
        else:
            findings.append(
                _stray(
                    f"{path}/{_shown(entry.name)}",
                    f"这一层应该是以{names}命名的目录",
                    f"把文件移到 {DEDUCTIONS}/年度/社区/部门/ 下面",
                )
            )
    return found


def _known(
    name: str, known: set[str] | None, path: str, what: str, findings: list[Diagnostic]
) -> None:
    if known is None or name in known:
        return
    code = rubric_codes.UNKNOWN_COMMUNITY if what == "社区" else rubric_codes.UNKNOWN_DEPARTMENT
    findings.append(
        code.at(
            Place(_shown(path)),
            f"{what}表里没有“{_shown(name)}”",
            meant(name, known) or f"目录名用{what}编号：{'、'.join(sorted(known))}",
        )
    )


def _is_plain_file(entry: os.DirEntry[str], path: str, findings: list[Diagnostic]) -> bool:
    """Tell whether an entry can be read; a pipe would keep us waiting, a link leads elsewhere."""
    if entry.is_symlink():
        findings.append(
            yaml_codes.LINK.at(Place(path), "这是一个符号链接", "换成普通文件，把内容写进去")
        )
        return False
    if entry.is_file(follow_symlinks=False):
        return True
    message = "这里应该是文件，却是一个目录" if entry.is_dir() else "这不是普通文件"
    findings.append(_stray(path, message, "把里面的记录移到部门目录下，或删去它"))
    return False


def _well_named(entry: os.DirEntry[str], path: str, findings: list[Diagnostic]) -> bool:
    if _FILE_NAME.match(entry.name):
        return True
    findings.append(
        rubric_codes.BAD_FILE_NAME.at(
            Place(path),
            f"文件名不能是“{_shown(entry.name)}”",
            "用英文字母、数字、连字符，以 .yaml 结尾，例如 2020-05-12-xiaofang.yaml",
        )
    )
    return False


def _layout(root: Path, findings: list[Diagnostic]) -> None:
    """Name what stands beside the folders that are read: it would never count."""
    known = {str(year) for year in years(root)}
    levels = (
        ("data", {"rubric", "deductions"}, "data/ 下面只有 rubric/ 和 deductions/"),
        (RUBRIC, known, f"{RUBRIC}/ 下面是以年度命名的目录"),
        (DEDUCTIONS, known, f"已有的年度：{'、'.join(sorted(known))}；新年度先建 {RUBRIC}/年度/"),
    )
    for level, names, hint in levels:
        for entry in _entries(root / level):
            path = f"{level}/{_shown(entry.name)}"
            if entry.name not in names:
                findings.append(_stray(path, "这里不该有它，它不会被计分", hint))
            elif not entry.is_dir(follow_symlinks=False):
                findings.append(_stray(path, "这里应该是普通目录", "换成目录，不用链接和文件"))
