"""Every kind of print is PDF/A-2b and PDF/UA-1, as several readers of several makers see it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pdfua
import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from kpigen import inspection
from kpigen.render import BLANK_NAME, File, Selection, pdf
from kpigen.reporting import report_of
from tests.conftest import PROJECT
from tests.render.pdf_clauses import CLAUSES

Spoil = Callable[[Pdf], None]


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> tuple[File, ...]:
    """Give whatever prints the demonstration has."""
    root = tmp_path_factory.mktemp("town")
    shutil.copytree(PROJECT / "data", root / "data")
    found = inspection.inspect(root)
    assert found.dataset is not None, found.findings
    report = report_of(root, found)
    appealed = next(record.id for record in report.records if record.appeal_grounds)
    wanted = Selection(prints=(*pdf.names(report), f"appeal/{appealed}"))
    return tuple(pdf.render(report, wanted))


@pytest.fixture(scope="module")
def folder(prints: tuple[File, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay the prints out for readers that are programs."""
    place = tmp_path_factory.mktemp("prints")
    for name, content in prints:
        target = place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return place


@pytest.fixture(scope="module")
def sample(prints: tuple[File, ...]) -> bytes:
    """Give a print with a table of several pages, to be spoilt."""
    return prints[0].content


def opened(content: bytes) -> Pdf:
    return pikepdf.open(io.BytesIO(content))


def saved(document: Pdf) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def faults(content: bytes) -> dict[str, list[str]]:
    """Hold a file against every clause."""
    with opened(content) as document:
        found = {name: list(clause(document, content)) for name, clause in CLAUSES.items()}
    return {name: said for name, said in found.items() if said}


def tight(text: str) -> Counter[str]:
    """Count the characters that are seen; readers part words and lines each in their own way."""
    return Counter(re.sub(r"[\s\u200b\x00-\x1f\ufffe]", "", text))


def test_there_is_a_print_for_each_community_and_the_blank_form(prints: tuple[File, ...]) -> None:
    assert len(prints) >= 13


def test_every_print_keeps_every_clause(prints: tuple[File, ...]) -> None:
    found = {name: faults(content) for name, content in prints}
    assert {name: said for name, said in found.items() if said} == {}


def test_the_checker_of_pdf_ua_finds_nothing(folder: Path) -> None:
    assert pdfua.coverage().implemented_rules >= 12
    found = {path.name: accessibility(path) for path in sorted(folder.rglob("*.pdf"))}
    assert {name: said for name, said in found.items() if said} == {}


def accessibility(path: Path) -> list[str]:
    return [finding.rule_id for finding in pdfua.validate(str(path)).findings]


def test_qpdf_finds_no_syntax_error(prints: tuple[File, ...]) -> None:
    for name, content in prints:
        with opened(content) as document:
            assert document.check_pdf_syntax() == [], name
            assert document.get_warnings() == [], name


def test_two_readers_read_the_same_text(prints: tuple[File, ...]) -> None:
    for name, content in prints:
        strict = pypdf.PdfReader(io.BytesIO(content), strict=True)
        text = "".join(page.extract_text() for page in strict.pages)
        assert "\ufffd" not in text
        with pypdfium2.PdfDocument(content) as document:
            other = "".join(page.get_textpage().get_text_bounded() for page in document)
        # pdfium takes a hyphen at a line's end, as in a record's number, for a hyphenation.
        assert tight(text.replace("-", "")) == tight(other.replace("-", "")), name
        assert len(tight(text)) > 100, name


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"没有 {name}，这个阅读程序的检查不做")
    return found


