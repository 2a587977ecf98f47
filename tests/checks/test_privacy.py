"""Private numbers, house numbers and names beside delicate words: found, and never shown whole."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen.checks import privacy
from kpigen.privacy.houses import house
from kpigen.privacy.names import Names
from kpigen.privacy.numbers import Private, find, half_width, hidden
from kpigen.reading import loader
from kpigen.reading.tree import Folder
from tests.checks.loaded import check_loads
from tests.conftest import PROJECT, YEAR, Repository

ID = "11010519491231002X"  # the one that the standard prints
CARD = "4111111111111111"
MOBILE = "13800138000"
RECORD = "date: 2020-05-12\nrule: 2.5-1\nreason: {reason}\nbasis: {basis}\n"

NUMBERS: list[tuple[str, list[Private]]] = [
    (ID, [Private.ID]),
    ("110105 19491231 002x", [Private.ID]),
    ("110105-1949-12-31-002X", [Private.ID]),
    ("１１０１０５１９４９１２３１００２Ｘ", [Private.ID]),
    ("110105194912310021", [Private.LIKE_AN_ID]),
    ("110105491231002", [Private.LIKE_AN_ID]),
    (MOBILE, [Private.MOBILE]),
    ("+86 138-0013-8000", [Private.MOBILE]),
    ("008613800138000", [Private.MOBILE]),
    ("138 0013 8000", [Private.MOBILE]),
    ("1380 013 8000", [Private.MOBILE]),
    ("13800 138000", [Private.MOBILE]),
    ("１３８００１３８０００", [Private.MOBILE]),
    ("2020-05-12 13800138000 2020-05-12", [Private.MOBILE]),
    ("138****8000", []),
    ("12800138000", []),
    ("023-62345678", [Private.LANDLINE]),
    ("（023）6234 5678", [Private.LANDLINE]),
    ("09122345678", [Private.LANDLINE]),
    (CARD, [Private.CARD]),
    ("4111 1111 1111 1111", [Private.CARD]),
    ("6222020000000000000", [Private.CARD]),
    ("4111111111111112", []),
    ("zhang.san@example.com", [Private.EMAIL]),
    ("ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", [Private.EMAIL]),
    (f"电话{MOBILE}，身份证{ID}。", [Private.MOBILE, Private.ID]),
    # A company's 统一社会信用代码 is public; so are documents' numbers, days and cases.
    ("91110000600037341L", []),
    ("5001102020051200012", []),
    ("20200715123456", []),
    ("演示党政收发2020-11", []),
    ("2020-07-15至2020-08-15", []),
]


@pytest.mark.parametrize(("text", "kinds"), NUMBERS)
def test_private_numbers(text: str, kinds: list[Private]) -> None:
    assert [found.kind for found in find(text)] == kinds
    assert [found.kind for found in find(f"经核实，{text}，未落实。")] == kinds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3栋2单元501室漏报", "3栋2单元"),
        ("３栋５０１", "3栋501"),
        ("三栋二单元五零一室", "三栋二单元"),
        ("A栋1502", "A栋1502"),
        ("5号楼", "5号楼"),
        ("12-3-4室", "12-3-4室"),
        ("3-2-501", "3-2-501"),
        ("幸福路12号", "路12号"),
        ("幸福巷十二号", "巷十二号"),
        ("桃花村2组15号", "组15号"),
        ("人民大道 108号", "大道 108号"),
        ("门牌号12", "门牌号12"),
        ("演示〔2020〕12号", ""),
        ("演示市监检字〔2020〕第11号；责任书第四条", ""),
        ("第4号", ""),
        ("2020年第9期", ""),
        ("3号文", ""),
        ("演示党政收发2020-11", ""),
        ("南桐村2020-3号", ""),
        ("三栋楼体飞线未清理", ""),
        ("漏登七栋集体宿舍", ""),
        ("七栋三百户", ""),
        ("线路12号杆", ""),
        ("五组3号闸漏水", ""),
        ("5月12号", ""),
        ("302会议室", ""),
        ("2020-05-12", ""),
        ("同一事项", ""),
    ],
)
def test_house_numbers(text: str, found: str) -> None:
    assert house(text) == found


@pytest.fixture(scope="module")
def names() -> Names:
    dataset = loader.load(Folder(PROJECT), YEAR, None).dataset
    assert dataset is not None
    return Names(*dataset.rubric.privacy)


@pytest.mark.parametrize(
    "text",
    [
        "低保户张三",
        "低保户张三家漏报",
        "低保户、张三",
        "低保户：张三",
        "低保户村民张三反映",
        "张某某（残疾）",
        "张三（低保）资料",
        "信访人李某",
        "死者王五",
        "王某某系低保户",
        "李四是低保户",
        "低保户王小明未核查",
        "村民张三残疾",
        "特困人员欧阳修补贴漏发",
        "残疾人李**",
        "王五家低保未核",
        "经查李四系低保户",
        "少数民族群众马某反映",
        "张三患精神病",
        "举报人陈某某",
        "社区矫正对象赵六脱管",
        "刑满释放人员钱七走访不及时",
        "孤儿孙小美的补助",
        "王某，低保户，未核查",
        "李×患艾滋病",
        "未及时为张三办理低保",
        "残疾人高龙的轮椅",
        "低保对象任强",
    ],
)
def test_a_name_beside_a_delicate_word(names: Names, text: str) -> None:
    assert names.beside(text) is not None
    assert names.beside(f"六月抽查发现，{text}") is not None


@pytest.mark.parametrize(
    "text",
    [
        "低保资料未更新",
        "低保户高龄津贴未发",
        "残疾人江湖救助",
        "残疾人方案未报",
        "低保户申请未办",
        "低保金发放的台账",
        "特困人员任务未完成",
        "低保户金额有误",
        "对何种低保对象",
        "许多残疾人反映",
        "做好高龄残疾人工作",
        "精神病患者管理未落实",
        "信访人员方面的资料",
        "低保户时间填错",
        "孤儿关爱未开展",
        "死者家属安抚",
        "为高龄低保户办理",
        "残疾人向镇反映",
        "社区任何低保户",
        "白露村低保户",
        "白露村残疾人专干",
        "谷雨村低保资料",
        "一名残疾人的申请",
        "低保户石桥组",
        "少数民族文化活动",
        "网格员王某到岗。低保资料未更新",
        "低保资料未更新，网格员王某未到岗",
        "残疾人康复服务",
        "残疾人易地搬迁",
        "做好低保、特困人员、孤儿救助",
        "村委会主任是残疾人",
        "低保户于6月前复核",
        "困难职工文体活动",
        "张三未到岗",
    ],
)
def test_a_delicate_word_without_a_name(names: Names, text: str) -> None:
    assert names.beside(text) is None


def test_the_demonstration_and_the_official_table_are_clean() -> None:
    repository = Repository(PROJECT)
    assert not [found for found in repository.findings() if found.code.startswith("KPI6")]
    table = (PROJECT / "tests/data/official-table-2020.json").read_text(encoding="utf-8")
    cells = [str(cell) for row in json.loads(table) for cell in (*row.values(),)]
    assert len(cells) > 300
    assert [cell for cell in cells if find(cell) or house(cell)] == []


APPEAL = "appeal:\n  filed: 2020-06-01\n  grounds: {text}\n"
DECIDED = (
    "appeal:\n  filed: 2020-06-01\n  grounds: 已整改\n  decided: 2020-06-05\n"
    "  decision: upheld\n  decided_by: {by}\n  document: {document}\n"
)
WITHDRAWN = "withdrawn:\n  date: 2020-06-01\n  reason: {reason}\n  decided_by: {by}\n"
CORRECTED = "corrections:\n  - date: 2020-06-01\n    reason: {reason}\n    decided_by: {by}\n"


@pytest.mark.parametrize(
    ("more", "line"),
    [
        (f"event: 居民{MOBILE}反映\n", 5),
        (APPEAL.format(text=MOBILE), 7),
        (DECIDED.format(by=MOBILE, document="演示1号"), 10),
        (DECIDED.format(by="党政办", document=f"演示{MOBILE}"), 11),
        (WITHDRAWN.format(reason=MOBILE, by="党政办"), 7),
        (WITHDRAWN.format(reason="误报", by=MOBILE), 8),
        (CORRECTED.format(reason=MOBILE, by="党政办"), 5),
        (CORRECTED.format(reason="误报", by=MOBILE), 5),
    ],
)
def test_every_publishable_field_is_looked_at(repository: Repository, more: str, line: int) -> None:
    repository.record(
        "tianshu/jingfa/a", RECORD.format(reason="未按要求。", basis="演示〔2020〕1号") + more
    )
    (finding,) = repository.findings()
    assert (finding.code, finding.line) == ("KPI603", line)


def test_what_is_internal_is_nobodys_business(repository: Repository) -> None:
    text = RECORD.format(reason="未按要求。", basis="演示〔2020〕1号")
    repository.record("tianshu/jingfa/a", f"{text}internal:\n  details: 低保户张三 {ID} {MOBILE}\n")
    assert repository.codes() == []


def test_a_file_name_is_published_too_and_is_not_repeated(repository: Repository) -> None:
    text = RECORD.format(reason="未按要求。", basis="演示〔2020〕1号")
    repository.record(f"tianshu/jingfa/2020-05-12-{MOBILE}", text)
    (finding,) = repository.findings()
    assert (finding.code, finding.path) == ("KPI603", "data/deductions/2020/tianshu/jingfa")
    assert MOBILE not in str(finding)


def test_what_the_office_writes_about_its_readings(repository: Repository) -> None:
    path = next((repository.root / "data/rubric/2020/categories").glob("*.yaml"))
    name = path.relative_to(repository.root).as_posix()
    text = path.read_text(encoding="utf-8")
    doubt = next(line for line in text.splitlines() if line.strip().startswith("doubt: "))
    repository.replace(name, doubt, f"{doubt}联系人 {MOBILE}。")
    (finding,) = repository.findings()
    assert (finding.code, finding.path) == ("KPI603", name)


def test_without_a_wordlist_no_word_is_delicate(repository: Repository) -> None:
    repository.record(
        "tianshu/jingfa/a", RECORD.format(reason="低保户张三未核。", basis="演示〔2020〕1号")
    )
    assert repository.codes() == ["KPI608"]
    (repository.root / "data/rubric/2020/privacy.yaml").unlink()
    assert repository.codes() == []


def test_the_wordlist_is_data(repository: Repository) -> None:
    repository.record(
        "tianshu/jingfa/a",
        RECORD.format(reason="养蜂户张三，欠费户李四。", basis="演示〔2020〕1号"),
    )
    assert repository.codes() == []
    repository.write("data/rubric/2020/privacy.yaml", "words: [养蜂]\nsurnames: [张]\n")
    assert repository.codes() == ["KPI608"]
    repository.write("data/rubric/2020/privacy.yaml", "words: [欠费]\nsurnames: [张]\n")
    assert repository.codes() == []


FORMATS = ("text", "json", "github", "gitlab", "sarif")


@pytest.mark.parametrize("output_format", FORMATS)
def test_no_format_shows_a_match_whole(repository: Repository, output_format: str) -> None:
    private = [ID, MOBILE, CARD, "zhangsan@example.com", "023-62345678", "张三丰"]
    spoilt = {
        "a": RECORD.format(reason=f"居民{ID}、{MOBILE}反映", basis="演示1号"),
        "b": RECORD.format(reason=f"卡号{CARD}，邮箱zhangsan@example.com", basis="演示2号"),
        "c": RECORD.format(reason="低保户张三丰未核，电话023-62345678", basis="演示3号"),
        # Other checks quote what they complain of.
        "d": RECORD.format(reason="未办", basis="演示4号").replace("2020-05-12", ID),
        "e": RECORD.format(reason="未办", basis="演示5号") + f"count: {MOBILE}\n",
        "f": RECORD.format(reason="未办", basis="演示6号").replace("2.5-1", MOBILE),
        "g": RECORD.format(reason="未办", basis="演示7号").replace("reason:", f"{MOBILE}:"),
        "h": RECORD.format(reason=f"：{MOBILE}", basis="演示8号").replace("reason: ：", "reason："),
        "i": RECORD.format(reason=f"|\n  {MOBILE}\n  未办", basis="演示9号"),
        "j": RECORD.format(reason=f"说明: {MOBILE}", basis="演示10号"),
    }
    for name, text in spoilt.items():
        repository.record(f"tianshu/jingfa/{name}", text)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "kpigen", "-C", str(repository.root), "check"),
            *("--format", output_format),
        ],
        capture_output=True,
        check=False,
        env={"PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1", "PATH": ""},
    )
    assert done.returncode == 1, done.stderr.decode()
    shown = done.stdout.decode("utf-8")
    assert [text for text in private if text in shown] == []
    for name in spoilt:
        assert f"/{name}.yaml" in shown
    assert "11…（18 位）" in shown


@given(st.text(st.sampled_from("0123456789０１２ -xX@a.c京号"), max_size=60), st.text(max_size=5))
def test_hiding_leaves_nothing_to_find(text: str, around: str) -> None:
    shown = hidden(f"{around}{text}{around}")
    assert [found for found in find(shown) if found.kind is not Private.EMAIL] == []


@given(st.text())
def test_half_width_keeps_every_place(text: str) -> None:
    assert len(half_width(text)) == len(text)


def test_nothing_is_imported_for_clean_records(repository: Repository) -> None:
    repository.record(
        "tianshu/jingfa/a", RECORD.format(reason="未按要求。", basis="演示〔2020〕1号")
    )
    assert not check_loads(repository, "stdnum")


def test_every_kind_has_its_code() -> None:
    assert set(privacy.CODES) == set(Private)  # a kind without one would crash
