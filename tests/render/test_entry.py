"""The entry page as a clerk uses it: what it offers, refuses, warns of and hands over."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from kpigen import labels
from kpigen.diagnostics import Severity
from kpigen.filing import examination
from kpigen.filing.examination import Candidate
from kpigen.model import Forge, ForgeKind
from kpigen.view.entry_values import EntryFiling
from kpigen.view.forge_pages import new_file_page
from tests.conftest import YEAR
from tests.render.browser import Browser
from tests.render.entry_page import (
    DRIVE,
    DUTY,
    ELECTRIC,
    FIGURES,
    FIRE,
    FIRST,
    FOOD,
    PAPER,
    PARTY,
    VETO,
    Town,
    of,
)

APPROVED = {"approval_date": "2020-07-02"}


@pytest.mark.parametrize(
    ("fields", "place", "words"),
    [
        (FIRE | {"date": "2019-12-31"}, "date", "最早填 2020-01-01"),
        (FIRE | {"date": "2021-01-01"}, "date", "最晚填 2020-12-31，以后的不在考核期内"),
        (FIRE | {"count": "0"}, "count", "最少写 1"),
        (FIRE | {"count": "-1"}, "count", "最少写 1"),
        (FIRE | {"count": "1.5"}, "count", "必须是整数"),
        (FIRE | {"count": "两次"}, "count", "半角数字"),
        (FIRE | {"count": "1e3"}, "count", "半角数字"),
        (FIRE | {"count": "10000"}, "count", "最多写 9999"),
        (FIRE | {"count": "99999999999"}, "count", "最多写 9999"),
        (FIRE | {"count": "007"}, "count", "半角数字"),
        (FIRE | {"reason": "长" * 301}, "reason", "有 301 个字，最多 300 个字"),
        (FIRE | {"basis": "𠮷" * 121}, "basis", "有 121 个字，最多 120 个字"),
        (FIRE | {"event": "长" * 81}, "event", "最多 80 个字"),
        (FIRE | FIRST, "reason", "这条记录已经有了"),
        (FIRE | DUTY | {"actual": "99.01"}, "actual", "不满 1 个百分点"),
        (FIRE | DUTY | {"actual": "97.355"}, "actual", "最多 2 位小数"),
        (FIRE | DUTY | {"actual": "-1"}, "actual", "不能是负数"),
        (FIRE | DUTY | {"actual": "99999999999"}, "actual", "太大"),
        (FIRE | PARTY | {"deduct": "2.51"}, "deduct", "只剩 2.5 分"),
        (FIRE | PARTY | {"deduct": "0.125"}, "deduct", "最多 2 位小数"),
        (FIRE | PARTY | {"deduct": "0"}, "deduct", "大于 0"),
        (FIRE | PARTY | {"deduct": "-2.5"}, "deduct", "不能是负数"),
        (FIRE | FOOD | {"deduct": "100.01"}, "deduct", "本行满分 100 分"),
        (FIRE | ELECTRIC | {"event": "五月漏电"}, "event", "同一件事只扣一次"),
        (FIRE | VETO | PAPER | {"approval_date": "2020-06-30"}, "approval_date", "不能早于"),
        (FIRE | {"reason": "居民11010519491231002x反映。"}, "reason", "身份证号 11…（18 位）"),
        (FIRE | {"reason": "居民＋86 138-0013-8000反映。"}, "reason", "手机号 ＋8…（14 位）"),
        (FIRE | {"basis": "卡号4111 1111 1111 1111"}, "basis", "银行卡号 41…（16 位）"),
        (FIRE | {"event": "a.b@example.com来信"}, "event", "电子邮箱 a.…（15 位）"),
        (FIRE | VETO | PAPER | APPROVED | {"document": "13800138000"}, "document", "手机号"),
        (FIRE | VETO | PAPER | APPROVED | {"approved_by": "13800138000"}, "approved_by", "手机号"),
    ],
)
def test_what_check_would_refuse_is_refused_beside_its_field(
    page: Browser, town: Town, fields: dict[str, str], place: str, words: str
) -> None:
    (seen,) = page.run(DRIVE, [fields])
    assert not seen["ready"]
    assert words in seen["faults"][place]
    assert page.attribute(f"#entry-{place}", "aria-invalid") == "true"
    assert place in (page.attribute(f"#entry-{place}", "aria-describedby") or "")
    # The same record, written past the page, is refused by check.
    written = [
        f"{name}: {json.dumps(value, ensure_ascii=False) if name in {'reason', 'basis'} else value}"
        for name, value in fields.items()
        if name in {"date", "rule", "reason", "basis", "event", *given(fields)}
    ]
    if "approved" in fields:
        written += ["approval:", *(f"  {name}: {value}" for name, value in paper(fields))]
    where = f"data/deductions/{YEAR}/{fields['community']}/{fields['department']}/new.yaml"
    text = "\n".join(written) + "\n"
    found = examination.examine(town.dataset, (Candidate(where, text.encode("utf-8")),)).findings
    assert any(finding.severity is Severity.ERROR for finding in found), text


def given(fields: dict[str, str]) -> set[str]:
    """Name the one figure that a record on these fields' rule gives."""
    named = [name for name in FIGURES if name in fields]
    return {named[-1]} if fields["rule"] != "3.1-v" else set()


