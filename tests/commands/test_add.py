"""One new record, by options or in a dialogue on a real terminal."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from kpigen.written import SCHEMAS
from tests.conftest import Repository
from tests.test_cli import run

pty = pytest.importorskip("pty", reason="Windows 没有伪终端")

GIVEN = {
    "--community": "天枢社区",
    "--rule": "1.1-1",
    "--date": "2020-05-12",
    "--reason": "沿街商铺电线老化起火。",
    "--basis": "演示规环〔2020〕3号",
}
TEXT = """\
# yaml-language-server: $schema=../../../../../.schemas/deduction-2020.json
date: 2020-05-12
rule: 1.1-1
reason: "沿街商铺电线老化起火。"
basis: "演示规环〔2020〕3号"
"""
# What add writes says how often, even once.
WRITTEN = TEXT.replace("rule: 1.1-1\n", "rule: 1.1-1\ncount: 1\n")
BASE = "data/rubric/2020/assessment.yaml"


def options(**changed: str | None) -> list[str]:
    given: dict[str, str | None] = {**GIVEN}
    given |= {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    return [word for name, value in given.items() if value is not None for word in (name, value)]


@pytest.fixture
def filing(repository: Repository) -> Repository:
    repository.replace(BASE, "stage: 公示", "stage: 填报")
    return repository


def written(repository: Repository) -> list[str]:
    folder = repository.root / "data" / "deductions"
    return sorted(str(path.relative_to(repository.root)) for path in folder.rglob("*.yaml"))


def test_all_as_options(filing: Repository) -> None:
    done = run("-C", str(filing.root), "add", *options())
    assert (done.returncode, done.stderr) == (0, "")
    (path,) = written(filing)
    assert path.startswith("data/deductions/2020/tianshu/guijian/2020-05-12-1.1-1-")
    assert (filing.root / path).read_text(encoding="utf-8") == WRITTEN
    assert f"已写入 {path}" in done.stdout
    assert "这条记录：50 分 × 1 次 = 50 分" in done.stdout
    assert "1.1 得分：2.5 → 1.25" in done.stdout
    assert (
        "天枢社区总分：200.00 → 198.75；全镇第 1 名 → 第 12 名；社区第 1 名 → 第 7 名"
        in done.stdout
    )
    assert "合并请求" in done.stdout
    assert filing.codes() == []


def test_people_s_spellings_are_understood(filing: Repository) -> None:
    given = options(community="tianshu", rule="1.1-1 每次扣50分：辖区", date="２０２０年５月１２日")
    done = run("-C", str(filing.root), "add", *given, "--count", " ２ ")
    assert done.returncode == 0, done.stderr
    (record,) = filing.dataset().deductions
    assert (str(record.date), record.rule, record.count) == (
        "2020-05-12",
        "1.1-1",
        Decimal(2),
    )


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"rule": "4.2-1", "actual": "97.35"}, "4.2 得分：4 → 3.96"),
        ({"rule": "12.2-1", "deduct": "3.5"}, "12.2 得分：8 → 7.72"),
        ({"rule": "3.2-1", "count": "2"}, "3.1（共用分值）得分：15 → 14.1"),
        ({"rule": "10.6-2"}, "这条记录：全扣，100 分"),
        ({"rule": "8.1-v"}, "这条记录：尚无批准文件，不计分"),
        (
            {
                "rule": "8.1-v",
                "approval_document": "演示〔2020〕9号",
                "approved_by": "镇党委",
                "approval_date": "2020.6.1",
            },
            "一票否决生效",
        ),
        ({"rule": "16.1-1", "points": "2"}, "16.1 总分加减：0 → +2"),
        ({"rule": "15.1-1", "points": "1.5"}, "天枢社区总分：200.00 → 198.50"),
    ],
)
def test_every_kind_of_rule(filing: Repository, given: dict[str, str], line: str) -> None:
    done = run("-C", str(filing.root), "add", *options(**given))
    assert done.returncode == 0, done.stderr
    assert line in done.stdout
    assert len(written(filing)) == 1
    assert set(filing.codes()) <= {"KPI414"}


def test_the_effect_is_what_score_says(filing: Repository) -> None:
    filing.record("tianshu/guijian/a", TEXT.replace("1.1-1", "1.2-1"))

    def total() -> str:
        done = run("-C", str(filing.root), "score", "--format", "json")
        return str(json.loads(done.stdout)["communities"][0]["total"])

    before = total()
    said = run("-C", str(filing.root), "add", *options()).stdout
    assert f"天枢社区总分：{before} → {total()}；" in said


def test_missing_options_are_named_all_at_once(filing: Repository) -> None:
    done = run("-C", str(filing.root), "add", "--rule", "12.2-1", "--reason", " ")
    assert done.returncode == 2
    assert "缺少 --community、--date、--reason、--basis、--deduct" in done.stderr
    approval = options(rule="8.1-v", approval_document="演示〔2020〕9号")
    done = run("-C", str(filing.root), "add", *approval)
    assert (done.returncode, "缺少 --approved-by、--approval-date" in done.stderr) == (2, True)
    assert written(filing) == []


@pytest.mark.parametrize(
    ("changed", "code", "says"),
    [
        ({"community": "天数社区"}, "KPI302", "社区表里没有"),
        ({"rule": "1.1-9"}, "KPI401", "1.1 这一行有：1.1-1、1.1-2"),
        ({"department": "经发办"}, "KPI402", "由规建环保办考核，不由经发办考核"),
        ({"date": "2021-05-12"}, "KPI403", "不在考核期"),
        ({"date": "2020-02-30"}, "KPI206", "没有 2020-02-30 这一天"),
        ({"count": "两"}, "KPI204", "“次数/人数”应该是半角数字"),
        ({"deduct": "50"}, "KPI406", "清空“扣分”"),
        ({"rule": "12.2-1", "deduct": "11"}, "KPI409", "写成：10"),
        ({"rule": "13.1-7", "actual": "1"}, "KPI408", "扣不了分"),
        ({"approval_document": "演示"}, "KPI418", "不是一票否决"),
        ({"reason": "很长" * 151}, "KPI210", "最多 300 个字"),
        ({"reason": "有\u200b藏字"}, "KPI110", "控制字符"),
        ({"basis": "两\n行"}, "KPI213", "写成：两行"),
    ],
)
def test_what_check_would_refuse_is_refused(
    filing: Repository, changed: dict[str, str], code: str, says: str
) -> None:
    done = run("-C", str(filing.root), "add", *options(**changed))
    assert done.returncode == 1
    assert f"错误 {code} " in done.stderr
    assert says in done.stderr
    assert written(filing) == []


def test_several_complaints_come_together(filing: Repository) -> None:
    done = run(
        "-C", str(filing.root), "add", *options(date="昨天", community="北极"), "--count", "-"
    )
    assert done.returncode == 1
    assert [line.split()[1] for line in done.stderr.splitlines() if line.startswith("错误")] == [
        "KPI302",
        "KPI206",
        "KPI204",
    ]


def test_nothing_is_said_twice(filing: Repository) -> None:
    assert run("-C", str(filing.root), "add", *options()).returncode == 0
    done = run("-C", str(filing.root), "add", *options())
    assert done.returncode == 1
    assert "错误 KPI411" in done.stderr
    other = run("-C", str(filing.root), "add", *options(reason="另一处起火。", basis="另一号"))
    assert other.returncode == 0
    assert len(written(filing)) == 2


def test_a_withdrawn_record_is_not_written_over(filing: Repository) -> None:
    run("-C", str(filing.root), "add", *options())
    (path,) = written(filing)
    gone = WRITTEN + "withdrawn:\n  date: 2020-06-01\n  reason: 不在辖区\n  decided_by: 党政办\n"
    filing.write(path, gone)
    done = run("-C", str(filing.root), "add", *options())
    assert (done.returncode, f"{path} 已经有了" in done.stderr) == (1, True)
    assert (filing.root / path).read_text(encoding="utf-8") == gone


def test_dry_run_writes_nothing(filing: Repository) -> None:
    done = run("-C", str(filing.root), "add", *options(), "--dry-run")
    assert done.returncode == 0
    assert WRITTEN in done.stdout
    assert "得分：2.5 → 1.25" in done.stdout
    assert "（没有写入）" in done.stdout
    assert written(filing) == []


def test_the_year_must_be_sound(filing: Repository) -> None:
    filing.record("tianshu/guijian/a", TEXT.replace("1.1-1", "1.1-9"))
    done = run("-C", str(filing.root), "add", *options())
    assert (done.returncode, "KPI401" in done.stderr) == (1, True)
    assert len(written(filing)) == 1


def test_the_stage_of_the_year(repository: Repository) -> None:
    done = run("-C", str(repository.root), "add", *options())
    assert done.returncode == 0
    assert "警告 KPI710" in done.stderr
    assert "现在是“公示”阶段" in done.stderr
    repository.replace(BASE, "stage: 公示", "stage: 归档")
    done = run("-C", str(repository.root), "add", *options(basis="另一号"))
    assert (done.returncode, "错误 KPI708" in done.stderr) == (1, True)
    assert len(written(repository)) == 1


@pytest.mark.parametrize(("sealed", "code"), [("2020-05-11", 0), ("2020-05-12", 1)])
def test_a_sealed_day(filing: Repository, sealed: str, code: int) -> None:
    filing.replace(BASE, "stage: 填报", f"stage: 填报\nsealed_through: {sealed}")
    done = run("-C", str(filing.root), "add", *options())
    assert (done.returncode, "KPI707" in done.stderr) == (code, bool(code)), done.stderr
    assert len(written(filing)) == 1 - code


@pytest.mark.parametrize(("now", "code"), [("2020-05-11", 1), ("2020-05-12", 0)])
def test_a_record_is_bound_by_the_commit_that_will_bring_it_in(
    filing: Repository, now: str, code: int
) -> None:
    """Not by the newest commit: what happened today is filed today."""
    filing.commit("2020-05-01")
    stamp = f"{now}T12:00:00+08:00"
    done = run("-C", str(filing.root), "add", *options(), GIT_COMMITTER_DATE=stamp)
    assert (done.returncode, "KPI404" in done.stderr) == (code, bool(code)), done.stderr
    filing.git("add", "--all")
    filing.git("commit", "--allow-empty", "--quiet", "--message", "填报", day=now)
    assert run("-C", str(filing.root), "check").returncode == 0


def test_wrong_names_of_departments_are_wrong_usage(filing: Repository) -> None:
    done = run("-C", str(filing.root), "add", *options(department="没有这个办"))
    assert (done.returncode, "guijian（规建环保办）" in done.stderr) == (2, True)


def test_the_help_names_every_question() -> None:
    said = run("add", "--help").stdout
    for name in (*GIVEN, "--count", "--actual", "--deduct", "--points", "--event", "--dry-run"):
        assert name in said
    for name in ("--approval-document", "--approved-by", "--approval-date", "--department"):
        assert name in said


class Terminal:
    """`kpigen add` on a pseudo-terminal, answered line by line."""

    def __init__(self, root: Path, *arguments: str) -> None:
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            os.environ["PYTHONIOENCODING"] = "utf-8"
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # pytest-xdist ignores it for all
            command = [sys.executable, "-m", "kpigen", "-C", str(root), "add", *arguments]
            os.execv(sys.executable, command)  # noqa: S606 - this project's own command
        self.said = ""

    def hear(self) -> bool:
        """Read up to the next question; False at the end."""
        heard = b""
        while not heard.endswith("：".encode()):
            ready, _, _ = select.select([self._terminal], [], [], 60)
            assert ready, heard.decode()
            try:
                more = os.read(self._terminal, 65536)
            except OSError:  # the other end is closed
                more = b""
            heard += more
            if not more:
                break
        self.said += heard.decode("utf-8").replace("\r\n", "\n")
        return heard.endswith("：".encode())

    def type(self, keys: str) -> None:
        os.write(self._terminal, keys.encode())

    def press(self, keys: str) -> None:
        """Press keys until the other end is closed: Ctrl+C just before a read is lost."""
        os.write(self._terminal, keys.encode())
        try:
            while select.select([self._terminal], [], [], 60)[0]:
                self.said += os.read(self._terminal, 65536).decode("utf-8", "replace")
                if not select.select([self._terminal], [], [], 1)[0]:
                    os.write(self._terminal, keys.encode())
        except OSError:
            return

    def end(self) -> int:
        assert not self.hear(), self.said
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])


def talk(root: Path, *arguments: str, answers: list[str]) -> tuple[int, str]:
    terminal = Terminal(root, *arguments)
    for answer in answers:
        assert terminal.hear(), terminal.said
        terminal.type(f"{answer}\n")
    code = terminal.end()
    return code, terminal.said


def test_a_whole_dialogue_with_slips_of_the_pen(filing: Repository) -> None:
    filing.record("tianxuan/dangqun/a", TEXT.replace("rule: 1.1-1", "rule: 12.2-1\ndeduct: 4"))
    answers = [
        *("99", "党群办"),
        "2",
        "12.2",
        "1",
        *("2019-05-13", "五月十三", "2020年5月13日"),
        *("", "七", "６．５", "6"),
        *("", "没有按时维护信息。"),
        "演示党〔2020〕7号",
        "",
        *("好", "是"),
    ]
    code, said = talk(filing.root, answers=answers)
    assert code == 0, said
    for words in (
        "没有“99”，请填左边的序号。",
        "12.2-1 及时完成12371党建系统信息更新及维护工作。（10分）",
        "全年合计最多扣 10 分",
        "天璇社区还剩 6 分",
        "错误 KPI403",
        "“日期”应该是日期，不能写成“五月十三”",
        "“扣分”应该是半角数字，不能写成“七”",
        "写成：6",
        "这一项要填。",
        "12.2 得分：7.68 → 7.2",
        "请填“是”或“否”。",
    ):
        assert words in said, said
    assert "deduct" not in said.partition("data/deductions")[0]
    (path,) = (path for path in written(filing) if not path.endswith("/a.yaml"))
    text = (filing.root / path).read_text(encoding="utf-8")
    assert "date: 2020-05-13\nrule: 12.2-1\ndeduct: 6\nreason: " in text
    assert "event" not in text
    assert filing.codes() == []


def test_options_answer_the_questions_they_can(filing: Repository) -> None:
    given = options(date="2020-13-01", basis=None, community=None)
    answers = ["惊蛰村", "2020-05-12", "2", "演示〔2020〕1号", "五月火情", "是"]
    code, said = talk(filing.root, *given, answers=answers)
    assert code == 0, said
    assert "日历上没有 2020-13-01 这一天" in said
    (record,) = filing.dataset().deductions
    assert (record.community, record.count, record.event) == ("jingzhe", Decimal(2), "五月火情")


@pytest.mark.parametrize(
    ("rule", "answers", "expected"),
    [
        ("4.4-1", ["17", ""], "actual: 17\n"),
        ("4.4-1", ["", "3", ""], "count: 3\n"),
        ("12.5-1", ["2", ""], "count: 2\n"),
        ("10.6-2", [""], "rule: 10.6-2\nreason"),
        ("6.1-1", ["5", ""], "deduct: 5\n"),
        ("16.1-1", ["2", ""], "points: 2\n"),
        ("8.1-v", ["", ""], "rule: 8.1-v\nreason"),
        (
            "8.1-v",
            ["", "演示〔2020〕9号", "镇党委", "2020-05-01", "2020-06-01"],
            '  document: "演示〔2020〕9号"\n  approved_by: "镇党委"\n  date: 2020-06-01\n',
        ),
    ],
)
def test_each_kind_is_asked_for_its_own_figures(
    filing: Repository, rule: str, answers: list[str], expected: str
) -> None:
    code, said = talk(filing.root, *options(rule=rule), "--yes", answers=answers)
    assert code == 0, said
    (path,) = written(filing)
    assert expected in (filing.root / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("keys", ["\x03", "\x04"], ids=["Ctrl+C", "Ctrl+D"])
def test_an_interrupted_dialogue_writes_nothing(filing: Repository, keys: str) -> None:
    for answered in range(3):
        terminal = Terminal(filing.root, *options(basis=None))
        for _ in range(answered):
            assert terminal.hear()
            terminal.type("1\n")
        assert terminal.hear()
        terminal.press(keys)
        assert terminal.end() == 130
        assert "已中断" in terminal.said
        assert "Aborted" not in terminal.said
    assert written(filing) == []


def test_no_at_the_end_writes_nothing(filing: Repository) -> None:
    code, said = talk(filing.root, *options(count="1", event="火情"), answers=["否"])
    assert (code, "没有写入。" in said) == (0, True)
    assert WRITTEN in said
    assert written(filing) == []


def test_what_only_shows_at_the_end_is_refused(filing: Repository) -> None:
    filing.record("tianshu/guijian/a", TEXT)
    code, said = talk(filing.root, *options(), answers=["", ""])
    assert (code, "错误 KPI411" in said) == (1, True)
    code, said = talk(filing.root, *options(deduct="3", basis="x"), answers=["", ""])
    assert (code, "清空“扣分”" in said) == (1, True)
    assert len(written(filing)) == 1


def test_an_archived_year_asks_nothing(filing: Repository) -> None:
    filing.replace(BASE, "stage: 填报", "stage: 归档")
    code, said = talk(filing.root, answers=[])
    assert (code, "KPI708" in said) == (1, True)


def test_the_schema_line_leads_to_the_repository_s_schemas() -> None:
    name = TEXT.partition("$schema=")[2].partition("\n")[0]
    here = Path("data/deductions/2020/tianshu/guijian")
    assert os.path.normpath(here / name) == f"{SCHEMAS}/deduction-2020.json"
