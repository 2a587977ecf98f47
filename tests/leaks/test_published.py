"""Whole builds: what is planted below `internal` is in no public byte, and on internal pages only.

What the outputs say is read here by other means than the program's own comparison.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pypdf
import pytest
from ruamel.yaml import YAML

from tests.conftest import PROJECT, YEAR, Repository
from tests.leaks.conftest import PATH, RECORD
from tests.test_cli import run

# No text of the demonstration has any of these: what holds one was planted.
DIGITS = "犇羴骉鱻麤淼焱垚赑毳"
PLANTED = re.compile(f"[{DIGITS}]+")
NEW_BLOCK = {
    "details": "",
    "evidence": [{"file": "", "sha256": ""}, {"file": "", "别的": [["", {"再里面": ""}]]}],
    "recorded_by": "",
    "reviewed_by": "",
}


class Planter:
    """Puts a word of its own into every field below `internal` of every record."""

    def __init__(self) -> None:
        self.words: dict[str, list[str]] = {}  # by community
        self._number = 0

    def plant(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        block = YAML(typ="safe").load(text).get("internal", NEW_BLOCK)
        words = self.words.setdefault(path.parts[-3], [])
        planted = json.dumps(self._planted(block, words), ensure_ascii=False)
        public = re.sub(r"(?m)^internal:.*\n(?:[ #].*\n)*", "", text)
        path.write_text(f"{public}internal: {planted}\n", encoding="utf-8")

    def _planted(self, value: object, words: list[str]) -> object:
        if isinstance(value, dict):
            known = {"details", "evidence", "file", "sha256", "recorded_by", "reviewed_by"}
            return {
                name if name in known else self._word(words): self._planted(inner, words)
                for name, inner in value.items()
            }
        if isinstance(value, list):
            return [self._planted(inner, words) for inner in value]
        return self._word(words)

    def _word(self, words: list[str]) -> str:
        self._number += 1
        words.append("".join(DIGITS[int(digit)] for digit in f"{self._number:05}"))
        return words[-1]


def readable(name: str, data: bytes) -> Iterator[str]:
    """Give what a file says, as one who opens it would read it."""
    kind = name.rpartition(".")[2]
    if kind == "xlsx":
        with ZipFile(io.BytesIO(data)) as archive:
            for part in archive.namelist():
                yield part
                yield html.unescape(archive.read(part).decode())
    elif kind == "pdf":
        reader = pypdf.PdfReader(io.BytesIO(data))
        yield "".join(page.extract_text() for page in reader.pages)
        yield str(reader.metadata)
        yield str(reader.outline)
        if reader.xmp_metadata is not None:
            yield reader.xmp_metadata.stream.get_data().decode()
    elif kind == "gz":
        yield from readable(name[:-3], gzip.decompress(data))
    else:
        text = data.decode("utf-8", "replace")
        yield text
        yield html.unescape(text)
        if kind == "json" or name.endswith("search-data.js"):
            content = json.loads(text[text.index("{") :].rstrip("; \n"))
            yield json.dumps(content, ensure_ascii=False)
    yield name


def planted_in(site: Path) -> dict[str, set[str]]:
    """Give the planted words of every file of a site that holds any."""
    found: dict[str, set[str]] = {}
    for path in site.rglob("*"):
        if path.is_file():
            name = path.relative_to(site).as_posix()
            for text in readable(name, path.read_bytes()):
                words = PLANTED.findall(re.sub(r"[\s\u200b]", "", text))
                if words:
                    found.setdefault(name, set()).update(words)
    return found


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, Planter]:
    root = tmp_path_factory.mktemp("planted") / "town"
    shutil.copytree(PROJECT / "data", root / "data")
    planter = Planter()
    for path in sorted((root / "data/deductions").rglob("*.yaml")):
        planter.plant(path)
    made = Repository(root)
    made.commit("2021-02-28")  # after the last decision of the demonstration
    return made, planter


def test_no_byte_of_a_public_site_holds_what_is_internal(
    planted: tuple[Repository, Planter],
) -> None:
    town, planter = planted
    assert len({word for words in planter.words.values() for word in words}) > 1500
    done = run("-C", str(town.root), "build")
    assert done.returncode == 0, done.stderr
    assert planted_in(town.root / "site") == {}
    kinds = {path.suffix for path in (town.root / "site").rglob("*")}
    assert {".html", ".js", ".json", ".csv", ".xlsx", ".pdf", ".gz", ".xml"} <= kinds


def test_the_internal_site_shows_it_on_the_pages_and_nowhere_else(
    planted: tuple[Repository, Planter],
) -> None:
    town, planter = planted
    done = run("-C", str(town.root), "build", "--audience", "internal")
    assert done.returncode == 0, done.stderr
    site = town.root / "site-internal"
    found = planted_in(site)
    for community, words in planter.words.items():
        assert found[f"{YEAR}/communities/{community}.html"] >= set(words)
    assert {name.rpartition(".")[2] for name in found} == {"html"}
    for page in site.rglob("*.html"):
        assert "内部版，不得公开" in page.read_text(encoding="utf-8"), page
    card = (site / f"{YEAR}/communities/tianshu.html").read_text(encoding="utf-8")
    block = card[card.index('class="kp-internal"') :]
    assert "内部资料，不公开" in block
    for name in ("经过", "证据 1 文件", "证据 2 文件", "证据 1 校验值", "经办", "审核"):
        assert f"<dt>{name}</dt>" in block


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A town with one record, templates and settings of its own, and a site."""
    root = tmp_path_factory.mktemp("small") / "town"
    for name in ("data/rubric", "site_templates"):
        shutil.copytree(PROJECT / name, root / name)
    shutil.copy(PROJECT / "mkdocs.yml", root / "mkdocs.yml")
    made = Repository(root)
    made.write(PATH, f"{RECORD}internal:\n  details: 谈判底价不得外泄。\n")
    assert run("-C", str(root), "build").returncode == 0
    return made


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("path", "old", "new", "shown"),
    [
        ("mkdocs.yml", "\ntheme:", "\ncopyright: 谈判底价不得外泄\ntheme:", ".html"),
        ("site_templates/pages/home.html", "<", "<!-- 谈判底价不得外泄 --><", "index.html"),
        (
            "site_templates/theme/assets/javascripts/header.js",
            "",
            "// 谈判底价不得外泄\n",
            "header",
        ),
    ],
)
def test_a_build_that_leaks_is_refused(
    small: Repository, path: str, old: str, new: str, shown: str
) -> None:
    before = digests(small.root / "site")
    written = (small.root / path).read_bytes()
    small.replace(path, old, new)
    done = run("-C", str(small.root), "build")
    (small.root / path).write_bytes(written)
    assert done.returncode == 3
    assert f"{PATH} 第 6 行（internal 的“经过”）出现在 " in done.stderr
    assert shown in done.stderr
    assert "底价" not in done.stdout + done.stderr
    assert digests(small.root / "site") == before


