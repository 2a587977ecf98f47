"""Walks data/ and gives one year's dataset with everything that was wrong on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kpigen import files
from kpigen.codes import rubric_codes, yaml_codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.errors import UsageError
from kpigen.model import Dataset, Deduction, Rubric
from kpigen.reading import record_loader, rubric_loader, slips, source
from kpigen.reading.record_loader import DEDUCTIONS
from kpigen.reading.shapes import RESERVED_NAMES
from kpigen.reading.tree import Entry, EntryKind, Tree
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
_FILE_NAME = re.compile(rf"(?i)(?!{RESERVED_NAMES}$)[a-z0-9_][a-z0-9_.-]*(?-i:\.yaml)\Z")

_Findings = tuple[Diagnostic, ...]
_Contents = tuple[tuple[str, bytes], ...]


class Loaded(NamedTuple):
    """One year as read: no dataset when the rubric itself could not be read.

    `deductions` are the records that could be read, those with faulty fields among them.
    """

    year: int
    dataset: Dataset | None
    findings: _Findings
    files: int
    deductions: tuple[Deduction, ...] = ()


@dataclass(frozen=True, slots=True)
class Memo:
    """What was read before: files that two trees have in common are read once.

    Reading a file depends on its path and bytes alone, so both together are the key.
    """

    records: dict[tuple[str, bytes], tuple[Deduction | None, _Findings]] = field(
        default_factory=dict
    )
    rubrics: dict[_Contents, tuple[Rubric | None, _Findings]] = field(default_factory=dict)


def years(tree: Tree) -> tuple[int, ...]:
    """List the years that have a rubric, oldest first; UsageError when there is none."""
    found = found_years(tree)
    if not found:
        raise UsageError(
            f"这里没有考核表：找不到 {RUBRIC}/年度/ 目录",
            "请在考核数据仓库里运行，或用 -C 指明仓库所在的目录",
        )
    return found


def found_years(tree: Tree) -> tuple[int, ...]:
    """List the years that have a rubric, oldest first; none where there is none yet."""
    return tuple(
        sorted(
            int(entry.name)
            for entry in _entries(tree, RUBRIC)
            if entry.kind is EntryKind.FOLDER and _YEAR.match(entry.name)
        )
    )


def load(tree: Tree, year: int, newest_commit: date | None, memo: Memo | None = None) -> Loaded:
    """Read one year's rubric and records, all complaints at once."""
    if year not in years(tree):
        raise UsageError(
            f"没有 {year} 年度的考核表",
            f"已有的年度：{'、'.join(str(known) for known in years(tree))}",
        )
    memo = memo or Memo()
    findings: list[Diagnostic] = []
    _layout(tree, findings)
    rubric = _rubric(_rubric_files(tree, year, findings), year, findings, memo)
    deductions, files = _records(tree, year, rubric, findings, memo)
    dataset = None if rubric is None else Dataset(rubric, deductions, newest_commit)
    return Loaded(year, dataset, tuple(findings), files, deductions)


def _entries(tree: Tree, folder: str) -> list[Entry]:
    """List a folder by name, without the files that systems leave behind; none if there is none."""
    return [
        entry
        for entry in tree.entries(folder)
        if entry.name not in _LEFT_BEHIND and not entry.name.startswith(files.UNFINISHED)
    ]


def _shown(name: str) -> str:
    """Make a file name printable even where it is no valid UTF-8 or has line ends."""
    text = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(char if char.isprintable() else "?" for char in text)


def root_node(path: str, data: bytes, findings: list[Diagnostic]) -> source.Node | None:
    """Read one file into its root node; None after a complaint."""
    node, complaints = source.read(path, data)
    findings.extend(complaints)
    if isinstance(node, source.Scalar):
        seen = slips.spelling_slips(path, data.decode("utf-8-sig"))
        findings.extend(seen)
        return None if seen else node
    return node


def _stray(path: str, message: str, hint: str) -> Diagnostic:
    return rubric_codes.STRAY_FILE.at(Place(path), message, hint)


def _rubric(
    files: dict[str, bytes], year: int, findings: list[Diagnostic], memo: Memo
) -> Rubric | None:
    """Build the rubric from its files' contents."""
    key = tuple(files.items())
    if key not in memo.rubrics:
        base = f"{RUBRIC}/{year}"
        found: list[Diagnostic] = []
        nodes = {name: root_node(f"{base}/{name}", data, found) for name, data in files.items()}
        memo.rubrics[key] = rubric_loader.assemble(nodes, year, found), tuple(found)
    rubric, complaints = memo.rubrics[key]
    findings.extend(complaints)
    return rubric


def _rubric_files(tree: Tree, year: int, findings: list[Diagnostic]) -> dict[str, bytes]:
    """Read the rubric's files: path below the year's folder to bytes, in table order."""
    base = f"{RUBRIC}/{year}"
    files: dict[str, bytes] = {}
    is_folder = False
    for entry in _entries(tree, base):
        path = f"{base}/{_shown(entry.name)}"
        if entry.name == "categories":
            is_folder = entry.kind is EntryKind.FOLDER
            if not is_folder:
                findings.append(_stray(path, "categories 应该是一个目录", "换成普通目录"))
        elif entry.name not in rubric_loader.SHAPES:
            findings.append(
                _stray(
                    path,
                    "考核表目录里不该有它",
                    f"这里只有 {'、'.join(rubric_loader.SHAPES)} 和 categories/*.yaml",
                )
            )
        elif _is_plain_file(entry, path, findings):
            files[entry.name] = tree.read(entry.path, source.MAX_BYTES)
    if not is_folder:
        return files
    for entry in _entries(tree, f"{base}/categories"):
        path = f"{base}/categories/{_shown(entry.name)}"
        if _is_plain_file(entry, path, findings) and _well_named(entry, path, findings):
            files[f"categories/{entry.name}"] = tree.read(entry.path, source.MAX_BYTES)
    return files


