"""Clauses of PDF/A-2b (ISO 19005-2) and PDF/UA-1 (ISO 14289-1), held against a file by hand.

No validator can be had from the registries that the project uses; each clause is a function that
gives what is wrong, and the test spoils a file for each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

_NAMESPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_PAINTING = frozenset(
    {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Tj", "TJ", "'", '"', "Do", "EI", "sh"}
    | {"INLINE IMAGE"}  # as pikepdf gives what BI, ID and EI enclose
)
_NO_CHARACTER = re.compile(rb"(?im)<(?:0000|FEFF|FFFE)>\s*$")
_TABLE_PARTS = frozenset({"/THead", "/TBody", "/TFoot"})


def header_and_identity(pdf: Pdf, raw: bytes) -> Iterator[str]:
    """19005-2, 6.1.2, 6.1.3: a binary comment after the header, an ID, nothing after the end."""
    if re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", raw) is None:
        yield "no binary comment after the header"
    if "/ID" not in pdf.trailer:
        yield "no file identifier"
    if re.search(rb"%%EOF\r?\n?\Z", raw) is None:
        yield "data after the end"


def no_encryption(pdf: Pdf, _: bytes) -> Iterator[str]:
    """19005-2, 6.1.3."""
    if pdf.is_encrypted or "/Encrypt" in pdf.trailer:
        yield "encrypted"


def identification(pdf: Pdf, _: bytes) -> Iterator[str]:
    """19005-2, 6.6.4; 14289-1, clause 5: the metadata say which standards the file keeps."""
    if "/Metadata" not in pdf.Root:
        yield "no metadata"
        return
    said = ET.fromstring(bytes(pdf.Root.Metadata.read_bytes()))  # noqa: S314  # our own file
    for path, wanted in (("pdfaid:part", "2"), ("pdfaid:conformance", "B"), ("pdfuaid:part", "1")):
        found = said.find(f".//{path}", _NAMESPACES)
        if found is None or found.text != wanted:
            yield f"{path} is not {wanted}"


def title(pdf: Pdf, _: bytes) -> Iterator[str]:
    """14289-1, 7.1: a title in the metadata, shown in the window's bar; and only one title."""
    preferences = pdf.Root.get("/ViewerPreferences", Dictionary())
    if not _is_set(preferences, "/DisplayDocTitle"):
        yield "the title is not shown"
    if "/Metadata" not in pdf.Root:
        yield "no metadata"
        return
    said = ET.fromstring(bytes(pdf.Root.Metadata.read_bytes()))  # noqa: S314  # our own file
    words = said.findtext(".//dc:title/rdf:Alt/rdf:li", "", _NAMESPACES)
    if not words.strip():
        yield "no title"
    if str(pdf.docinfo.get("/Title", words)) != words:
        yield "two titles"


def output_intent(pdf: Pdf, _: bytes) -> Iterator[str]:
    """19005-2, 6.2.3: what the colours mean is in the file."""
    for intent in pdf.Root.get("/OutputIntents", Array()):
        if intent.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in intent:
            if bytes(intent.DestOutputProfile.read_bytes())[36:40] != b"acsp":
                yield "the colour profile is none"
            return
    yield "no output intent"


def fonts(pdf: Pdf, _: bytes) -> Iterator[str]:
    """19005-2, 6.2.11.4; 14289-1, 7.21: fonts are in the file, and say what they show."""
    for one in _dictionaries(pdf):
        if one.get("/Type") != "/Font":
            continue
        name = str(one.get("/BaseFont", "a font"))
        if "/DescendantFonts" in one or one.get("/Subtype") == "/TrueType":
            if "/ToUnicode" not in one:
                yield f"{name} does not say what it shows"
            elif _NO_CHARACTER.search(_of_stream(one.ToUnicode)):
                yield f"{name} shows what is no character"
        if "/DescendantFonts" in one or one.get("/Subtype") == "/Type3":
            continue
        descriptor = one.get("/FontDescriptor", Dictionary())
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            yield f"{name} is not embedded"


