"""Unfinished answers outlive a reload and going back, stay in the tab, and go when told to."""

from __future__ import annotations

import json

import pytest

from tests.conftest import YEAR
from tests.render.browser import Browser
from tests.render.entry_page import DRIVE, DUTY, FIRE, PARTY, VETO, Town

KEY = f"kpigen-entry-{YEAR}"
STATE = """
const form = document.getElementById("entry-form");
return [...form.elements].filter(control => control.name &&
    (control.type === "radio" ? control.checked : control.value))
  .map(control => [control.name, control.value]);
"""
STORED = "return Object.keys(sessionStorage)"
SHOWN = "return !document.getElementById(arguments[0]).hidden"
PAPER = {"approved": "yes", "document": "镇〔2020〕1号", "approval_date": "2020-07-03"}
CASES = [
    {"community": "tianji"},
    {"department": "laobao"},
    {"reason": "只写了原因，“引号”和 <b>标记</b>。"},
    FIRE | {"count": "两", "event": "五月漏电"},
    {name: FIRE[name] for name in ("community", "department", "row", "date")},
    FIRE | DUTY | {"manner": "count", "count": "3"},
    FIRE | DUTY | {"actual": "97.35"},
    FIRE | PARTY | {"deduct": "99"},
    FIRE | VETO | PAPER,
]


@pytest.mark.parametrize("fields", CASES)
@pytest.mark.parametrize("way", ["reload", "back"])
def test_a_reload_and_going_back_lose_nothing(
    page: Browser, town: Town, fields: dict[str, str], way: str
) -> None:
    (before,) = page.run(DRIVE, [fields])
    state = page.run(STATE)
    assert page.run(STORED) == [KEY]
    if way == "back":
        page.open(town.root / "site-internal" / "index.html")
        page.devtools("Page.enable")
        history = page.devtools("Page.getNavigationHistory")
        entry = history["entries"][history["currentIndex"] - 1]["id"]
        page.devtools("Page.navigateToHistoryEntry", entryId=entry)
    page.open(town.page)
    assert page.run(STATE) == state
    assert page.run("return !document.getElementById('entry-file').hidden") is before["ready"]
    assert page.run("return document.getElementById('entry-text').textContent") == before["text"]
    assert page.run(SHOWN, "entry-restored")
    assert not page.complaints()


def test_nothing_is_kept_of_a_page_on_which_nothing_was_filled(page: Browser, town: Town) -> None:
    page.open(town.page)
    assert page.run(STORED) == []
    assert not page.run(SHOWN, "entry-restored")
    assert not page.run(SHOWN, "entry-kept")
    page.type("#entry-reason", "一")
    assert page.run(STORED) == [KEY]
    page.run(
        "const box = document.getElementById('entry-reason'); box.value = '';"
        "box.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    assert page.run(STORED) == []


def test_what_is_kept_is_what_was_filled_and_nothing_else(page: Browser) -> None:
    page.run(DRIVE, [FIRE | {"count": "2"}])
    kept = dict(json.loads(page.run("return sessionStorage.getItem(arguments[0])", KEY)))
    assert kept == FIRE | {"count": "2"}
    assert page.run(STORED) == [KEY]
    assert FIRE["reason"] not in page.run("return JSON.stringify({...localStorage})")
    assert not page.run("return document.cookie")


def test_one_more_and_done_forget_it(page: Browser, town: Town) -> None:
    page.run(DRIVE, [FIRE])
    page.click("#entry-again")
    assert page.run(STORED) == []
    page.run(DRIVE, [FIRE])
    page.click("#entry-clear")
    assert page.run(STORED) == []
    assert not page.run(SHOWN, "entry-kept")
    assert page.run(STATE) == [["manner", "actual"], ["count", "1"], ["approved", ""]]
    assert page.run("return document.activeElement.id") == "entry-community"
    page.open(town.page)
    assert not page.run(SHOWN, "entry-restored")


@pytest.mark.parametrize(
    "kept",
    [
        "{",
        "null",
        "7",
        '[["row", null]]',
        '[["community", "没有"], ["__proto__", "x"], ["rule", "9"]]',
    ],
)
def test_what_cannot_be_put_back_is_left(page: Browser, town: Town, kept: str) -> None:
    page.run("sessionStorage.setItem(...arguments)", KEY, kept)
    page.open(town.page)
    assert not page.complaints()
    assert not page.run(SHOWN, "entry-kept")
    (seen,) = page.run(DRIVE, [FIRE])
    assert seen["ready"]


def test_a_browser_that_forbids_storage_still_files(page: Browser, town: Town) -> None:
    forbid = "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('no'); }})"
    made = page.devtools("Page.addScriptToEvaluateOnNewDocument", source=forbid)
    page.open(town.page)
    (seen,) = page.run(DRIVE, [FIRE])
    page.devtools("Page.removeScriptToEvaluateOnNewDocument", identifier=made["identifier"])
    assert seen["ready"]
    assert "浏览器不让网页保存内容" in page.text("#entry-kept")
    assert not page.complaints()
