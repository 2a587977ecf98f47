"""An old branch meets the rules of today: every pipeline's comparing step, run in a real clone."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kpigen import forges
from kpigen.model import ForgeKind, Rubric
from tests.conftest import Repository
from tests.forges.pipelines import load, machine, program, step, text_of, workflow

ASSESSMENT = "data/rubric/2020/assessment.yaml"
OURS = "2020-06-12-b"
GOOD = "date: 2020-05-12\nrule: 1.1-1\nreason: 沿街商铺电线老化起火。\nbasis: 演示〔2020〕1号\n"
KINDS = pytest.mark.parametrize("kind", list(ForgeKind))


class Town(NamedTuple):
    """The repository on the forge: `left` is where the branch `filing` left the branch `main`."""

    forge: Repository
    left: str
    filed: str

    def on_main(self, change: Callable[[Repository], None]) -> str:
        change(self.forge)
        self.forge.commit()
        return self.tip()

    def merge(self) -> str:
        self.forge.git("merge", "--quiet", "--no-ff", "--no-edit", "filing")
        return self.tip()

    def tip(self) -> str:
        return self.forge.git("rev-parse", "main").strip()


@pytest.fixture
def town(repository: Repository, tmp_path: Path) -> Town:
    """A branch that files a record while main still takes records, as `group/kaohe.git`."""
    forge = Repository(tmp_path / "group" / "kaohe.git")
    forge.root.parent.mkdir()
    repository.root.rename(forge.root)
    forge.replace(ASSESSMENT, "stage: 公示", "stage: 填报")
    forge.record("tianshu/guijian/2020-05-12-a", GOOD)
    forge.write("requirements.txt", "wheels/kpigen-0.1.0-py3-none-any.whl\n")
    for path, content in forges.files(ForgeKind.GITEE, forge.dataset().rubric):
        if path.startswith(".gitee/kpigen/"):
            forge.write(path, content)
    forge.commit()
    forge.git("branch", "--move", "main")
    # Whoever may push a tag must not be able to stand it in for the target branch.
    forge.git("tag", "origin/main")
    forge.git("switch", "--quiet", "--create", "filing")
    forge.record(f"tianshu/guijian/{OURS}", GOOD.replace("05-12", "06-12"))
    forge.commit()
    forge.git("switch", "--quiet", "main")
    return Town(forge, forge.git("rev-parse", "main").strip(), forge.git("rev-parse", "filing"))


def archive(forge: Repository) -> None:
    forge.replace(ASSESSMENT, "stage: 填报", "stage: 归档")


def seal(forge: Repository) -> None:
    forge.replace(ASSESSMENT, "demo: true", "sealed_through: 2020-06-30\ndemo: true")


def close(forge: Repository) -> None:
    forge.replace(ASSESSMENT, "stage: 填报", "stage: 核实")


def go_on(forge: Repository) -> None:
    forge.record("tianshu/guijian/2020-05-20-c", GOOD.replace("05-12", "05-20"))


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def shell(
    script: str, clone: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


class Job(NamedTuple):
    """What a pipeline runs: its shell, and where; `given` is what the forge tells it."""

    script: str
    clone: Path
    given: dict[str, str]


def like_actions(kind: ForgeKind, town: Town, rubric: Rubric, clone: Path) -> Job:
    """GitHub takes out the trial merge; Gitea the branch, and all branches beside it."""
    git(clone.parent, "clone", "--quiet", str(town.forge.root), str(clone))
    git(clone, "switch", "--quiet", "--detach", "origin/filing")
    if kind is ForgeKind.GITHUB:
        git(clone, "switch", "--quiet", "--detach", town.tip())
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.invalid")
        git(clone, *identity, "merge", "--quiet", "--no-ff", "--no-edit", "origin/filing")
    found = step(workflow(kind, rubric)["jobs"]["check"], "比较")
    answers = {
        "github.base_ref": "main",
        "github.event.pull_request.base.sha": town.left,
        "github.event.pull_request.head.repo.full_name != github.repository": "false",
    }
    given = {
        name: re.sub(r"\$\{\{ (.*?) \}\}", lambda asked: answers[asked[1]], value)
        for name, value in found["env"].items()
    }
    return Job(found["run"], clone, given)


def like_gitlab(
    town: Town, rubric: Rubric, clone: Path, *, origin: Path | None = None, project: str = ""
) -> Job:
    """GitLab's runner fetches nothing but the commit that the pipeline is about."""
    clone.mkdir()
    git(clone, "init", "--quiet")
    git(clone, "remote", "add", "origin", str(origin or town.forge.root))
    git(clone, "fetch", "--quiet", "origin", "+refs/heads/filing:refs/pipelines/7")
    git(clone, "switch", "--quiet", "--detach", "refs/pipelines/7")
    document = load(text_of(ForgeKind.GITLAB, ".gitlab-ci.yml", rubric))
    lines = [*document[".kpigen"]["before_script"], *document["diff"]["script"]]
    given = {
        "CI_PROJECT_PATH": project or "group/kaohe",
        "CI_MERGE_REQUEST_PROJECT_PATH": "group/kaohe",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": town.left,
    }
    return Job("\n".join(lines), clone, given)