def no_actions(pdf: Pdf, _: bytes) -> Iterator[str]:
    """19005-2, 6.5, 6.6.1: nothing runs; and nothing asks another place for anything."""
    for one in _dictionaries(pdf):
        for key in {"/JS", "/AA", "/XFA", "/EmbeddedFiles", "/FFilter", "/URI"} & set(one.keys()):
            yield f"{key} in the file"
        if isinstance(one, Stream) and "/F" in one:
            yield "a stream outside the file"
        kind = one.get("/S")
        if kind is not None and str(kind) in {
            *("/JavaScript", "/Launch", "/GoToR", "/GoToE", "/URI", "/SubmitForm", "/ResetForm"),
            *("/ImportData", "/Movie", "/Sound", "/Hide", "/Rendition", "/Trans", "/Named"),
        }:
            yield f"an action {kind}"


def tagged(pdf: Pdf, _: bytes) -> Iterator[str]:
    """14289-1, 6.2, 7.1, 7.2: tagged, not suspect, in a language."""
    mark = pdf.Root.get("/MarkInfo", Dictionary())
    if not _is_set(mark, "/Marked") or _is_set(mark, "/Suspects"):
        yield "not marked as tagged"
    if "/StructTreeRoot" not in pdf.Root:
        yield "no structure"
    if not str(pdf.Root.get("/Lang", "")).startswith("zh"):
        yield "no language"


def figures(pdf: Pdf, _: bytes) -> Iterator[str]:
    """14289-1, 7.3: a figure has words for those who do not see it."""
    for element in _elements(pdf):
        if str(element.S) in {"/Figure", "/Formula"} and not (
            str(element.get("/Alt", "")).strip() or str(element.get("/ActualText", "")).strip()
        ):
            yield f"{element.S} without words"


def tables(pdf: Pdf, _: bytes) -> Iterator[str]:
    """14289-1, 7.5: heading cells say what they head; every row is as wide as the others."""
    for table in (one for one in _elements(pdf) if one.S == "/Table"):
        rows = list(_rows(table))
        cells = [cell for row in rows for cell in _children(row)]
        if not any(cell.S == "/TH" for cell in cells):
            yield "a table without heading cells"
        for cell in cells:
            if cell.S not in {"/TH", "/TD"}:
                yield f"{cell.S} in a row"
            elif cell.S == "/TH" and _attribute(cell, "/Scope") is None:
                yield "a heading cell without scope"
        if len(set(_widths(rows))) > 1:
            yield "rows of different widths"


def marked_content(pdf: Pdf, _: bytes) -> Iterator[str]:
    """14289-1, 7.1: all that is drawn is an artifact, or an element of the structure owns it."""
    owned = _owned(pdf)
    for number, page in enumerate(pdf.pages, 1):
        drawn: Counter[int] = Counter()
        depth: list[int | None] = []  # an open mark's id; -1 of an artifact, None of neither
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in {"BMC", "BDC"}:
                depth.append(_mark(instruction.operands, drawn))
            elif operator == "EMC":
                depth.pop()
            elif operator in _PAINTING and not any(mark is not None for mark in depth):
                yield f"page {number}: {operator} draws what is neither tagged nor an artifact"
        here = owned.get(page.obj.objgen, Counter())
        if set(drawn) != set(here) or any(count > 1 for count in (drawn + Counter()).values()):
            yield f"page {number}: marks and structure disagree"
        if any(count > 1 for count in here.values()):
            yield f"page {number}: two elements own the same"


def parents(pdf: Pdf, _: bytes) -> Iterator[str]:
    """32000-1, 14.7.4.4: a reader finds from what is drawn to its element."""
    root = pdf.Root.get("/StructTreeRoot", Dictionary())
    if "/ParentTree" not in root:
        yield "no way from the content to the structure"
        return
    listed = {int(key): value for key, value in pikepdf.NumberTree(root.ParentTree).items()}
    owned = _owned(pdf)
    for number, page in enumerate(pdf.pages, 1):
        key = page.obj.get("/StructParents")
        wanted = len(owned.get(page.obj.objgen, ()))
        have = listed.get(int(key), ()) if key is not None else ()
        if len(have) != wanted:
            yield f"page {number}: the way to the structure is incomplete"


