"""The help on file formats shows the reader's own shapes."""

from __future__ import annotations

from kpigen.editor.file_kinds import FILE_KINDS
from kpigen.editor.notation import notation
from kpigen.reading.groups import Field, Group
from kpigen.reading.shapes import ListOf
from kpigen.view.fileformat import NamesView, NameView, formats

FORMATS = {format_.anchor: format_ for format_ in formats()}


def table(kind: str, names: str = "") -> NamesView:
    return next(table for table in FORMATS[kind].tables if table.names == names)


def names_of(group: Group) -> list[str]:
    found = []
    for field in group.fields:
        found.append(field.name)
        member = field.shape.member if isinstance(field.shape, ListOf) else field.shape
        if isinstance(member, Group):
            found.extend(names_of(member))
    return found


def test_every_name_that_is_read_is_shown() -> None:
    for kind in FILE_KINDS:
        shown = [row.name for table in FORMATS[kind.name].tables for row in table.rows]
        assert sorted(shown) == sorted(names_of(kind.group))


def test_a_row_says_how_a_value_is_written() -> None:
    rows = {row.name: row for row in table("deduction").rows}
    assert rows["date"] == NameView(
        name="date",
        title="发生日期",
        description="事情发生的那一天，不是填报的那一天；在考核期以内。",
        notation="日期，写成 2020-05-12",
        required=True,
        inside="",
    )
    assert rows["count"].notation == "整数，从 1 到 9999"
    assert rows["actual"].notation == "数字，不能是负数，最多 4 位小数"
    assert rows["deduct"].notation == "大于 0 的数字，最多 2 位小数"
    assert rows["internal"].notation == "形式不限"
    appeal = {row.name: row for row in table("deduction", "appeal").rows}
    assert (
        appeal["decision"].notation == "选一种：upheld（维持）、reduced（减轻）、withdrawn（撤销）"
    )
    assert (
        table("assessment", "scoring").rows[0].notation.startswith("列表，可选的成员：zero_item（")
    )
    assert table("departments", "departments").rows[2].notation.startswith("列表，每个成员：写成 @")
    printed = {row.name: row for row in table("category", "items.printed").rows}
    assert printed["veto"].notation == '一行文字，最多 4 个字；没有就写 ""'
    assert printed["content"].notation == "文字，可以有几行，最多 4000 个字"
    assert table("assessment").rows[-2].name == "printed"


def test_a_group_leads_to_its_own_table() -> None:
    for format_ in formats():
        anchors = {table.anchor for table in format_.tables}
        for each in format_.tables:
            assert {row.inside for row in each.rows if row.inside} <= anchors
    assert {row.inside for row in table("category", "items").rows} == {
        "",
        "category-items-printed",
        "category-items-rules",
    }


def test_samples_stand_below_their_names() -> None:
    assert table("deduction", "corrections").samples[0].text == (
        "corrections:\n"
        "  - date: 2020-06-05\n"
        "    reason: 次数误写为 3，按检查记录改为 2。\n"
        "    decided_by: 党政办\n"
    )
    assert table("deduction", "withdrawn").samples[0].text.startswith("withdrawn:\n  date: ")
    assert table("deduction").samples[0].text.startswith("date: ")
    assert table("deduction").samples[-1].text.startswith("internal:\n  details: ")


def test_every_kind_of_file_has_its_pointer() -> None:
    assert FORMATS["privacy"].pointer == (
        "# yaml-language-server: $schema=../../../.schemas/privacy.json"
    )
    assert FORMATS["deduction"].pointer == (
        "# yaml-language-server: $schema=../../../../../.schemas/deduction-<年度>.json"
    )


def test_a_list_of_a_shape_is_told_by_its_members() -> None:
    group = Group("成员", Field("a", ListOf(Group("内")), "内"))
    assert notation(ListOf(group)) == "列表，每个成员是一组名称（成员）"
    assert notation(group) == "一组名称（成员）"
