"""The program as its users start it: exit codes, what it says, and that it says it in Chinese."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpigen import cli
from tests.conftest import Repository

GOOD = "date: 2020-05-12\nrule: 1.1-1\nreason: 沿街商铺电线老化起火。\nbasis: 演示〔2020〕1号\n"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kpigen", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--version"], 0, "kpigen 0."),
        (["--help"], 0, "用法：kpigen"),
        (["check", "--help"], 0, "输出格式"),
        (["check", "--help"], 0, "不写就是最新的年度"),
        (["build", "--help"], 0, "不写就是全部年度"),
        (["serve", "--help"], 0, "不写就是全部年度"),
        (["schema", "--help"], 0, "不写就是全部年度"),
        ([], 2, "用法：kpigen"),
        (["chek"], 2, "是不是想用“check”"),
        (["check", "--formt", "json"], 2, "是不是想用 --format"),
        (["check", "--format", "xml"], 2, "--format 只能是"),
        (["check", "--year", "去年"], 2, "整数"),
        (["check", "--year"], 2, "后面要写一个值"),
        (["check", "多余"], 2, "多余"),
        (["-C", "没有这个目录", "check"], 2, "没有考核表"),
        (["check", "-C", "没有这个目录"], 2, "没有考核表"),
        (["export"], 2, "缺少"),
        (["export", "docx", "-o", "x"], 2, "只能是"),
        (["export", "xlsx", "-o", ""], 2, "没有说写到哪里"),
        (["serve", "--port", "99999"], 2, "1 到 65535"),
        (["score", "--as-of", "六月底"], 2, "不是日期"),
        (["score", "--as-of", "2020-02-30"], 2, "日历上没有"),
        (["score", "--explain"], 2, "--community"),
    ],
)
def test_exit_codes_and_words(arguments: list[str], code: int, says: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kpigen", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    said = done.stdout + done.stderr
    assert (done.returncode, says in said) == (code, True), said
    for english in ("Usage", "Error", "Options:", "Show this", "Try ", "Traceback"):
        assert english not in said


def test_errors_in_the_data_are_exit_code_1(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", GOOD.replace("1.1-1", "1.1-9"))
    root = str(repository.root)
    for command in (["check"], ["score"], ["build"], ["export", "json", "-o", f"{root}/x.json"]):
        done = run("-C", root, *command)
        assert done.returncode == 1, command
        assert "KPI401" in done.stdout + done.stderr
    assert not (repository.root / "x.json").exists()
    assert not (repository.root / "site").exists()


def test_check_formats(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", GOOD.replace("1.1-1", "1.1-9"))
    root = str(repository.root)
    path = "data/deductions/2020/tianshu/guijian/a.yaml"

    found = json.loads(run("-C", root, "check", "--format", "json").stdout)
    assert found["errors"] == 1
    assert found["findings"][0]["code"] == "KPI401"
    assert found["findings"][0]["path"] == path
    assert found["findings"][0]["line"] == 2

    github = run("-C", root, "check", "--format", "github").stdout.splitlines()
    assert github[0].startswith(f"::error file={path},line=2,col=1,title=KPI401::")

    (entry,) = json.loads(run("-C", root, "check", "--format", "gitlab").stdout)
    assert entry["location"] == {"path": path, "lines": {"begin": 2}}
    repository.record("tianshu/guijian/a", "# 多一行\n" + GOOD.replace("1.1-1", "1.1-9"))
    (moved,) = json.loads(run("-C", root, "check", "--format", "gitlab").stdout)
    assert moved["fingerprint"] == entry["fingerprint"]

    sarif = json.loads(run("-C", root, "check", "--format", "sarif").stdout)
    assert sarif["version"] == "2.1.0"
    assert sarif["runs"][0]["results"][0]["ruleId"] == "KPI401"


def test_score_json_has_the_contract_s_shape(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", GOOD)
    document = json.loads(run("-C", str(repository.root), "score", "--format", "json").stdout)
    assert (document["format"], document["year"]) == (1, 2020)
    assert (document["revision"], document["as_of"]) == (None, None)
    community = document["communities"][0]
    assert {
        "id": "tianshu",
        "name": "天枢社区",
        "group": "社区",
        "total": "198.75",
        "total_exact": "198.75",
        "rank": 12,
        "vetoed": False,
        "adjustments": "0",
    }.items() <= community.items()
    first = community["items"][0]
    assert (first["id"], first["points"], first["deducted"], first["score"], first["vetoed"]) == (
        "1.1",
        "2.5",
        "50",
        "1.25",
        False,
    )
    (record,) = first["records"]
    assert {
        "id": "2020/tianshu/guijian/a",
        "rule": "1.1-1",
        "count": "1",
        "deduct": "50",
        "status": "active",
    }.items() <= record.items()
    items = {item["id"]: item for item in community["items"]}
    assert len(items) == 52
    assert (items["3.1"]["points"], items["3.1"]["score"]) == ("15", "15")
    assert all(items[f"3.{n}"]["points"] is None for n in range(2, 8))
    assert all(items[f"3.{n}"]["score"] is None for n in range(2, 8))


def test_revision_is_the_commit(repository: Repository) -> None:
    repository.commit(day="2020-12-31")
    head = repository.git("rev-parse", "HEAD").strip()
    document = json.loads(run("-C", str(repository.root), "score", "--format", "json").stdout)
    assert (document["revision"], document["modified"]) == (head, False)
    repository.record("tianshu/guijian/a", GOOD)
    document = json.loads(run("-C", str(repository.root), "score", "--format", "json").stdout)
    assert (document["revision"], document["modified"]) == (head, True)


def test_nothing_later_than_the_newest_commit(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", GOOD)
    repository.commit(day="2020-05-11")
    assert "KPI404" in run("-C", str(repository.root), "check").stdout
    repository.git("add", "--all")
    repository.git("commit", "--allow-empty", "--quiet", "--message", "次日", day="2020-05-12")
    done = run("-C", str(repository.root), "check", SOURCE_DATE_EPOCH="0")
    assert done.returncode == 0, "the date of documents says nothing about what has happened"


def test_what_is_not_committed_yet_may_be_of_today(repository: Repository) -> None:
    root = str(repository.root)
    repository.replace("data/rubric/2020/assessment.yaml", "stage: 公示", "stage: 填报")
    repository.commit(day="2020-05-10")
    tomorrow = {"GIT_COMMITTER_DATE": "2020-05-13T12:00:00+08:00"}
    filed = ["--rule", "1.1-1", "--community", "tianshu", "--reason", "起火。", "--basis", "一"]
    done = run("-C", root, "add", *filed, "--date", "2020-05-13", **tomorrow)
    assert done.returncode == 0, done.stderr
    for command in (["check"], ["score"], ["diff", "HEAD", "--strict"]):
        assert run("-C", root, *command, **tomorrow).returncode == 0, command
    # Once the tree is clean, the commit alone decides.
    repository.commit(day="2020-05-12")
    assert "KPI404" in run("-C", root, "check", **tomorrow).stdout


def test_explain_goes_down_to_the_printed_rule(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", GOOD)
    said = run("-C", str(repository.root), "score", "--community", "天枢社区", "--explain").stdout
    assert "2.5 × (100 − 50) ÷ 100 = 1.25" in said
    assert "细则 1.1-1“辖区范围内发生消防事故，一次扣50分。”" in said
    assert "data/deductions/2020/tianshu/guijian/a.yaml" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("score", "--community", "天数社区"), "tianshu（天枢社区）"),
        (("export", "csv", "-o", "x.csv", "--community", "天数社区"), "tianshu（天枢社区）"),
        (("export", "xlsx", "-o", "x.xlsx", "--entry", "规建办"), "guijian（规建环保办）"),
    ],
)
def test_an_unknown_name_is_wrong_usage(
    repository: Repository, arguments: tuple[str, ...], says: str
) -> None:
    done = run("-C", str(repository.root), *arguments)
    assert (done.returncode, arguments[-1] in done.stderr, says in done.stderr) == (2, True, True)


def test_as_of(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", GOOD)
    root = str(repository.root)
    for words, day, total in (
        ("2020-05-11", "2020-05-11", "200.00"),
        ("2020-05-12", "2020-05-12", "198.75"),
        ("2020年5月1日", "2020-05-01", "200.00"),
        ("２０２０/5/12", "2020-05-12", "198.75"),
    ):
        done = run("-C", root, "score", "--format", "json", "--as-of", words)
        document = json.loads(done.stdout)
        assert (document["as_of"], document["communities"][0]["total"]) == (day, total)


def test_a_fault_of_ours_leaves_a_log_and_no_traceback(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kpigen.inspection.inspect", fail)
    monkeypatch.setattr(sys, "argv", ["kpigen", "-C", str(repository.root), "check"])
    assert cli._run() == 3  # noqa: SLF001  # the boundary without sys.exit
    said = capsys.readouterr().err
    assert "Traceback" not in said
    log = Path(said.partition("详情已写入 ")[2].partition("，")[0])
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
    log.unlink()


def test_a_closed_output_is_no_error_of_the_data(repository: Repository) -> None:
    command = f"'{sys.executable}' -m kpigen -C '{repository.root}' check"
    for closing in (">&-", "2>&-", "| head -c 1"):
        done = subprocess.run(
            ["/bin/sh", "-c", f"{command} {closing}"], capture_output=True, check=False
        )
        assert done.returncode == 0, closing
        assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="只有 Linux 有 /dev/full")
def test_a_full_disk_is_said_in_chinese(repository: Repository) -> None:
    command = f"'{sys.executable}' -m kpigen -C '{repository.root}' score >/dev/full"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert done.returncode == 3
    assert "磁盘满了" in done.stderr.decode("utf-8")


def test_a_value_cannot_end_the_line_it_is_printed_on(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", GOOD + 'count: "1\\n::error::fake"\n')
    for output_format in ("text", "github"):
        said = run("-C", str(repository.root), "check", "--format", output_format).stdout
        assert not [line for line in said.splitlines() if line.startswith("::error::fake")]


def test_nothing_internal_is_echoed(repository: Repository) -> None:
    for line in ("details: 某人: 机密词", "details：机密词", "details:机密词"):
        repository.record("tianshu/guijian/a", f"{GOOD}internal:\n  {line}\n  more: 1\n")
        done = run("-C", str(repository.root), "check")
        assert done.returncode == 1, line
        assert "机密词" not in done.stdout
