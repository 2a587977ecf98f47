"""The help on file formats as renderers see it, made of the shapes that the reader reads by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpigen.editor.file_kinds import FILE_KINDS, FileKind, pointer
from kpigen.editor.notation import notation
from kpigen.editor.samples import SAMPLES, Sample
from kpigen.reading.groups import Field, Group
from kpigen.reading.shapes import ListOf, Shape


@dataclass(frozen=True, slots=True)
class NameView:
    """A name that may be written; `inside` is the anchor of the table of what stands below it."""

    name: str
    title: str
    description: str
    notation: str
    required: bool
    inside: str


@dataclass(frozen=True, slots=True)
class SampleView:
    """What is written, under the name that it stands below."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class NamesView:
    """The names of a file, or of a part of it: `names` leads there, empty for the file itself."""

    anchor: str
    names: str
    title: str
    description: str
    rows: tuple[NameView, ...]
    samples: tuple[SampleView, ...]


@dataclass(frozen=True, slots=True)
class FormatView:
    """A kind of file: where it stands, the line that leads editors to its schema, its tables."""

    anchor: str
    title: str
    place: str
    pointer: str
    tables: tuple[NamesView, ...]


def formats() -> tuple[FormatView, ...]:
    """Give every kind of file that people write."""
    return tuple(_format(kind) for kind in FILE_KINDS)


def _format(kind: FileKind) -> FormatView:
    return FormatView(
        anchor=kind.name,
        title=kind.group.title,
        place=kind.place,
        pointer=pointer(kind),
        tables=tuple(_tables(kind.group, kind.name)),
    )


def _tables(group: Group, path: str, above: Field | None = None) -> Iterator[NamesView]:
    """Give the table of a group, which stands below the name `above`, and of the groups in it."""
    samples = [_under(above, sample) for sample in SAMPLES.get(path, ())]
    for field in group.fields:
        if _group_in(field.shape) is None:
            samples += [_under(field, each) for each in SAMPLES.get(f"{path}.{field.name}", ())]
    yield NamesView(
        anchor=path.replace(".", "-"),
        names=path.partition(".")[2],
        title=group.title,
        description=group.description,
        rows=tuple(_row(field, path) for field in group.fields),
        samples=tuple(samples),
    )
    for field in group.fields:
        inside = _group_in(field.shape)
        if inside is not None:
            yield from _tables(inside, f"{path}.{field.name}", field)


def _under(field: Field | None, sample: Sample) -> SampleView:
    """Show a sample as it stands below its name."""
    if field is None:
        return SampleView(sample.title, sample.text)
    first, *others = sample.text.splitlines()
    mark = "- " if isinstance(field.shape, ListOf) else ""
    lines = [f"{field.name}:", f"  {mark}{first}"]
    lines += [f"  {' ' * len(mark)}{line}" for line in others]
    return SampleView(sample.title, "".join(f"{line}\n" for line in lines))


def _row(field: Field, path: str) -> NameView:
    inside = f"{path}-{field.name}".replace(".", "-") if _group_in(field.shape) else ""
    return NameView(
        name=field.name,
        title=field.title,
        description=field.description,
        notation=notation(field.shape),
        required=field.required,
        inside=inside,
    )


def _group_in(shape: Shape) -> Group | None:
    member = shape.member if isinstance(shape, ListOf) else shape
    return member if isinstance(member, Group) else None