def test_an_internal_build_may_hold_it(small: Repository) -> None:
    done = run("-C", str(small.root), "build", "--audience", "internal")
    assert done.returncode == 0, done.stderr
    page = small.root / f"site-internal/{YEAR}/communities/tianshu.html"
    assert "谈判底价不得外泄" in page.read_text(encoding="utf-8")


SITE_URL = "https://intranet.example/kaohe/"
FORGE = "https://git.example/nantong-demo/kaohe"
SAID_ANYWAY = (
    *("tianshu.html", "shuangjiang.xlsx", f"{SITE_URL}2020/communities/tianshu.html"),
    *("guijian-2020-05-12-xiaofang", "#guijian-2020-05-12-xiaofang", "60天", "第5名", "2 条"),
    *("共 12 条", "10个工作日", "12个社区", "扣分 5", "50×1", "社区第3名", "天枢社区总分"),
    *("天枢社区 2020年5月12日", "天枢社区1.1"),
)


def test_what_the_site_composes_itself_stops_no_build(tmp_path: Path) -> None:
    root = tmp_path / "town"
    shutil.copytree(PROJECT / "data", root / "data")
    settings = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    made = Repository(root)
    made.write("mkdocs.yml", f"site_url: {SITE_URL}\n{settings}")
    made.commit("2021-02-27")
    commit = made.git("rev-parse", "HEAD").strip()
    path = f"data/deductions/{YEAR}/tianshu/guijian/2020-05-12-xiaofang.yaml"
    said = (*SAID_ANYWAY, commit, commit[:7], commit[:10], f"{FORGE}/blob/{commit}/{path}")
    text = (root / path).read_text(encoding="utf-8")
    planted = "".join(f"  - {json.dumps(word, ensure_ascii=False)}\n" for word in said)
    made.write(path, text[: text.index("internal:")] + f"internal:\n{planted}")
    made.commit("2021-02-28")
    done = run("-C", str(root), "build")
    assert done.returncode == 0, done.stderr
    pages = "".join(page.read_text(encoding="utf-8") for page in (root / "site").rglob("*.html"))
    # Some stand in a page as they are; others across its markup, or only on another day.
    for word in ("tianshu.html", "guijian-2020-05-12-xiaofang", commit[:7], said[2]):
        assert word in pages, word