def paper(fields: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield "document", fields["document"]
    yield "approved_by", fields["approved_by"]
    yield "date", fields["approval_date"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (FIRE | FIRST | {"reason": "另一句话。"}, "社区、细则、日期和依据都相同"),
        (FIRE | {"event": "五月漏电"}, "已由别的部门扣分"),
        (FIRE | VETO, "批准以前列为待批准，不计分"),
    ],
)
def test_what_check_would_warn_of_is_said_and_may_be_filed(
    page: Browser, fields: dict[str, str], words: str
) -> None:
    (seen,) = page.run(DRIVE, [fields])
    assert seen["ready"], seen
    assert words in seen["warnings"]


def test_pasted_text_is_made_one_clean_line(page: Browser) -> None:
    pasted = "\u200b 第一行，\n  第二行\t有制表符\u202e和方向符。\ufeff "
    (seen,) = page.run(DRIVE, [FIRE | {"reason": pasted, "count": "２"}])
    assert 'reason: "第一行，第二行 有制表符和方向符。"\n' in seen["text"]
    assert "count: 2\n" in seen["text"]


def test_departments_narrow_rows_and_rows_narrow_rules(page: Browser, town: Town) -> None:
    for department, _ in town.entry.departments:
        page.run(DRIVE, [{"community": "tianji", "department": department}])
        rows = page.run(
            "return [...document.querySelectorAll('#entry-row option')].map(o => o.value)"
        )
        assert [row for row in rows if row] == [
            item.id for item in town.entry.items if item.department == department
        ]
        for row in rows[1:]:
            page.run(DRIVE, [{"row": row}])
            rules = page.run(
                "return [...document.querySelectorAll('[name=rule]')].map(o => o.value)"
            )
            assert rules == [
                r.id for item in town.entry.items if item.id == row for r in item.rules
            ]


def by_hand(page: Browser, fields: dict[str, str]) -> None:
    """Fill the form as a clerk does: with clicks and keys."""
    for name in ("community", "department", "row"):
        page.click(f"#entry-{name} option[value='{fields[name]}']")
    page.click(f"input[name=rule][value='{fields['rule']}']")
    year, month, day = fields["date"].split("-")
    page.type("#entry-date", month + day + year)
    for name in (*FIGURES, "reason", "basis"):
        if name in fields:
            page.type(f"#entry-{name}", fields[name])


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (FIRE | {"count": "2"}, "count: 2"),
        ({**FIRE, **DUTY, "actual": "95.5"}, "actual: 95.5"),
        ({**FIRE, **PARTY, "deduct": "1.50"}, "deduct: 1.5"),
        ({**FIRE, **FOOD, "deduct": "5"}, "deduct: 5"),
        ({**FIRE, "department": "tuiyi", "row": "10.6", "rule": "10.6-2"}, "rule: 10.6-2"),
        ({**FIRE, **VETO}, "rule: 3.1-v"),
        (
            {**FIRE, "department": "jiwei", "row": "15.1", "rule": "15.1-1", "points": "3"},
            "points: 3",
        ),
    ],
    ids=["each", "actual", "allotted", "judged", "all", "veto", "adjustment"],
)
def test_a_clerk_files_by_mouse_and_keyboard(
    page: Browser, town: Town, fields: dict[str, str], line: str
) -> None:
    if "count: " not in line:
        fields = {name: value for name, value in fields.items() if name != "count"}
    by_hand(page, fields)
    text = page.text("#entry-text")
    assert line in text.splitlines()
    path = page.text("#entry-path")
    found = examination.examine(town.dataset, (Candidate(path, f"{text}\n".encode()),))
    assert not [f for f in found.findings if f.severity is Severity.ERROR]
    result = of(found.dataset, fields["community"])
    assert labels.total(result.total) in page.text("#entry-effect")


