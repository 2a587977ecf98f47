"""Walks data/ and gives one year's dataset with everything that was wrong on the way."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kpigen import record_loader, rubric_loader, source
from kpigen.codes import rubric_codes, yaml_codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.errors import EnvironmentFault, UsageError
from kpigen.model import Dataset, Deduction, Rubric

RUBRIC = "data/rubric"
DEDUCTIONS = "data/deductions"
_YEAR = re.compile(r"20[0-9]{2}\Z")
_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\.yaml\Z")


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
    rubric = rubric_loader.assemble(_rubric_files(root, year, findings), year, findings)
    deductions, files = _records(root, year, rubric, findings)
    dataset = None if rubric is None else Dataset(rubric, deductions, newest_commit)
    return Loaded(year, dataset, tuple(findings), files)


def _entries(folder: Path | str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(
                (entry for entry in found if not entry.name.startswith(".")),
                key=lambda entry: entry.name,
            )
    except FileNotFoundError:
        return []
    except OSError as error:
        raise EnvironmentFault(f"打不开目录 {folder}", "看看它的访问权限") from error


def _shown(name: str) -> str:
    """Make a file name printable even where it is no valid UTF-8."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _read(entry: os.DirEntry[str], path: str, findings: list[Diagnostic]) -> source.Node | None:
    """Read one file into its root node; None after a complaint."""
    if entry.is_symlink():
        findings.append(
            yaml_codes.LINK.at(Place(path), "这是一个符号链接", "换成普通文件，把内容写进去")
        )
        return None
    try:
        if entry.stat(follow_symlinks=False).st_size > source.MAX_BYTES:
            data = b" " * (source.MAX_BYTES + 1)
        else:
            with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123  # 15,000 times
                data = file.read()
    except OSError as error:
        raise EnvironmentFault(f"读不了文件 {path}", "看看它的访问权限") from error
    node, complaints = source.read(path, data)
    findings.extend(complaints)
    if isinstance(node, source.Scalar):
        slips = source.spelling_slips(path, data.decode("utf-8-sig"))
        findings.extend(slips)
        return None if slips else node
    return node


def _stray(path: str, message: str, hint: str) -> Diagnostic:
    return rubric_codes.STRAY_FILE.at(Place(path), message, hint)


def _rubric_files(root: Path, year: int, findings: list[Diagnostic]) -> dict[str, source.Node]:
    """Read the rubric's files: path below the year's folder to root node, in table order."""
    base = f"{RUBRIC}/{year}"
    nodes: dict[str, source.Node] = {}
    for folder in ("", "categories/"):
        for entry in _entries(root / base / folder):
            path = f"{base}/{folder}{_shown(entry.name)}"
            known = entry.name in rubric_loader.SINGLE_FILES if not folder else True
            if entry.name.endswith(".md") or (not folder and entry.name == "categories"):
                continue
            if not known or not _FILE_NAME.match(entry.name):
                findings.append(
                    _stray(
                        path,
                        "考核表目录里不该有这个文件",
                        f"这里只有 {'、'.join(rubric_loader.SINGLE_FILES)} 和 categories/*.yaml",
                    )
                )
                continue
            node = _read(entry, path, findings)
            if node is not None:
                nodes[folder + entry.name] = node
            else:
                nodes.setdefault(folder + entry.name, source.Mapping((), 0, 0))
    return nodes


def _records(
    root: Path, year: int, rubric: Rubric | None, findings: list[Diagnostic]
) -> tuple[tuple[Deduction, ...], int]:
    """Read every record of the year; the path gives community and department."""
    records: list[Deduction] = []
    files = 0
    _refuse_unknown_years(root, findings)
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
                if entry.name.endswith(".md"):
                    continue
                if not _acceptable_file(entry, path, findings):
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
        elif not entry.name.endswith(".md"):
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
            record_loader.meant(name, known) or f"目录名用{what}编号：{'、'.join(sorted(known))}",
        )
    )


def _acceptable_file(entry: os.DirEntry[str], path: str, findings: list[Diagnostic]) -> bool:
    if entry.is_dir(follow_symlinks=False):
        findings.append(_stray(path, "部门目录下面不再分目录", "把里面的记录移到部门目录下"))
        return False
    if not entry.is_symlink() and not entry.is_file(follow_symlinks=False):
        findings.append(_stray(path, "这不是普通文件", "删去它"))
        return False
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


def _refuse_unknown_years(root: Path, findings: list[Diagnostic]) -> None:
    known = {str(year) for year in years(root)}
    findings.extend(
        _stray(
            f"{DEDUCTIONS}/{_shown(entry.name)}",
            f"没有名为“{_shown(entry.name)}”的考核年度",
            f"已有的年度：{'、'.join(sorted(known))}；新年度先建 {RUBRIC}/年度/",
        )
        for entry in _entries(root / DEDUCTIONS)
        if entry.name not in known and not entry.name.endswith(".md")
    )
