"""Compares what is to be published with what must not be, and refuses what holds any of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kpigen import labels
from kpigen.errors import MachineError
from kpigen.leaks import contents, own_words, wanted
from kpigen.leaks.search import Search
from kpigen.leaks.writing import run_together, words
from kpigen.model import Dataset
from kpigen.reading.internal import RecordParts, record_parts, rubric_texts
from kpigen.reading.tree import Folder

# Parts texts that do not belong together; no escape, blank or letter.
_BORDER = "<"
# Markup within a sentence; any other ends one.
_INLINE = re.compile(
    r"</?(?:a|abbr|b|br|code|em|i|mark|small|span|strong|sub|sup|u|wbr"
    r"|r|t|rPr|sz|color|rFont|family|scheme|charset)\b[^<>]*>"
)
_SHOWN = 10


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """An internal text that stands in an output: where in the data, by which name, in what file.

    The text itself is nowhere in it. `name` is a known one in Chinese, else empty: a name that
    somebody made up may be as internal as a text.
    """

    path: str
    line: int
    name: str
    file: str


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is looked for, and where in the data each of it stands (path, line, name)."""

    root: Path
    places: Mapping[bytes, tuple[str, int, str]]
    search: TextSearch


class TextSearch:
    """Looks for long texts across blanks and markup, for short ones only where they stand so."""

    def __init__(self, texts: Collection[bytes]) -> None:
        short = [text for text in texts if wanted.is_short(text)]
        ascii_words = sorted(re.escape(text) for text in short if text.isascii())
        self.is_cut = not any(_BORDER.encode() in text for text in texts)
        self._long = Search(set(texts) - set(short))
        self._short = Search(text for text in short if not text.isascii())
        self._words = re.compile(rb"\b(?:" + b"|".join(ascii_words) + rb")\b")
        self._has_words = bool(ascii_words)

    def found(self, text: str) -> set[bytes]:
        """Give those of the texts that stand in a text."""
        plain = words(text)
        found = self._long.found(run_together(plain)) | self._short.found(plain)
        return found.union(self._words.findall(plain)) if self._has_words else found


def secrets(root: Path, datasets: Iterable[Dataset]) -> Secrets:
    """Gather what must not be published of the years that are: sound ones, just read from `root`.

    What stands in the public part of the data as well is no secret.
    """
    places: dict[bytes, tuple[str, int, str]] = {}
    public: list[str] = []
    tree = Folder(root)
    for dataset in datasets:
        rubric = dataset.rubric
        names = wanted.names(
            [community.name for community in rubric.communities]
            + [department.name for department in rubric.departments]
        )
        public.extend(rubric_texts(tree, rubric.assessment.year))
        for parts in record_parts(tree, dataset.deductions):
            public.append(parts.path)
            public.extend(parts.public)
            for text, line, name in _texts(parts):
                for piece in wanted.wanted(text, names):
                    places.setdefault(piece, (parts.path, line, name))
    for piece in TextSearch(places).found(_BORDER.join(public)):
        del places[piece]
    return Secrets(root, places, TextSearch(places))


def _texts(parts: RecordParts) -> Iterator[tuple[str, int, str]]:
    """Give what is internal in a record, the names made up for it too: text, line, name to show."""
    for text in parts.internal:
        known = [labels.INTERNAL[name] for name in text.names if name in labels.INTERNAL]
        yield text.text, text.line, known[-1] if known else ""
    for name, line in parts.names:
        if name not in labels.INTERNAL:
            yield name, line, ""


def compare(secrets: Secrets, files: Iterable[tuple[str, bytes]]) -> tuple[Leak, ...]:
    """Search files (name and bytes) for the secrets; each leak names the first file that has it.

    The program's own words are no leak; whether it is one of them is only asked on a hit.
    """
    pieces: dict[str, str] = {}
    for name, data in files:
        for text in contents.texts(name, data):
            for piece in _pieces(text, cut=secrets.search.is_cut) - pieces.keys():
                pieces[piece] = name
    found = secrets.search.found(_BORDER.join(pieces))
    if not found:
        return ()
    search = TextSearch(found)
    for text, longest in own_words.texts(secrets.root):
        found -= {own for own in search.found(text) if longest is None or len(own) <= longest}
    if not found:
        return ()
    search = TextSearch(found)
    return tuple(
        sorted(
            {
                Leak(*secrets.places[text], name)
                for piece, name in pieces.items()
                for text in search.found(piece)
            }
        )
    )


def rest(site: Path, compared: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Give a finished site's files but for those that were compared before, by name and bytes.

    The theme's own files are left out as well where they are as they came with it.
    """
    known = dict(compared)
    theme = own_words.theme_folder()
    for path in sorted(site.rglob("*")):
        if not path.is_file():
            continue
        name, data = path.relative_to(site).as_posix(), path.read_bytes()
        if known.get(name) == data or (theme is not None and _is(theme / name, data)):
            continue
        yield name, data


def _is(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def _pieces(text: str, *, cut: bool) -> set[str]:
    """Cut a text at its markup, with and without what may stand within a sentence.

    Pages repeat most of it: each piece is searched once. Where a secret has a `<` of its own,
    nothing is cut.
    """
    if not cut:
        return {text, _INLINE.sub("", text)}
    if _BORDER not in text:
        return {text}
    return {*text.split(_BORDER), *_INLINE.sub("", text).split(_BORDER)}


def refuse(leaks: tuple[Leak, ...]) -> None:
    """Raise a MachineError that says what stands where; nothing where there is no leak."""
    if not leaks:
        return
    lines = [
        f"{leak.path} 第 {leak.line} 行（internal{f' 的“{leak.name}”' if leak.name else ''}）"
        f"出现在 {leak.file}"
        for leak in leaks[:_SHOWN]
    ]
    if len(leaks) > _SHOWN:
        lines.append(f"……共 {len(leaks)} 处")
    raise MachineError(
        "要公开的文件里有内部资料，没有写出；原来的没有改动\n"
        + "\n".join(f"  {line}" for line in lines),
        "多半是有人把它写进了 mkdocs.yml、site_templates/ 或别处：删去再运行；"
        "本来就可以公开的，从 internal 里删去",
    )
