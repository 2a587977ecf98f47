"""Compares what is to be published with what must not be, and refuses what holds any of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kpigen import labels
from kpigen.errors import MachineError
from kpigen.leaks import contents, own_words
from kpigen.leaks.composed import Composed
from kpigen.leaks.markup import BORDER, Cutter
from kpigen.leaks.text_search import TextSearch
from kpigen.leaks.wanted import Names, Wanting, names_in
from kpigen.model import Dataset
from kpigen.reading.internal import RecordParts, record_parts, rubric_texts
from kpigen.reading.tree import Folder

# Where a town says at what address its site stands; pages hold it.
_SITE_URL = re.compile(rb"^site_url:(.*)", re.MULTILINE)
_SHOWN = 10
# Documents repeat each other's words, which a few together have searched only once.
_AT_ONCE = 8
# Different characters searched at once: less would be searched twice, more would take memory.
_MOST = 1 << 19


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


class Place(NamedTuple):
    """Where in the data a piece stands, and what it is a piece of."""

    path: str
    line: int
    name: str
    whole: str


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is looked for, where in the data it stands, and what is public beside it."""

    root: Path
    places: Mapping[bytes, tuple[Place, ...]]
    search: TextSearch
    public: str
    names: Names


def secrets(root: Path, datasets: Iterable[Dataset]) -> Secrets:
    """Gather what must not be published of the years that are: sound ones, just read from `root`.

    What stands in the public part of the data as well is no secret.
    """
    places: dict[bytes, dict[Place, None]] = defaultdict(dict)
    public: list[str] = [_site_url(root)]
    known: list[str] = []
    tree = Folder(root)
    for dataset in datasets:
        rubric = dataset.rubric
        names = [community.name for community in rubric.communities]
        names += [department.name for department in rubric.departments]
        known.extend(names)
        wanting = Wanting(names, rubric.privacy.surnames)
        public.extend(rubric_texts(tree, rubric.assessment.year))
        for parts in record_parts(tree, dataset.deductions):
            public.append(parts.path)
            public.extend(parts.public)
            for text, line, name in _texts(parts):
                for piece, whole in wanting.wanted(text):
                    places[piece][Place(parts.path, line, name, whole)] = None
    said = BORDER.join(public)
    for piece in TextSearch(places).found(said):
        del places[piece]
    found = {piece: tuple(where) for piece, where in places.items()}
    return Secrets(root, found, TextSearch(found), said, names_in(known))


def _site_url(root: Path) -> str:
    settings = root / "mkdocs.yml"
    found = _SITE_URL.search(settings.read_bytes()) if settings.is_file() else None
    return found[1].decode("utf-8", "replace") if found else ""


def _texts(parts: RecordParts) -> Iterator[tuple[str, int, str]]:
    """Give what is internal in a record, the names made up for it too: text, line, name to show."""
    for text in parts.internal:
        known = [labels.INTERNAL[name] for name in text.names if name in labels.INTERNAL]
        yield text.text, text.line, known[-1] if known else ""
    for name, line in parts.names:
        if name not in labels.INTERNAL:
            yield name, line, ""


def compare(secrets: Secrets, files: Iterable[tuple[str, bytes]]) -> tuple[Leak, ...]:
    """Search files (name and bytes) for the secrets; each leak is one place in one file.

    The program's own words are no leak, nor what it composes of public ones; whether a text is
    one of them is only asked on a hit.
    """
    found: set[Leak] = set()
    for pieces in _pieces(files, cut=secrets.search.is_cut):
        found |= _leaks(secrets, pieces)
    return tuple(sorted(found))


def _pieces(files: Iterable[tuple[str, bytes]], *, cut: bool) -> Iterator[dict[str, list[str]]]:
    """Give the pieces of files and the names of those that hold each, as many as searched at once.

    Within these each piece is there once, however many files repeat it.
    """
    pieces: dict[str, list[str]] = {}
    cutter, size = Cutter(), 0
    for name, data in files:
        for text in contents.texts(name, data):
            for some in cutter.pieces(text, cut=cut):
                size += sum(map(len, some.difference(pieces)))
                for piece in some:
                    pieces.setdefault(piece, []).append(name)
                if size > _MOST:
                    yield pieces
                    pieces, cutter, size = {}, Cutter(), 0
    yield pieces


