"""The entry page finds the private numbers and doors that check finds, and shows none whole."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import asdict

import pytest

from kpigen.filing import examination
from kpigen.filing.examination import Candidate
from kpigen.privacy.houses import house
from kpigen.privacy.numbers import Private, find, half_width, masked
from kpigen.reading import loader
from kpigen.reading.tree import Folder
from tests.checks.test_privacy import CARD, ID, MOBILE, NUMBERS
from tests.conftest import PROJECT, YEAR
from tests.render.browser import Browser
from tests.render.entry_page import DRIVE, FIRE, Town

# Beside what the check's own tests hold: more disguises, and what only looks like a number.
TEXTS = (
    "",
    "𠮷" + MOBILE + "𠮷" + ID,
    "身份证11010519491231002x，电话＋８６１３８００１３８０００",
    "110105—19491231—002X",
    "138–0013–8000",
    "138\u201000138000",
    "138.0013.8000",
    "电话0086-138 0013 8000转802",
    "1" + MOBILE,
    MOBILE + "1",
    ID + "A",
    "４１１１－１１１１－１１１１－１１１１",
    "6222020000000000000，6222020000000000001",
    "110105194902310021",
    "110105491231002 110105193002290019",
    "统一社会信用代码91110000600037341L",
    "统一社会信用代码 52110000500001234X 11100000000019713D 12100000400006178K",
    "51500000504031234A 31110000358336218N",
    "（2020）渝0110民初12345号，渝0110刑终20200512号",
    "案号2020050110100012345，工单202005121234567",
    "演示规环〔2020〕3号；演示市监检字〔2020〕第11号",
    "发票号码 04403190010412345678",
    "（０２３）６２３４－５６７８、400-800-8820、12345热线、010 6234 5678",
    "a@b.c，＠，a＠b，zhang.san@mail.example.com.cn",
    "3栋2单元501室，３栋５０１，A—3—501，12—3—401，12–3–401，幸福路１２号，门牌号：12",
    "线路12号杆，三栋楼，302会议室，桃花村二组十五号",
)
FULL_WIDTH = {ord(half_width(chr(code))): chr(code) for code in range(0xFF01, 0xFF5F)}
READ = """
const [privacy, texts] = arguments;
const reader = KpigenPrivacy.reader(privacy);
return texts.map(text => [
  reader.find(text).map(found => [found.kind, text.slice(found.start, found.end)]),
  reader.house(text),
  reader.find(text).map(found => KpigenPrivacy.masked(text.slice(found.start, found.end))),
]);
"""


def by_python(text: str) -> list[object]:
    found = find(text)
    return [
        [[one.kind.name, text[one.start : one.end]] for one in found],
        house(text),
        [masked(text[one.start : one.end]) for one in found],
    ]


def compare(page: Browser, town: Town, texts: list[str]) -> None:
    shown = page.run(READ, asdict(town.entry.privacy), texts)
    for text, seen in zip(texts, shown, strict=True):
        assert seen == by_python(text), text


def test_every_disguise_is_read_as_python_reads_it(page: Browser, town: Town) -> None:
    plain = [*TEXTS, *(text for text, _ in NUMBERS)]
    wide = [text.translate(FULL_WIDTH) for text in plain]
    texts = [*plain, *wide, *(f"经核实，{text}，未落实。" for text in plain)]
    kinds = {found.kind for text in texts for found in find(text)}
    assert kinds == set(Private)
    assert sum(1 for text in texts if house(text)) > 5
    compare(page, town, texts)


def test_the_demonstration_and_the_table_are_read_alike(page: Browser, town: Town) -> None:
    dataset = loader.load(Folder(PROJECT), YEAR, None).dataset
    assert dataset is not None
    texts = [
        text
        for record in dataset.deductions
        for text in (record.reason, record.basis, record.event)
    ]
    texts += [rule.text for _, rule in dataset.rubric.rules.values()]
    assert len(texts) > 200
    compare(page, town, texts)


def with_digit(body: str, digits: str, dice: random.Random) -> str:
    """End a number with the one digit that its checksum wants, sometimes with another."""
    fitting = [body + last for last in digits if find(body + last)]
    return dice.choice(fitting) if fitting and dice.random() < 0.7 else body + dice.choice(digits)


def random_text(dice: random.Random) -> str:
    """Give digits that look like something, apart and disguised at random."""

    def some(count: int) -> str:
        return "".join(dice.choices("0123456789", k=count))

    birthday = f"{dice.randrange(1900, 2020)}{dice.randrange(1, 13):02}{dice.randrange(1, 32):02}"
    number = dice.choice(
        (
            lambda: with_digit(f"5{some(5)}{birthday}{some(3)}", "0123456789X", dice),
            lambda: f"5{some(5)}{birthday[2:]}{some(3)}",
            lambda: with_digit(f"62{some(dice.randrange(13, 17))}", "0123456789", dice),
            lambda: f"91{some(16)}",
            lambda: f"{dice.choice(('', '86', '+86', '0086'))}1{some(10)}",
            lambda: f"0{dice.choice(('23', '10', '913'))}{some(8)}",
            lambda: f"{some(2)}栋{some(dice.randrange(5))}",
            lambda: some(dice.randrange(9, 22)),
        )
    )()
    parted = "".join(
        sign + (dice.choice(" -－—　.)") if dice.random() < dice_parts else "")
        for dice_parts in (dice.choice((0, 0, 0.08, 0.25)),)
        for sign in number
    )
    if dice.random() < 0.3:
        parted = parted.lower().translate(FULL_WIDTH)
    around = ("", "居民", "，", "1", "x", "(", "路", "号", "@a.cn")
    return dice.choice(around) + parted + dice.choice(around)


def test_thousands_of_random_digits_are_read_as_python_reads_them(
    page: Browser, town: Town
) -> None:
    dice = random.Random(2020)  # noqa: S311  # a test's own
    texts = [random_text(dice) for _ in range(6000)]
    letters = "0123456789０１８９ -－—xXＸ@＠.a栋号路单元"
    texts += ["".join(dice.choices(letters, k=dice.randrange(60))) for _ in range(2000)]
    found = Counter(one.kind for text in texts for one in find(text))
    assert all(found[kind] > 20 for kind in Private), found
    assert sum(1 for text in texts if house(text)) > 20
    compare(page, town, texts)


def given(fields: dict[str, str], town: Town) -> set[str]:
    """Give the private findings of check on the record that these fields make."""
    text = "".join(
        f"{name}: {fields[name]}\n" for name in ("date", "rule", "reason", "basis", "event")
    )
    where = f"data/deductions/{YEAR}/tianshu/guijian/new.yaml"
    findings = examination.examine(town.dataset, (Candidate(where, text.encode()),)).findings
    return {finding.code for finding in findings if finding.code.startswith("KPI6")}


@pytest.mark.parametrize(
    ("text", "code", "refused", "words"),
    [
        (f"居民{ID}反映", "KPI601", True, "身份证号 11…（18 位）"),
        ("居民110105194912310021反映", "KPI602", False, "像身份证号的号码 11…（18 位）"),
        (f"居民{MOBILE}反映", "KPI603", True, "手机号 13…（11 位）"),
        (f"居民{CARD}反映", "KPI604", True, "银行卡号 41…（16 位）"),
        ("居民zhang@example.com反映", "KPI605", True, "电子邮箱 zh…（17 位）"),
        ("居民023-62345678反映", "KPI606", False, "座机号码 02…（11 位）"),
        ("幸福路3栋2单元501室反映", "KPI607", False, "像有门牌号 3栋…（5 个字）"),
    ],
)
@pytest.mark.parametrize("place", ["reason", "basis", "event"])
def test_errors_are_refused_and_warnings_said_without_the_number(
    page: Browser,
    town: Town,
    place: str,
    text: str,
    code: str,
    refused: bool,  # noqa: FBT001  # a case
    words: str,
) -> None:
    fields = FIRE | {"event": "一件事", place: text}
    assert given(fields, town) == {code}
    (seen,) = page.run(DRIVE, [fields])
    assert seen["ready"] is not refused
    if refused:
        assert words in seen["faults"][place]
        assert not page.run("return document.getElementById('entry-forge').offsetParent !== null")
        whole = text.removeprefix("居民").removesuffix("反映")
        assert whole not in page.run("return document.getElementById('entry').textContent")
        assert whole not in (page.attribute("#entry-forge", "href") or "")
    else:
        assert words in seen["warnings"]
        assert not seen["faults"]


def test_a_refused_number_is_in_no_address_even_when_typed(page: Browser) -> None:
    page.run(DRIVE, [FIRE])
    page.type("#entry-reason", f"居民{MOBILE}反映")
    assert page.text("#entry-missing").startswith("要改：")
    assert MOBILE not in (page.attribute("#entry-forge", "href") or "")
    assert not page.run("return document.getElementById('entry-download').offsetParent !== null")
    assert MOBILE not in page.run("return location.href + JSON.stringify({...localStorage})")