def _records(
    tree: Tree, year: int, rubric: Rubric | None, findings: list[Diagnostic], memo: Memo
) -> tuple[tuple[Deduction, ...], int]:
    """Read every record of the year; the path gives community and department."""
    records: list[Deduction] = []
    number = 0
    communities = None if rubric is None else {known.id for known in rubric.communities}
    departments = None if rubric is None else {known.id for known in rubric.departments}
    base = f"{DEDUCTIONS}/{year}"
    for community in _folders(tree, base, "社区编号", findings):
        _known(community.name, communities, community.path, "社区", findings)
        for department in _folders(tree, community.path, "部门编号", findings):
            _known(department.name, departments, department.path, "部门", findings)
            names: dict[str, str] = {}
            for entry in _entries(tree, department.path):
                path = f"{department.path}/{_shown(entry.name)}"
                if not _is_plain_file(entry, path, findings):
                    continue
                if not _well_named(entry, path, findings):
                    continue
                twin = names.setdefault(entry.name.lower(), entry.name)
                if twin != entry.name:
                    findings.append(_twins(path, twin))
                number += 1
                key = path, tree.read(entry.path, source.MAX_BYTES)
                if key not in memo.records:
                    memo.records[key] = read_record(*key)
                record, complaints = memo.records[key]
                findings.extend(complaints)
                if record is not None:
                    records.append(record)
    return tuple(records), number


def _twins(path: str, name: str) -> Diagnostic:
    return rubric_codes.BAD_FILE_NAME.at(
        Place(path),
        f"文件名与 {_shown(name)} 只有大小写不同",
        "换一个名称：Windows 和 macOS 上，这样的两个文件只能留下一个",
    )


def read_record(path: str, data: bytes) -> tuple[Deduction | None, _Findings]:
    """Read one record, whether it stands in a tree already or not."""
    _, _, _, community, department, _ = path.split("/")
    found: list[Diagnostic] = []
    node = root_node(path, data, found)
    if node is None:
        return None, tuple(found)
    record = record_loader.record(node, path, community, department, found)
    return record, tuple(found)


def _folders(tree: Tree, folder: str, names: str, findings: list[Diagnostic]) -> list[Entry]:
    """List the folders of one level; a file here is in the wrong place."""
    found = []
    for entry in _entries(tree, folder):
        if entry.kind is EntryKind.FOLDER:
            found.append(entry)
        else:
            findings.append(
                _stray(
                    f"{_shown(folder)}/{_shown(entry.name)}",
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


def _is_plain_file(entry: Entry, path: str, findings: list[Diagnostic]) -> bool:
    """Tell whether an entry can be read; a pipe would keep us waiting, a link leads elsewhere."""
    if entry.kind is EntryKind.FILE:
        return True
    if entry.kind is EntryKind.LINK:
        findings.append(
            yaml_codes.LINK.at(Place(path), "这是一个符号链接", "换成普通文件，把内容写进去")
        )
    else:
        is_folder = entry.kind is EntryKind.FOLDER
        message = "这里应该是文件，却是一个目录" if is_folder else "这不是普通文件"
        findings.append(_stray(path, message, "把里面的记录移到部门目录下，或删去它"))
    return False


def is_well_named(name: str) -> bool:
    """Tell whether a data file may be called so, on every system."""
    return _FILE_NAME.match(name) is not None


def _well_named(entry: Entry, path: str, findings: list[Diagnostic]) -> bool:
    if is_well_named(entry.name):
        return True
    findings.append(
        rubric_codes.BAD_FILE_NAME.at(
            Place(path),
            f"文件名不能是“{_shown(entry.name)}”",
            "用英文字母、数字、连字符，以 .yaml 结尾，例如 2020-05-12-xiaofang.yaml",
        )
    )
    return False


def _layout(tree: Tree, findings: list[Diagnostic]) -> None:
    """Name what stands beside the folders that are read: it would never count."""
    known = {str(year) for year in years(tree)}
    levels = (
        ("data", {"rubric", "deductions"}, "data/ 下面只有 rubric/ 和 deductions/"),
        (RUBRIC, known, f"{RUBRIC}/ 下面是以年度命名的目录"),
        (DEDUCTIONS, known, f"已有的年度：{'、'.join(sorted(known))}；新年度先建 {RUBRIC}/年度/"),
    )
    for level, names, hint in levels:
        for entry in _entries(tree, level):
            path = f"{level}/{_shown(entry.name)}"
            if entry.name not in names:
                findings.append(_stray(path, "这里不该有它，它不会被计分", hint))
            elif entry.kind is not EntryKind.FOLDER:
                findings.append(_stray(path, "这里应该是普通目录", "换成目录，不用链接和文件"))