def _leaks(secrets: Secrets, pieces: Mapping[str, Iterable[str]]) -> set[Leak]:
    found = secrets.search.found(BORDER.join(pieces))
    places = _not_said_anyway(secrets, found) if found else {}
    if not places:
        return set()
    search = TextSearch(places)
    return {
        Leak(path, line, key, name)
        for piece, names in pieces.items()
        for text in search.found(piece)
        for path, line, key, _ in places[text]
        for name in names
    }


def passing(secrets: Secrets, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Give files on as they are compared, a few in memory at once; refuse at the end.

    After a leak nothing is given on any more, but all is compared, so that all of it is told.
    """
    found: list[Leak] = []
    for some in _few(files):
        found.extend(compare(secrets, some))
        if not found:
            yield from some
    refuse(tuple(found))


class Watch:
    """Compares files as they come, a few in memory at once."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._some: list[tuple[str, bytes]] = []
        self._found: list[Leak] = []

    def see(self, name: str, data: bytes) -> None:
        """Take one more file."""
        self._some.append((name, data))
        if len(self._some) == _AT_ONCE:
            self._compare()

    def found(self) -> tuple[Leak, ...]:
        """Give the leaks of all that was seen."""
        self._compare()
        return tuple(self._found)

    def _compare(self) -> None:
        self._found.extend(compare(self._secrets, self._some))
        self._some.clear()


def _few(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[tuple[str, bytes], ...]]:
    files = iter(files)
    while some := tuple(islice(files, _AT_ONCE)):
        yield some


def _not_said_anyway(secrets: Secrets, found: set[bytes]) -> dict[bytes, list[Place]]:
    """Keep the places of what is found, but for those of which the program says the same."""
    search = TextSearch(found)
    left = set(found)
    for text, longest in own_words.texts(secrets.root):
        left -= {own for own in search.found(text) if longest is None or len(own) <= longest}
    if not left:
        return {}
    composed = Composed(secrets.public, secrets.names, own_words.composing(secrets.root))
    places = {
        text: [place for place in secrets.places[text] if not composed.is_composed(place.whole)]
        for text in left
    }
    return {text: kept for text, kept in places.items() if kept}


def rest(site: Path, compared: Mapping[str, Path]) -> Iterator[tuple[str, bytes]]:
    """Give a finished site's files but for those that are what was compared before, by name.

    The theme's own files are left out as well where they are as they came with it.
    """
    theme = own_words.theme_folder()
    for path in sorted(site.rglob("*")):
        if not path.is_file():
            continue
        name, data = path.relative_to(site).as_posix(), path.read_bytes()
        if name in compared and _is(compared[name], data):
            continue
        if theme is not None and _is(theme / name, data):
            continue
        yield name, data


def _is(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def refuse(leaks: tuple[Leak, ...]) -> None:
    """Raise a MachineError that says what stands where; nothing where there is no leak."""
    if not leaks:
        return
    files: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for leak in sorted(set(leaks)):
        files[leak.path, leak.line, leak.name].append(leak.file)
    lines = [_told(place, where) for place, where in islice(files.items(), _SHOWN)]
    if len(files) > _SHOWN:
        lines.append(f"……共 {len(files)} 处")
    raise MachineError(
        "要公开的文件里有内部资料，没有写出；原来的没有改动\n"
        + "\n".join(f"  {line}" for line in lines),
        "多半是有人把它写进了 mkdocs.yml、site_templates/ 或别处：删去再运行；"
        "本来就可以公开的，从 internal 里删去",
    )


def _told(place: tuple[str, int, str], files: list[str]) -> str:
    path, line, name = place
    key = f" 的“{name}”" if name else ""
    several = f" 等 {len(files)} 个文件" if len(files) > 1 else ""
    return f"{path} 第 {line} 行（internal{key}）出现在 {files[0]}{several}"
