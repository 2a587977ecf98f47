from __future__ import annotations

import pytest

from kpigen.errors import MachineError
from kpigen.reading.internal import InternalText, record_parts, rubric_texts
from kpigen.reading.tree import Folder
from tests.conftest import YEAR, Repository

RECORD = "date: 2020-05-12\nrule: 1.1-1\nreason: 起火。\nbasis: 演示〔2020〕1号\n"


@pytest.mark.parametrize(
    ("block", "texts", "names"),
    [
        ("", [], []),
        ("internal: 一句话\n", [((), "一句话", 5)], []),
        ('"int\\u0065rnal": 写法少见\n', [((), "写法少见", 5)], []),
        (
            "internal:\n  details: |\n    第一行\n    第二行\n  备注: 另案\n",
            [(("details",), "第一行\n第二行", 6), (("备注",), "另案", 9)],
            [("details", 6), ("备注", 9)],
        ),
        (
            "internal:\n  evidence:\n    - file: 甲.pdf\n      sha256: ab\n    - [乙, [丙]]\n",
            [
                (("evidence", "1", "file"), "甲.pdf", 7),
                (("evidence", "1", "sha256"), "ab", 8),
                (("evidence", "2", "1"), "乙", 9),
                (("evidence", "2", "2"), "丙", 9),
            ],
            [("evidence", 6), ("file", 7), ("sha256", 8)],
        ),
    ],
)
def test_a_record_is_parted(
    repository: Repository,
    block: str,
    texts: list[tuple[tuple[str, ...], str, int]],
    names: list[tuple[str, int]],
) -> None:
    repository.record("tianshu/guijian/a", RECORD + block)
    (parts,) = record_parts(Folder(repository.root), repository.dataset().deductions)
    assert parts.record == "2020/tianshu/guijian/a"
    assert parts.public == ("2020-05-12", "1.1-1", "起火。", "演示〔2020〕1号")
    assert list(parts.internal) == [InternalText(*text) for text in texts]
    assert list(parts.names) == names


def test_the_dataset_never_holds_an_internal_text(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", f"{RECORD}internal:\n  details: 机密\n")
    assert "机密" not in repr(repository.dataset())


def test_every_printed_word_is_public(repository: Repository) -> None:
    texts = "\n".join(rubric_texts(Folder(repository.root), YEAR))
    for word in ("规建环保办", "天枢社区", "一次扣50分", "2020年度社区目标绩效考核明细表"):
        assert word in texts


def test_a_record_that_changes_under_us_ends_the_work(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", RECORD)
    records = repository.dataset().deductions
    repository.record("tianshu/guijian/a", "坏了")
    with pytest.raises(MachineError, match="被改动了"):
        list(record_parts(Folder(repository.root), records))
