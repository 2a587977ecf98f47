from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner

from kpigen import inspection
from kpigen.commands import check, export
from kpigen.reading.loader import load
from kpigen.reading.tree import Folder
from kpigen.typefaces.folders import whole
from tests.conftest import YEAR, Repository
from tests.typefaces.fonts import PACKAGED, RARE, font

ASSESSMENT = f"data/rubric/{YEAR}/assessment.yaml"
RECORD = f"date: 2020-05-12\nrule: 2.5-1\nreason: {RARE}祥小区未按要求。\nbasis: 演示〔2020〕1号\n"


def configure(repository: Repository, fonts: str) -> None:
    repository.replace(ASSESSMENT, "demo: true", f"fonts: {fonts}\ndemo: true")


def errors(repository: Repository) -> list[tuple[str, str, int]]:
    found = inspection.inspect(repository.root).findings
    return [(one.code, one.path, one.line) for one in found if one.severity == "error"]


def line_of_fonts(repository: Repository) -> int:
    lines = (repository.root / ASSESSMENT).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith("fonts:"))


def test_a_font_of_the_repositorys_own_prints_what_the_packaged_ones_lack(
    repository: Repository, tmp_path: Path
) -> None:
    repository.record("tianshu/jingfa/a", RECORD)
    assert errors(repository) == [("KPI251", f"data/deductions/{YEAR}/tianshu/jingfa/a.yaml", 3)]
    repository.write("assets/fonts/song.otf", font())
    repository.write("assets/fonts/LICENSE.txt", "OFL")
    configure(repository, "[assets/fonts]")
    assert errors(repository) == []
    target = tmp_path / "天枢.pdf"
    done = CliRunner().invoke(
        export.command,
        ["pdf", "-C", str(repository.root), "--community", "tianshu", "-o", str(target)],
    )
    assert done.exit_code == 0, done.output
    reader = pypdf.PdfReader(io.BytesIO(target.read_bytes()))
    assert f"{RARE}祥小区" in "".join("".join(p.extract_text() for p in reader.pages).split())
    used = {
        str(face.get_object()["/BaseFont"])
        for page in reader.pages
        for face in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert any(name.endswith("TestSong") or "TestSong" in name for name in used), used


def test_two_folders_and_a_variant_of_a_packaged_family(repository: Repository) -> None:
    repository.record("tianshu/jingfa/a", RECORD.replace(RARE, f"{RARE}𨰻"))
    repository.write("a/one.otf", font())
    repository.write("b/two.ttf", font("𨰻", "Noto Serif SC"))
    configure(repository, "[a, b]")
    assert errors(repository) == []


def missing(repository: Repository) -> None:
    del repository


def a_file(repository: Repository) -> None:
    repository.write("fonts", "")


def empty(repository: Repository) -> None:
    repository.write("fonts/README.txt", "字体放在这里")


def broken(repository: Repository) -> None:
    repository.write("fonts/song.ttf", "version https://git-lfs.github.com/spec/v1\n")


def cut_off(repository: Repository) -> None:
    repository.write("fonts/a.otf", font())
    repository.write("fonts/b.otf", font()[:-100])


def a_link_outside(repository: Repository) -> None:
    (repository.root / "fonts").symlink_to(PACKAGED)


def a_linked_font(repository: Repository) -> None:
    repository.write("fonts/a.otf", font())
    (repository.root / "fonts/b.otf").symlink_to(PACKAGED / "NotoSansSC-Regular.otf")


def a_linked_folder_inside(repository: Repository) -> None:
    repository.write("fonts/a.otf", font())
    (repository.root / "fonts/more").symlink_to(PACKAGED)


@pytest.mark.parametrize(
    ("put", "code", "words"),
    [
        (missing, "KPI252", "仓库里没有字体目录 fonts"),
        (empty, "KPI252", "里没有字体"),
        (a_file, "KPI253", "不是普通目录"),
        (a_link_outside, "KPI253", "不是普通目录"),
        (a_linked_font, "KPI253", "b.otf 不是普通文件"),
        (a_linked_folder_inside, "KPI253", "more 不是普通文件"),
        (broken, "KPI254", "fonts/song.ttf 打不开"),
        (cut_off, "KPI254", "fonts/b.otf 打不开或者不完整"),
    ],
)
def test_what_is_wrong_with_a_folder(
    repository: Repository, put: Callable[[Repository], None], code: str, words: str
) -> None:
    put(repository)
    configure(repository, "[fonts]")
    (finding,) = inspection.inspect(repository.root).findings
    assert (finding.code, finding.path) == (code, ASSESSMENT)
    assert finding.line == line_of_fonts(repository)
    assert words in finding.message
    assert finding.hint


@pytest.mark.parametrize(
    "folder",
    [
        "/usr/share/fonts",
        "../fonts",
        "a/../../b",
        "C:/Windows/Fonts",
        "a\\\\b",
        ".git",
        "a//b",
        "a/",
    ],
)
def test_what_is_no_folder_of_the_repository(repository: Repository, folder: str) -> None:
    configure(repository, f'["{folder}"]')
    ((code, path, line),) = errors(repository)
    assert (code, path, line) == ("KPI212", ASSESSMENT, line_of_fonts(repository))


def test_a_faulty_folder_does_not_blame_the_characters(repository: Repository) -> None:
    repository.record("tianshu/jingfa/a", RECORD)
    configure(repository, "[fonts]")
    assert [code for code, _, _ in errors(repository)] == ["KPI252"]


def test_a_commit_with_fonts_of_its_own_is_not_judged_by_the_packaged_ones(
    repository: Repository,
) -> None:
    repository.record("tianshu/jingfa/a", RECORD)
    configure(repository, "[fonts]")
    assert load(Folder(repository.root), YEAR, None).findings == ()
    assert repository.codes() == []


def test_check_tells_it_as_data(repository: Repository) -> None:
    configure(repository, "[fonts]")
    done = CliRunner().invoke(
        check.command, ["-C", str(repository.root), "--format", "json"], standalone_mode=False
    )
    assert done.return_value == 1
    assert [one["code"] for one in json.loads(done.output)["findings"]] == ["KPI252"]


def test_a_whole_font_is_whole() -> None:
    data = font()
    assert whole(data)
    assert all(not whole(data[:end]) for end in range(0, len(data) - 3, 7))
