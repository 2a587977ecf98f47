"""The only door to git: runs it, and says in Chinese why it could not answer."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kpigen.errors import MachineError, UsageError

_PATIENCE = 120
_PIECE = 65_536
_ABSENT = (b"not a git repository", b"does not have any commits")


def ask(root: Path, *arguments: str, given: bytes | None = None) -> bytes | None:
    """Run git in a repository and give its output; None where there is no git or no commit."""
    done = _run(root, arguments, given)
    if done is None:
        return None
    if done.returncode == 0:
        return done.stdout
    if any(words in done.stderr for words in _ABSENT):
        return None
    raise _refusal(root, done.stderr)


def listen(root: Path, *arguments: str) -> Iterator[bytes]:
    """Run git in a repository that has commits and give its output in pieces while it runs."""
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(  # noqa: S603
                _command(root, arguments),
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
            )
        except OSError as error:
            raise MachineError("git 没有回应", "看看 git 能不能正常运行") from error
        with process:
            assert process.stdout is not None  # noqa: S101  # asked for above
            while piece := os.read(process.stdout.fileno(), _PIECE):
                yield piece
        if process.returncode:
            said.seek(0)
            raise _refusal(root, said.read())


def _refusal(root: Path, said: bytes) -> MachineError:
    if b"dubious ownership" in said:
        return MachineError(
            "git 不信任这个目录：它属于另一个用户",
            f"运行：git config --global --add safe.directory {root.resolve()}",
        )
    return MachineError("git 读不了这个仓库", f"在 {root.resolve()} 里运行 git log -1 看看原因")


def commit_named(root: Path, name: str) -> str:
    """Give the full id of the commit that a branch, tag or short id names."""
    done = None
    if name and not name.startswith("-"):
        done = _run(root, ("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"), None)
    if done is not None and done.returncode == 0:
        return done.stdout.decode("ascii").strip()
    if _run(root, ("--version",), None) is None:
        raise MachineError("没有找到 git 命令", "先安装 git，再打开新的命令行窗口运行")
    if ask(root, "rev-parse", "HEAD") is None:
        raise UsageError("这里不是 git 仓库，或者还没有提交", "先提交一次，或用 -C 指明仓库的目录")
    raise UsageError(
        f"仓库里没有“{name}”这个提交、分支或标签",
        "核对名称；在流水线里要取回完整的历史（fetch-depth: 0），并先 git fetch 目标分支",
    )


def merge_bases(root: Path, one: str, other: str) -> tuple[str, ...]:
    """Give the newest commits that two commits (full ids) both build on; several where they cross.

    It is the older of the two where one builds on the other, and none where nothing is shared.
    """
    done = _run(root, ("merge-base", "--all", one, other), None)
    if done is None or done.returncode != 0:
        return ()
    return tuple(done.stdout.decode("ascii").split())


def _command(root: Path, arguments: tuple[str, ...]) -> list[str]:
    return [
        *("git", "-c", "log.showSignature=false", "-c", "core.quotePath=false"),
        *("-C", str(root), *arguments),
    ]


def _environment() -> dict[str, str]:
    """Let git speak English, as it is known by its words, and not stop after every commit."""
    english = {"LC_ALL": "C", "LANGUAGE": "C"}
    return {**os.environ, **english, "GIT_OPTIONAL_LOCKS": "0", "GIT_FLUSH": "0"}


def _run(
    root: Path, arguments: tuple[str, ...], given: bytes | None
) -> subprocess.CompletedProcess[bytes] | None:
    try:
        return subprocess.run(  # noqa: S603
            _command(root, arguments),
            env=_environment(),
            input=b"" if given is None else given,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except FileNotFoundError:
        return None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MachineError("git 没有回应", "看看 git 能不能正常运行") from error
