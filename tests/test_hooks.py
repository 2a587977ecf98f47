"""Checking before a commit: the hook for pre-commit is well formed, the plain git hook works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from ruamel.yaml import YAML

from tests.conftest import PROJECT, Repository

GOOD = "date: 2020-05-12\nrule: 1.1-1\nreason: 沿街商铺电线老化起火。\nbasis: 演示〔2020〕1号\n"


def test_the_hook_for_pre_commit(repository: Repository) -> None:
    (hook,) = YAML(typ="safe", pure=True).load(PROJECT / ".pre-commit-hooks.yaml")
    assert (hook["id"], hook["language"]) == ("kpigen-check", "python")
    assert (hook["always_run"], hook["pass_filenames"]) == (True, False)
    command = [sys.executable, "-m", *hook["entry"].split()]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    for text, code in ((GOOD, 0), (GOOD.replace("1.1-1", "1.1-9"), 1)):
        repository.record("tianshu/guijian/a", text)
        done = subprocess.run(
            command, cwd=repository.root, env=environment, capture_output=True, check=False
        )
        assert done.returncode == code


def staged_check(repository: Repository, cache: Path) -> tuple[int, str]:
    """Run the hook as it is published upon what is staged; only its environment is made here."""
    (hook,) = YAML(typ="safe", pure=True).load(PROJECT / ".pre-commit-hooks.yaml")
    installed = {"language": "system", "entry": f'"{sys.executable}" -m {hook["entry"]}'}
    config = cache / "config.yaml"
    local = {"repo": "local", "hooks": [{**hook, **installed}]}
    config.write_text(json.dumps({"repos": [local]}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--color", "never", "--config", str(config)],
        cwd=repository.root,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PRE_COMMIT_HOME": str(cache)},
        capture_output=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8")


def test_pre_commit_checks_a_commit_that_only_deletes(
    repository: Repository, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    repository.record("tianshu/guijian/a", GOOD)
    repository.commit()
    repository.git("rm", "--quiet", "data/deductions/2020/tianshu/guijian/a.yaml")
    code, said = staged_check(repository, cache)
    assert (code, "Passed" in said) == (0, True), said
    repository.git("rm", "--quiet", "data/rubric/2020/communities.yaml")
    code, said = staged_check(repository, cache)
    assert (code, "缺少 communities.yaml" in said) == (1, True), said


def test_a_plain_git_hook_stops_a_bad_record(repository: Repository) -> None:
    repository.commit()
    hook = repository.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        f'#!/bin/sh\nPYTHONPATH="{PROJECT}" exec "{sys.executable}" -m kpigen check\n',
        encoding="utf-8",
    )
    hook.chmod(0o755)
    repository.record("tianshu/guijian/a", GOOD)
    repository.commit()
    assert repository.git("log", "--format=%s").count("数据") == 2
    repository.record("tianshu/guijian/b", GOOD.replace("1.1-1", "1.1-9"))
    repository.git("add", "--all")
    done = subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.invalid", "commit", "-m", "x"],
        cwd=repository.root,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert "KPI401" in (done.stdout + done.stderr).decode("utf-8")
    assert repository.git("log", "--format=%s").count("数据") == 2