def like_gitee(town: Town, rubric: Rubric, clone: Path, *, recorded: str = "") -> Job:
    """Gitee Go's commands, one after another; what it takes out is not known to the last."""
    source = ("--single-branch", "--branch", "filing")
    git(clone.parent, "clone", "--quiet", *source, str(town.forge.root), str(clone))
    stage = load(text_of(ForgeKind.GITEE, ".workflow/kpigen-pr.yml", rubric))["stages"][0]
    # What the comparison says is what matters here: the site is another's business.
    commands = [line for line in stage["steps"][0]["commands"] if "kpigen build" not in line]
    given = {
        "GITEE_BRANCH": "main",
        "GITEE_COMMIT": recorded or town.left,
        "GITEE_SOURCE_COMMIT": town.filed.strip(),
    }
    return Job("\n".join(commands), clone, given)


def job(kind: ForgeKind, town: Town, rubric: Rubric, clone: Path) -> Job:
    if kind is ForgeKind.GITLAB:
        return like_gitlab(town, rubric, clone)
    if kind is ForgeKind.GITEE:
        return like_gitee(town, rubric, clone)
    return like_actions(kind, town, rubric, clone)


def compared(job: Job) -> tuple[int, str]:
    """Run the job and give its exit code and its report."""
    outside = job.clone.parent / f"outside-{job.clone.name}"
    outside.mkdir()
    environment = {**machine(outside), **job.given}
    environment.pop("GITHUB_STEP_SUMMARY", None)
    environments = "mkdir -p .kpigen-venv/bin && touch .kpigen-venv/bin/activate\n"
    program(outside / "bin" / "uv", environments)
    program(outside / "bin" / "python3", f'[ "$2" = pip ] || exec "{sys.executable}" "$@"\n')
    done = shell(job.script, job.clone, environment)
    report = job.clone / "kpigen-report" / "diff.md"
    told = report.read_text(encoding="utf-8") if report.exists() else ""
    return done.returncode, told or done.stderr


@KINDS
@pytest.mark.parametrize(
    ("change", "code"), [(archive, "KPI708"), (seal, "KPI707"), (close, "KPI710")]
)
def test_an_old_branch_is_held_against_the_rules_of_today(
    kind: ForgeKind,
    change: Callable[[Repository], None],
    code: str,
    town: Town,
    rubric: Rubric,
    tmp_path: Path,
) -> None:
    town.on_main(change)
    status, report = compared(job(kind, town, rubric, tmp_path / "clone"))
    assert (status, code in report) == (1, True), report
    assert OURS in report


@KINDS
def test_what_others_merged_meanwhile_is_not_the_branch_s_doing(
    kind: ForgeKind, town: Town, rubric: Rubric, tmp_path: Path
) -> None:
    town.on_main(go_on)
    status, report = compared(job(kind, town, rubric, tmp_path / "clone"))
    assert status == 0, report
    assert OURS in report
    assert "2020-05-20-c" not in report


@pytest.mark.parametrize("kind", [each for each in ForgeKind if each is not ForgeKind.GITHUB])
def test_run_again_after_the_merge_it_says_the_same(
    kind: ForgeKind, town: Town, rubric: Rubric, tmp_path: Path
) -> None:
    town.on_main(go_on)
    before = compared(job(kind, town, rubric, tmp_path / "before"))
    town.merge()
    town.on_main(archive)
    status, report = compared(job(kind, town, rubric, tmp_path / "after"))
    assert (before[0], status) == (0, 0), report
    assert report.partition("\n### ")[2] == before[1].partition("\n### ")[2]


def test_a_gitlab_fork_is_held_against_the_project_that_it_asks(
    town: Town, rubric: Rubric, tmp_path: Path
) -> None:
    fork = tmp_path / "clerk" / "kaohe.git"
    fork.parent.mkdir()
    git(tmp_path, "clone", "--quiet", "--bare", str(town.forge.root), str(fork))
    town.on_main(archive)
    asked = like_gitlab(town, rubric, tmp_path / "clone", origin=fork, project="clerk/kaohe")
    status, report = compared(asked)
    assert (status, "KPI708" in report) == (1, True), report
    town.forge.root.rename(town.forge.root.with_name("gone.git"))
    unknown = like_gitlab(town, rubric, tmp_path / "other", origin=fork, project="clerk/kaohe")
    status, said = compared(unknown)
    assert (status, "取不到目标分支 main" in said) == (3, True), said


def test_gitee_goes_by_the_recorded_tip_where_nothing_can_be_fetched(
    town: Town, rubric: Rubric, tmp_path: Path
) -> None:
    recorded = town.on_main(archive)
    asked = like_gitee(town, rubric, tmp_path / "clone", recorded=recorded)
    git(asked.clone, "fetch", "--quiet", "origin", recorded)
    git(asked.clone, "remote", "set-url", "origin", str(tmp_path / "nowhere"))
    status, report = compared(asked)
    assert (status, "KPI708" in report) == (1, True), report
