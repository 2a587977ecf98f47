"""Checking before a commit: the hook for pre-commit is well formed, the plain git hook works."""

from __future__ import annotations

import os
import subprocess
import sys

from ruamel.yaml import YAML

from tests.conftest import PROJECT, Repository

GOOD = "date: 2020-05-12\nrule: 1.1-1\nreason: 沿街商铺电线老化起火。\nbasis: 演示〔2020〕1号\n"


def test_the_hook_for_pre_commit(repository: Repository) -> None:
    (hook,) = YAML(typ="safe", pure=True).load(PROJECT / ".pre-commit-hooks.yaml")
    assert (hook["id"], hook["language"]) == ("kpigen-check", "python")
    assert (hook["files"], hook["pass_filenames"]) == ("^data/", False)
    command = [sys.executable, "-m", *hook["entry"].split()]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    for text, code in ((GOOD, 0), (GOOD.replace("1.1-1", "1.1-9"), 1)):
        repository.record("tianshu/guijian/a", text)
        done = subprocess.run(
            command, cwd=repository.root, env=environment, capture_output=True, check=False
        )
        assert done.returncode == code


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
