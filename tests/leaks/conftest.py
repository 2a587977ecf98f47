"""What the tests of leaks search with: the secrets of a town whose records stand beside them."""

from __future__ import annotations

from kpigen import leaks
from tests.conftest import Repository

RECORD = "date: 2020-05-12\nrule: 1.1-1\nreason: 商铺线路老化起火。\nbasis: 演示消防〔2020〕1号\n"
PATH = "data/deductions/2020/tianshu/guijian/a.yaml"


def secrets_of(town: Repository, internal: str, record: str = RECORD) -> leaks.Secrets:
    """Give the secrets of a town with one record, whose internal block is this YAML."""
    town.record("tianshu/guijian/a", f"{record}internal: {internal}\n")
    return leaks.secrets(town.root, [town.dataset()])


def files_with_leaks(secrets: leaks.Secrets, *files: tuple[str, bytes]) -> list[str]:
    return [leak.file for leak in leaks.compare(secrets, files)]