def tab_order(pdf: Pdf, _: bytes) -> Iterator[str]:
    """14289-1, 7.18: annotations are reached in the order of the structure, and are printed."""
    for number, page in enumerate(pdf.pages, 1):
        annotations = page.obj.get("/Annots", Array())
        if len(annotations) and page.obj.get("/Tabs") != "/S":
            yield f"page {number}: annotations in no order"
        for one in annotations:
            if int(one.get("/F", 0)) & 0b100_0110 != 0b100:
                yield f"page {number}: an annotation that is not printed"


CLAUSES: Mapping[str, Callable[[Pdf, bytes], Iterator[str]]] = {
    clause.__name__: clause
    for clause in (
        header_and_identity,
        no_encryption,
        identification,
        title,
        output_intent,
        fonts,
        no_actions,
        tagged,
        figures,
        tables,
        marked_content,
        parents,
        tab_order,
    )
}


def _dictionaries(pdf: Pdf) -> Iterator[Any]:
    """Give every dictionary and stream of the file, wherever it stands."""
    waiting: list[Object] = [*pdf.objects]
    while waiting:
        one = waiting.pop()
        if isinstance(one, (Dictionary, Stream)):
            yield one
            inside = [value for _, value in one.items()]
        else:
            inside = list(one) if isinstance(one, Array) else []
        # What has a number of its own stands in `objects`.
        waiting += [
            value for value in inside if isinstance(value, Object) and not value.is_indirect
        ]


def _is_set(held: Any, name: str) -> bool:  # noqa: ANN401  # pikepdf's objects have no types
    return held.get(name) is True


def _of_stream(stream: Any) -> bytes:  # noqa: ANN401  # pikepdf's objects have no types
    return bytes(stream.read_bytes()) if isinstance(stream, Stream) else b""


def _kids(element: Any) -> list[Any]:  # noqa: ANN401  # as above
    inside = element.get("/K", Array())
    return list(inside) if isinstance(inside, Array) else [inside]


def _children(element: Any) -> list[Any]:  # noqa: ANN401  # as above
    return [one for one in _kids(element) if isinstance(one, Dictionary) and "/S" in one]


def _elements(pdf: Pdf) -> Iterator[Any]:
    waiting = _children(pdf.Root.get("/StructTreeRoot", Dictionary()))
    while waiting:
        element = waiting.pop()
        yield element
        waiting += _children(element)


def _attribute(element: Any, name: str) -> Any:  # noqa: ANN401  # as above
    held = element.get("/A", Array())
    for attributes in held if isinstance(held, Array) else [held]:
        if isinstance(attributes, Dictionary) and name in attributes:
            return attributes[name]
    return None


def _rows(table: Any) -> Iterator[Any]:  # noqa: ANN401  # as above
    for part in _children(table):
        if str(part.S) in _TABLE_PARTS:
            yield from (row for row in _children(part) if row.S == "/TR")
        elif part.S == "/TR":
            yield part


def _widths(rows: list[Any]) -> Iterator[int]:
    """Count the columns of each row, with those that reach into it from above."""
    reaching: Counter[int] = Counter()  # row to columns taken from above
    for number, row in enumerate(rows):
        width = reaching[number]
        for cell in _children(row):
            columns = int(_attribute(cell, "/ColSpan") or 1)
            width += columns
            for below in range(1, int(_attribute(cell, "/RowSpan") or 1)):
                reaching[number + below] += columns
        yield width


def _mark(operands: Any, drawn: Counter[int]) -> int | None:  # noqa: ANN401  # as above
    if operands[0] == "/Artifact":
        return -1
    if len(operands) > 1 and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
        number = int(operands[1].MCID)
        drawn[number] += 1
        return number
    return None


def _owned(pdf: Pdf) -> dict[tuple[int, int], Counter[int]]:
    """Give for each page the ids of the marks that elements own."""
    found: dict[tuple[int, int], Counter[int]] = {}
    for element in _elements(pdf):
        for kid in _kids(element):
            if isinstance(kid, int):
                page, number = element.get("/Pg"), kid
            elif isinstance(kid, Dictionary) and kid.get("/Type") == Name("/MCR"):
                page, number = kid.get("/Pg", element.get("/Pg")), int(kid.MCID)
            else:
                continue
            if page is not None:
                found.setdefault(page.objgen, Counter())[number] += 1
    return found