def test_the_keyboard_alone_gets_to_the_file(page: Browser) -> None:
    tab, space = "\ue004", " "
    page.run("document.getElementById('entry-community').focus()")
    page.press(f"天枢{tab}规建{tab}")
    page.press("1")  # the row, by the number it begins with
    page.press(f"{tab}{space}")
    page.press(f"{tab}07012020{tab}")
    focus = "return document.activeElement.id"
    for _ in range(3):
        if page.run(focus) == "entry-count":
            break
        page.press(tab)
    page.press(f"{tab}reason{tab}basis")
    assert "rule: 1.1-1" in page.text("#entry-text")
    assert "date: 2020-07-01" in page.text("#entry-text")


def test_copy_and_download_give_the_very_file(page: Browser, tmp_path: Path) -> None:
    (seen,) = page.run(DRIVE, [FIRE])
    for button in ("text", "path"):
        # As on an intranet without https, where browsers have no navigator.clipboard.
        page.run("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        page.click(f"#entry-copy-{button}")
        assert "已复制" in page.text("#entry-said")
        page.run(
            "const box = document.createElement('textarea'); box.id = 'paste';"
            "document.body.prepend(box); box.focus()"
        )
        page.paste()
        pasted = "const box = document.getElementById('paste'); box.remove(); return box.value"
        assert page.run(pasted) == seen[button]
    page.devtools("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    page.click("#entry-download")
    saved = tmp_path / seen["path"].rpartition("/")[2]
    for _ in range(100):
        if saved.exists():
            break
        time.sleep(0.05)
    assert saved.read_text(encoding="utf-8") == seen["text"]
    folder = seen["path"].rpartition("/")[0]
    said = page.text("#entry-said")
    assert f"已下载 {saved.name}" in said
    assert f"放进仓库的 {folder}/ 目录" in said
    assert "提交合并请求" in said


ADDRESS = "https://git.example.gov.cn/nantong/kaohe"
FILE = "data/deductions/2020/tianshu/guijian/2020-05-12-1.1-1-0a1b2c3d.yaml"


@pytest.mark.parametrize(
    ("kind", "page_path", "parameters"),
    [
        (ForgeKind.GITHUB, "/new/main", {"filename": [FILE], "value": ["原因：#1 & 2\n"]}),
        (ForgeKind.GITEA, "/_new/main", {"filename": [FILE], "value": ["原因：#1 & 2\n"]}),
        (ForgeKind.GITLAB, "/-/new/main", {"file_name": [FILE]}),
        (ForgeKind.GITEE, "/new/main", {}),
    ],
)
def test_a_forge_is_given_what_its_page_takes(
    page: Browser, kind: ForgeKind, page_path: str, parameters: dict[str, list[str]]
) -> None:
    new_file = asdict(new_file_page(Forge(kind, ADDRESS, "main")))
    make = "return KpigenEntry.newFileAddress(...arguments)"
    made = page.run(make, new_file, FILE, "原因：#1 & 2\n")
    parts = urlsplit(made["address"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == ADDRESS + page_path
    assert parse_qs(parts.query) == parameters
    assert made["fillsContent"] is ("value" in parameters)
    long = page.run(make, new_file, FILE, "长" * 2000)
    assert len(long["address"]) <= 8000
    assert not long["fillsContent"]
    assert long["fillsName"] is bool(parameters)


def test_the_forge_button_opens_the_new_file_page_of_the_repository(page: Browser) -> None:
    (seen,) = page.run(DRIVE, [FIRE])
    link = "#entry-forge"
    query = parse_qs(urlsplit(page.attribute(link, "href") or "").query)
    assert query == {"filename": [seen["path"]], "value": [seen["text"]]}
    assert page.attribute(link, "target") == "_blank"
    assert page.attribute(link, "rel") == "noopener"
    assert page.text(link) == "到 GitHub 新建这个文件"


@pytest.mark.parametrize(
    ("newest", "today", "latest"),
    [
        ("2020-06-30", "2020-06-20", "2020-06-30"),
        ("2020-06-30", "2020-07-03", "2020-07-03"),
        ("2020-06-30", "2021-07-03", "2020-12-31"),
        ("", "2020-07-03", "2020-12-31"),
    ],
)
def test_nothing_is_filed_before_it_happened(
    page: Browser, town: Town, newest: str, today: str, latest: str
) -> None:
    data = asdict(replace(town.entry, days=replace(town.entry.days, newest=newest)))
    assert page.run("return KpigenEntry.latest(...arguments)", data, today) == latest


@pytest.mark.parametrize(
    ("day", "warned"), [("2020-06-30", False), ("2020-06-29", True)], ids=["60", "61"]
)
def test_a_late_filing_is_told(page: Browser, town: Town, day: str, warned: bool) -> None:  # noqa: FBT001  # a case
    days = replace(town.entry.days, within=60)
    script = """
    const [data, draft, today] = arguments;
    return KpigenEntry.warnings(KpigenEntry.indexed(data), draft, today);
    """
    draft = {"community": "", "rule": "", "date": day}
    said = page.run(script, asdict(replace(town.entry, days=days)), draft, "2020-08-29")
    assert bool(said) is warned


OPEN = EntryFiling("", "", "", "党政办")


@pytest.mark.parametrize(
    ("filing", "within", "today", "reasons"),
    [
        (OPEN, None, "2026-01-01", []),
        (OPEN, 60, "2020-08-30", []),
        (OPEN, 60, "2020-08-31", ["这件事超过了 60 天的填报期限"]),
        (replace(OPEN, stage="公示"), None, "2020-07-02", ["现在是“公示”阶段，不收新的记录"]),
        (replace(OPEN, starts="2020-07-03"), None, "2020-07-02", ["填报从 2020-07-03 才开始"]),
        (replace(OPEN, starts="2020-07-02", ends="2020-07-02"), None, "2020-07-02", []),
        (replace(OPEN, ends="2020-07-01"), None, "2020-07-02", ["填报到 2020-07-01 已经结束"]),
    ],
)
def test_what_strict_review_would_stop_is_known_before(
    page: Browser,
    town: Town,
    filing: EntryFiling,
    within: int | None,
    today: str,
    reasons: list[str],
) -> None:
    days = replace(town.entry.days, within=within)
    data = asdict(replace(town.entry, days=days, filing=filing))
    blocked = "return KpigenEntry.blocked(...arguments)"
    assert page.run(blocked, data, {"date": "2020-07-01"}, today) == reasons


def test_a_clerk_is_told_beside_the_button_that_the_request_will_be_stopped(page: Browser) -> None:
    page.run(DRIVE, [FIRE])
    told = page.text("#entry-blocked")
    assert told.startswith("填报到 2021-01-08 已经结束；这件事超过了 60 天的填报期限：")
    assert "合并请求会被自动检查（diff --strict）拦下。请先请党政办决定，再提交。" in told
    assert page.run(
        "return document.getElementById('entry-blocked').nextElementSibling"
        ".contains(document.getElementById('entry-forge'))"
    )


def test_the_first_mention_of_a_merge_request_says_what_it_is(page: Browser) -> None:
    text = page.text(".md-content")
    assert text.partition("合并请求")[2].startswith("（请审核人看过、同意以后才算数）")
    assert re.search("得分照版本 [0-9a-f]+ 计算", text)


def test_a_missing_rule_leads_to_what_offers_rules(page: Browser) -> None:
    focus = "return document.activeElement.id || document.activeElement.value"
    click = """
    const chips = [...document.querySelectorAll(".kp-entry__jump")];
    chips.find(chip => chip.textContent === "细则").click();
    """
    page.run(click)
    assert page.run(focus) == "entry-row"
    page.run(DRIVE, [{"department": "guijian", "row": "1.1"}])
    page.run(click)
    assert page.run(focus) == "1.1-1"
