"""Every page and the style sheets as the Nu Html Checker sees them: no error and no warning."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from tests.render.demonstration import Sites, node_package

# What stays all the same: the words of the message, the words of the source, and why.
EXCUSED = (
    # The theme's base.html writes this outside of any block or partial that could say it otherwise.
    (
        "Attribute “autocomplete” is only allowed",
        '<input class="md-toggle"',
        "keeps Firefox from opening the drawer after a reload; browsers take it, the standard not",
    ),
    (
        "CSS: “vector-effect”: Property",
        "vector-effect",
        "a property of SVG 2, which every browser takes from a style sheet; the checker knows CSS",
    ),
)


def checked(*arguments: str, text: str = "") -> list[dict[str, str]]:
    """Give what the checker says; skip the test where there is none."""
    jar = node_package("vnu-jar", "build/dist/vnu.jar")
    if jar is None or shutil.which("java") is None:
        pytest.skip("没有 java，或 NODE_PATH 里没有 vnu-jar，网页写法的检查不做")
    done = subprocess.run(
        ["java", "-jar", str(jar), "--format", "json", *arguments],
        input=text.encode("utf-8"),
        capture_output=True,
        check=False,
    )
    messages: list[dict[str, str]] = json.loads(done.stderr)["messages"]
    return messages


def excused(message: dict[str, str]) -> bool:
    return any(
        message["message"].startswith(words) and markup in message.get("extract", "")
        for words, markup, _ in EXCUSED
    )


def test_every_page_and_style_sheet_is_valid(sites: Sites) -> None:
    pages = [page for site in sites for page in sorted(site.rglob("*.html"))]
    own = ("kpigen.css", "entry.css")
    styles = [sheet for sheet in sorted(sites.internal.rglob("*.css")) if sheet.name in own]
    assert len(pages) > 100
    assert len(styles) == len(own)
    # The checker guesses a page's language by chance: one page came out as English on one run of
    # many. What it would look for is said outright instead.
    assert all('<html lang="zh"' in page.read_text(encoding="utf-8") for page in pages)
    found = checked("--no-langdetect", "--also-check-css", *map(str, pages), *map(str, styles))
    assert not {
        (message["message"], message.get("extract", "").strip()): message["url"].rpartition("/")[2]
        for message in found
        if not excused(message)
    }


def test_a_spoilt_page_is_found_out(sites: Sites) -> None:
    text = (sites.public / "index.html").read_text(encoding="utf-8")
    found = checked("-", text=text.replace("</main>", "<p><div></div></p></main>", 1))
    assert any("No “p” element in scope" in message["message"] for message in found)