def said(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def test_poppler_calls_them_tagged_and_harmless(folder: Path) -> None:
    pdfinfo = program("pdfinfo")
    for path in sorted(folder.rglob("*.pdf")):
        told = dict(re.findall(r"(?m)^([A-Za-z ]+?):\s+(.*)$", said(pdfinfo, path)))
        wanted = {"Tagged": "yes", "JavaScript": "no", "Encrypted": "no", "Form": "none"}
        assert {key: told[key] for key in wanted} == wanted, path.name


def test_poppler_reads_the_words_from_the_structure(folder: Path) -> None:
    # It takes seconds for a print: only the blank form, which has most of the words of all.
    path = folder / f"{BLANK_NAME}.pdf"
    structure = said(program("pdfinfo"), "-struct-text", path)
    assert structure.startswith("Document")
    text = tight(said(program("pdftotext"), "-q", path, "-"))
    read = tight("".join(re.findall(r'(?m)^\s*"(.*)"$', structure)))
    # What every page repeats are artifacts, and in no structure.
    assert 0.7 * text.total() < read.total() < text.total()


def test_poppler_finds_every_font_in_the_file(folder: Path) -> None:
    pdffonts = program("pdffonts")
    for path in sorted(folder.rglob("*.pdf")):
        rows = said(pdffonts, path).splitlines()[2:]
        assert rows
        assert [row for row in rows if row.split()[-5:-2] != ["yes", "yes", "yes"]] == []


def test_mupdf_draws_every_page_without_complaint(folder: Path, tmp_path: Path) -> None:
    mutool = program("mutool")
    for path in sorted(folder.rglob("*.pdf")):
        done = subprocess.run(
            [mutool, "draw", "-q", "-F", "txt", "-o", tmp_path / "out.txt", path],
            capture_output=True,
            check=True,
        )
        assert [line for line in done.stderr.decode().splitlines() if "ICC" not in line] == []
        text = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
        assert tight((tmp_path / "out.txt").read_text("utf-8")) == tight(text), path.name


# ---- each check finds a file that was spoilt for it


def first(document: Pdf, kind: str) -> Dictionary:
    waiting = [document.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop(0)
        if element.get("/S") == kind:
            assert isinstance(element, Dictionary)
            return element
        inside = element.get("/K", Array())
        kids = list(inside) if isinstance(inside, Array) else [inside]
        waiting += [one for one in kids if isinstance(one, Dictionary)]
    raise AssertionError(kind)


def a_font(document: Pdf, kind: str) -> Dictionary:
    return next(
        one
        for one in document.objects
        if isinstance(one, Dictionary) and one.get("/Subtype") == kind
    )


def another_metadata(old: bytes, new: bytes) -> Spoil:
    def spoil(document: Pdf) -> None:
        data = bytes(document.Root.Metadata.read_bytes())
        assert old in data
        document.Root.Metadata.write(data.replace(old, new))

    return spoil


def first_content(old: bytes, new: bytes) -> Spoil:
    def spoil(document: Pdf) -> None:
        page = document.pages[0]
        page.contents_coalesce()
        data = bytes(page.obj.Contents.read_bytes())
        assert re.search(old, data)
        page.obj.Contents.write(re.sub(old, new, data, count=1))

    return spoil


def no_profile(document: Pdf) -> None:
    document.Root.OutputIntents[0].DestOutputProfile.write(b"nothing")


def not_embedded(document: Pdf) -> None:
    del a_font(document, "/CIDFontType0").FontDescriptor.FontFile3


def no_unicode(document: Pdf) -> None:
    del a_font(document, "/Type0").ToUnicode


def no_character(document: Pdf) -> None:
    font = a_font(document, "/Type0")
    data = bytes(font.ToUnicode.read_bytes())
    font.ToUnicode.write(re.sub(rb"> <[0-9A-Fa-f]{4}>", b"> <0000>", data, count=1))


def script(document: Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def link_outside(document: Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        F=4,
        Rect=[0, 0, 9, 9],
        Contents="外面",
        A=Dictionary(S=Name.URI, URI="https://example.invalid/"),
    )
    document.pages[0].obj.Annots = Array([document.make_indirect(link)])
    document.pages[0].obj.Tabs = Name.S


def attachment(document: Pdf) -> None:
    document.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))


def stream_outside(document: Pdf) -> None:
    document.Root.Extra = document.make_indirect(Stream(document, b"", F="/etc/passwd"))


def no_scope(document: Pdf) -> None:
    first(document, "/TH").A = Array([])


def no_heading(document: Pdf) -> None:
    row = first(document, "/TR")
    for cell in row.K:
        cell.S = Name.TD


def narrow_row(document: Pdf) -> None:
    row = first(document, "/TR")
    row.K = Array(list(row.K)[1:])


def no_words(document: Pdf) -> None:
    first(document, "/Span").S = Name.Figure


def hidden_annotation(document: Pdf) -> None:
    link_outside(document)
    document.pages[0].obj.Annots[0].F = 2


def no_order(document: Pdf) -> None:
    link_outside(document)
    del document.pages[0].obj.Tabs


def no_parents(document: Pdf) -> None:
    del document.Root.StructTreeRoot.ParentTree


def fewer_parents(document: Pdf) -> None:
    pages = document.Root.StructTreeRoot.ParentTree
    tree = pikepdf.NumberTree(pages)
    key = int(document.pages[0].obj.StructParents)
    tree[key] = Array(list(tree[key])[1:])


def nobodys(document: Pdf) -> None:
    del first(document, "/TH").K


def without(*way: str) -> Spoil:
    def spoil(document: Pdf) -> None:
        held = document.Root
        for name in way[:-1]:
            held = held[name]
        del held[way[-1]]

    return spoil


SPOILT: list[tuple[str, Spoil]] = [
    ("identification", without("/Metadata")),
    ("identification", another_metadata(b"<pdfaid:part>2<", b"<pdfaid:part>1<")),
    ("identification", another_metadata(b"conformance>B<", b"conformance>U<")),
    ("identification", another_metadata(b"<pdfuaid:part>1<", b"<pdfuaid:part>2<")),
    ("title", without("/ViewerPreferences", "/DisplayDocTitle")),
    ("title", another_metadata(b"<dc:title>", b"<dc:nothing>")),
    ("output_intent", without("/OutputIntents")),
    ("output_intent", no_profile),
    ("fonts", not_embedded),
    ("fonts", no_unicode),
    ("fonts", no_character),
    ("no_actions", script),
    ("no_actions", link_outside),
    ("no_actions", attachment),
    ("no_actions", stream_outside),
    ("tagged", without("/MarkInfo")),
    ("tagged", without("/Lang")),
    ("tagged", without("/StructTreeRoot")),
    ("figures", no_words),
    ("tables", no_scope),
    ("tables", no_heading),
    ("tables", narrow_row),
    ("marked_content", first_content(rb"\A", b"0 0 m 9 9 l S\n")),
    ("marked_content", first_content(rb"/MCID 1\b", b"/MCID 99")),
    ("marked_content", nobodys),
    ("parents", no_parents),
    ("parents", fewer_parents),
    ("tab_order", hidden_annotation),
    ("tab_order", no_order),
]


@pytest.mark.parametrize(
    ("clause", "spoil"), SPOILT, ids=[f"{n}-{clause}" for n, (clause, _) in enumerate(SPOILT)]
)
def test_a_clause_finds_the_file_that_breaks_it(sample: bytes, clause: str, spoil: Spoil) -> None:
    with opened(sample) as document:
        assert list(CLAUSES[clause](document, sample)) == []
        spoil(document)
        spoilt = saved(document)
    if clause == "title" and b"dc:nothing" in spoilt:
        spoilt = spoilt.replace(b"</dc:title>", b"</dc:nothing>")
    assert clause in faults(spoilt)


def test_bytes_after_the_end_or_a_bare_header_are_found(sample: bytes) -> None:
    assert "header_and_identity" in faults(sample + b"more")
    assert "header_and_identity" in faults(
        re.sub(rb"\n%[^\n]{4,}\n", b"\n%abcd\n", sample, count=1)
    )


def test_an_encrypted_file_is_found(sample: bytes) -> None:
    target = io.BytesIO()
    with opened(sample) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="", user="", R=6))
    assert "no_encryption" in faults(target.getvalue())


