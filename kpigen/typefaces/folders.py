"""Finds the year's own font folders in the repository, and what is wrong with them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from kpigen.codes import print_codes as codes
from kpigen.diagnostics import Diagnostic
from kpigen.model import FontFolder
from kpigen.reading.tree import Entry, EntryKind, Tree

_SUFFIXES = (".ttf", ".otf", ".ttc")
_LIMIT = 100_000_000
_COLLECTION = b"ttcf"


def found(
    root: Path, tree: Tree, folders: tuple[FontFolder, ...]
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Give the sound folders as absolute paths in the order of the year, and all complaints."""
    sound: list[str] = []
    findings: list[Diagnostic] = []
    for folder in folders:
        complaints = list(_complaints(root, tree, folder))
        findings.extend(complaints)
        if not complaints:
            sound.append(str((root / folder.path).resolve()))
    return tuple(dict.fromkeys(sound)), tuple(findings)


def put(tree: Tree, folders: tuple[FontFolder, ...], at: Path) -> None:
    """Write a commit's fonts, so that a document of then can be set in them, below a new folder."""
    for folder in folders:
        place = at / folder.path
        place.mkdir(parents=True, exist_ok=True)
        for entry in tree.entries(folder.path):
            if entry.kind is EntryKind.FILE and entry.name.lower().endswith(_SUFFIXES):
                (place / entry.name).write_bytes(tree.read(entry.path, _LIMIT))


def _complaints(root: Path, tree: Tree, folder: FontFolder) -> Iterator[Diagnostic]:
    blocked = _blocked(tree, folder)
    if blocked is not None:
        yield blocked
        return
    entries = tree.entries(folder.path)
    # The typesetter goes down into folders and follows links, wherever they lead.
    astray = [entry for entry in entries if entry.kind is not EntryKind.FILE]
    for entry in astray:
        yield codes.FONT_ASTRAY.at(
            folder.at,
            f"字体目录 {folder.path} 里的 {entry.name} 不是普通文件",
            "字体目录里只放文件，不放链接和目录；下一层目录里的字体，把那一层写进 fonts",
        )
    fonts = [entry for entry in entries if entry.name.lower().endswith(_SUFFIXES)]
    if not fonts:
        yield codes.NO_FONTS.at(
            folder.at, f"字体目录 {folder.path} 里没有字体", "放进 .ttf、.otf 或 .ttc 文件"
        )
    elif not astray:
        yield from _broken(root, tree, folder, fonts)


def _broken(root: Path, tree: Tree, folder: FontFolder, fonts: list[Entry]) -> Iterator[Diagnostic]:
    # Only towns with fonts of their own wait for the typesetter.
    from kpigen.typefaces.typesetter import readable  # noqa: PLC0415

    known = readable(str((root / folder.path).resolve()))
    for entry in fonts:
        if entry.name not in known or not whole(tree.read(entry.path, _LIMIT)):
            yield codes.BROKEN_FONT.at(
                folder.at,
                f"字体文件 {entry.path} 打不开或者不完整",
                "重新放一份完整的字体文件；用了 Git LFS 的，先运行 git lfs pull",
            )


def _blocked(tree: Tree, folder: FontFolder) -> Diagnostic | None:
    """Say why a folder cannot be reached: it is missing, or the way to it leaves the repository."""
    above = "."
    for part in folder.path.split("/"):
        entry = next((one for one in tree.entries(above) if one.name == part), None)
        if entry is None:
            return codes.NO_FONTS.at(
                folder.at,
                f"仓库里没有字体目录 {folder.path}",
                "把目录和里面的字体一起提交；不再使用的，从 fonts 里删去",
            )
        if entry.kind is not EntryKind.FOLDER:
            return codes.FONT_ASTRAY.at(
                folder.at,
                f"字体目录 {folder.path} 里的 {part} 不是普通目录",
                "换成仓库里的普通目录，不用链接",
            )
        above = part if above == "." else f"{above}/{part}"
    return None


def whole(font: bytes) -> bool:
    """Tell whether a font file reaches to the end of each table that its directory names.

    The typesetter takes a font that was cut off, and prints blanks for what it lost.
    """
    try:
        starts = [0]
        if font[:4] == _COLLECTION:
            (number,) = struct.unpack_from(">I", font, 8)
            starts = list(struct.unpack_from(f">{number}I", font, 12))
        for start in starts:
            (tables,) = struct.unpack_from(">H", font, start + 4)
            for table in range(tables):
                offset, length = struct.unpack_from(">II", font, start + 12 + 16 * table + 8)
                if offset + length > len(font):
                    return False
    except struct.error:
        return False
    return True