def test_every_clause_is_tried_with_a_spoilt_file() -> None:
    elsewhere = {"header_and_identity", "no_encryption"}
    assert {clause for clause, _ in SPOILT} | elsewhere == set(CLAUSES)


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (without("/StructTreeRoot"), "UA-01-005"),
        (without("/MarkInfo"), "UA-01-002"),
        (without("/Lang"), "UA-06-001"),
        (no_words, "UA-13-004"),
        (no_heading, "UA-15-003"),
        (without("/ViewerPreferences"), "UA-07-002"),
        (without("/Metadata"), "UA-28-004"),
    ],
)
def test_the_checker_of_pdf_ua_finds_spoilt_files(
    sample: bytes, spoil: Spoil, rule: str, tmp_path: Path
) -> None:
    with opened(sample) as document:
        spoil(document)
        document.save(tmp_path / "spoilt.pdf")
    assert rule in accessibility(tmp_path / "spoilt.pdf")


def test_readers_find_a_file_that_lost_a_piece(sample: bytes, tmp_path: Path) -> None:
    middle = len(sample) // 2
    cut = sample[:middle] + sample[middle + 1000 :]
    with opened(cut) as document:
        assert document.check_pdf_syntax() or document.get_warnings()
    with pytest.raises(Exception, match=r"."):  # pypdf has many words for it
        list(pypdf.PdfReader(io.BytesIO(cut), strict=True).pages)
    path = tmp_path / "cut.pdf"
    path.write_bytes(cut)
    done = subprocess.run([program("pdfinfo"), path], capture_output=True, check=False)
    assert b"Error" in done.stderr
