"""The formulas of a community's workbook: the arithmetic of scoring, for a spreadsheet to repeat.

No word or figure of the data stands in them: they refer to cells. Only functions that Excel 2010,
WPS and LibreOffice share are used. Texts are compared with `=`, because SUMIFS and COUNTIFS take
`1.1` and `1.10` for the same number. Binary fractions' noise is rounded away at ten places.
"""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from kpigen import labels
from kpigen.view.calculation_values import Calculation, RowFigures, StatusWords

PARAMETERS = "计分参数"
HEADER = 3
FIRST = HEADER + 1
# Rows for new records below those that are there.
SPARE = 20
# The columns of the sheet of parameters that formulas look up, by the names they have for it.
RULE_NAMES = {
    "id": "细则编号",
    "each": "每次扣分",
    "whole": "一次扣完",
    "limit": "累计上限",
    "target": "目标值",
    "step": "每级",
    "sign": "加减方向",
    "approval": "须经批准",
    "department": "细则部门",
    "item": "细则考核项",
    "text": "细则原文",
}
# The columns of that sheet. Its blocks stand side by side under one row of headings, which is right
# on every page: the rules, the form's rows, the ceilings of the total; then what is not printed.
PARAMETER_COLUMNS = (
    *("id", "kind", "each", "limit", "target", "step", "whole", "sign", "approval"),
    *("department", "text", ""),
    *("row", "head", "points", "full", ""),
    *("ceiling", "most", ""),
    *("total", "before", "rank", "after", "item"),
)
# In which order the ceilings stand.
BONUS, EXTRA_DEDUCTION, LEAST, GREATEST = range(4)
_FAULTY = "请核对"
_LETTER = {
    name: get_column_letter(place) for place, name in enumerate(labels.DEDUCTION_COLUMNS, start=1)
}
_PARAMETER = {name: get_column_letter(at) for at, name in enumerate(PARAMETER_COLUMNS, start=1)}


def last_row(records: int) -> int:
    """Give the last row for records, filled or not."""
    return HEADER + records + SPARE


class RecordFormulas:
    """The formulas of the sheet of records, by the number of their row."""

    def __init__(self, statuses: StatusWords) -> None:
        self._reduced = f'"{statuses.reduced}"'
        self._idle = tuple(f'"{word}"' for word in statuses.idle)

    def looked_up(self, name: str, row: int) -> str:
        """Say something of the rule that stands in the row: its department, its words."""
        found = _rule(name, row)
        return f'IF({_at("rule", row)}="","",IFERROR({found},"没有这条细则"))'

    def asked(self, row: int) -> str:
        """What a record takes before any bound."""
        status, instead = _at("status", row), _at("reduced_deduct", row)
        given = _figure(_at("deduct", row))
        whole, each = _rule("whole", row), _rule("each", row)
        takes = (
            f'IF({whole}<>"",{whole},IF({each}<>"",ROUND({each}*({self._steps(row)}),10),{given}))'
        )
        reduced = f'IF(AND({status}={self._reduced},{instead}<>""),{_figure(instead)},{takes})'
        in_force = f"IF({self._is_idle(row)},0,IF({_needs_approval(row)},{whole},{reduced}))"
        return self._of_rule(row, f'IF({_rule("sign", row)}<>"","",{in_force})')

    def counted(self, row: int) -> str:
        """What of it counts: what the records above on the same rule have left of its limit."""
        asked, rule = _at("asked", row), _at("rule", row)
        rules = f"{_LETTER['rule']}${HEADER}:{_LETTER['rule']}{row - 1}"
        counted = f"{_LETTER['counted']}${HEADER}:{_LETTER['counted']}{row - 1}"
        left = f"{_rule('limit', row)}-SUMPRODUCT(--({rules}={rule}),{counted})"
        bounded = f"MAX(0,ROUND(MIN({asked},{left}),10))"
        return f'IF(ISNUMBER({asked}),IF({_rule("limit", row)}="",{asked},{bounded}),"")'

    def adjustment(self, row: int) -> str:
        """What a record adds to the total or, signed, takes from it."""
        instead = _at("reduced_deduct", row)
        reduced = f'AND({_at("status", row)}={self._reduced},{instead}<>"")'
        points = f"IF({reduced},{_figure(instead)},{_figure(_at('points', row))})"
        sign = _rule("sign", row)
        counts = f"IF({self._is_idle(row)},0,{sign}*{points})"
        return self._of_rule(row, f'IF({sign}="","",{counts})')

    def _of_rule(self, row: int, expression: str) -> str:
        return f'IF({_at("rule", row)}="","",IFERROR({expression},"{_FAULTY}"))'

    def _is_idle(self, row: int) -> str:
        status = _at("status", row)
        words = ",".join(f"{status}={word}" for word in self._idle)
        return f'OR({words},AND({status}="",{_needs_approval(row)}))'

    def _steps(self, row: int) -> str:
        instead, actual, count = (_at(name, row) for name in ("reduced_count", "actual", "count"))
        target, step = _rule("target", row), _rule("step", row)
        short = f"MAX(0,INT(ROUND(({target}-{_figure(actual)})/{step},9)))"
        counted = f'IF({count}="",1,{_figure(count)})'
        filed = f'IF(AND({actual}<>"",{target}<>"",{step}<>""),{short},{counted})'
        return f"IF(AND({_at('status', row)}={self._reduced},N({instead})>0),{instead},{filed})"


class ScoreFormulas:
    """The formulas of the form: scores by row, the total, the marks beside it.

    `last` is the last row for records, `column` that of the scores, `first` the row that the form's
    first stands in.
    """

    def __init__(self, calculation: Calculation, last: int, column: str, first: int) -> None:
        self._calculation = calculation
        self._last = last
        self._column, self._first = column, first
        rows = enumerate(calculation.rows, start=FIRST)
        self._rows = {row.item: (place, row) for place, row in rows}

    def score(self, item: str) -> str:
        """A row's score, or what it adds to the total; empty where it has neither."""
        _, row = self._rows[item]
        if row.points:
            return self._points(row)
        return self._adjustment(row) if row.adjusts else ""

    def total(self) -> str:
        """The published total; or that a record is to be checked."""
        last = self._first + len(self._rows) - 1
        total = f"SUM({self._column}{self._first}:{self._column}{last})"
        if self._calculation.total_max:
            total = f"MIN({_ceiling(GREATEST)},{total})"
        if self._calculation.total_min:
            total = f"MAX({_ceiling(LEAST)},{total})"
        # A record that is to be checked has no figure; the total without it would be too high.
        faulty = "+".join(
            f'SUMPRODUCT(--({self._records(name)}="{_FAULTY}"))' for name in ("asked", "adjustment")
        )
        return f'IF({faulty}>0,"{_FAULTY}",ROUND(ROUND({total},10),2))'

    def veto(self) -> str:
        """The mark of a community that a veto in force holds for."""
        rules = [
            place
            for place, rule in enumerate(self._calculation.rules, start=FIRST)
            if rule.needs_approval
        ]
        if not rules:
            return ""
        ids = self._records("rule")
        about = "+".join(f"({ids}={_parameter('id', row)})" for row in rules)
        status = self._records("status")
        counting = "+".join(f'({status}="{word}")' for word in self._calculation.statuses.counting)
        return f'IF(SUMPRODUCT(({about})*({counting}))>0,"{self._calculation.vetoed}","")'

    def heading(self, total: str) -> str:
        """The line below the title: the total, and the rank while the total is the known one."""
        before, known, rank, after = (
            _parameter(name, FIRST) for name in ("before", "total", "rank", "after")
        )
        stale = "　名次待导入后重排"
        return f'{before}&TEXT({total},"0.00")&IF({total}={known},{rank},"{stale}")&{after}'

    def _points(self, row: RowFigures) -> str:
        place, _ = self._rows[row.item]
        points = _parameter("points", place)
        lost = "".join(
            f"-{self._sum(member, 'counted')}*{points}/{_parameter('full', self._rows[member][0])}"
            for member in row.members
        )
        return f"MAX(0,ROUND({points}{lost},10))"

    def _adjustment(self, row: RowFigures) -> str:
        """Bound a row's points by what the rows above leave of the ceiling that they share."""
        above = self._adjusting_above(row)
        counted = self._sum(row.item, "adjustment")
        if self._calculation.bonus_cap:
            taken = "".join(f"-MAX(0,SUM({cell}))" for cell in above)
            counted = f"MIN({_ceiling(BONUS)}{taken},{counted})"
        if self._calculation.extra_deduction_cap:
            taken = "".join(f"-MIN(0,SUM({cell}))" for cell in above)
            counted = f"MAX(-{_ceiling(EXTRA_DEDUCTION)}{taken},{counted})"
        counted = f"ROUND({counted},10)"
        return f'IF({counted}=0,"",{counted})'

    def _adjusting_above(self, row: RowFigures) -> list[str]:
        cells = []
        for place, other in enumerate(self._calculation.rows, start=self._first):
            if other == row:
                break
            if other.adjusts:
                cells.append(f"{self._column}{place}")
        return cells

    def _sum(self, item: str, column: str) -> str:
        """Add up a column over the records whose rule belongs to a row: `1.1-2` is of `1.1`."""
        name = _parameter("row", self._rows[item][0])
        rules = self._records("rule")
        return f'SUMPRODUCT(--(LEFT({rules},LEN({name})+1)={name}&"-"),{self._records(column)})'

    def _records(self, column: str) -> str:
        letter = _LETTER[column]
        return f"{labels.DEDUCTION_SHEET}!${letter}${FIRST}:${letter}${self._last}"


def _ceiling(place: int) -> str:
    return _parameter("most", FIRST + place)


def _parameter(name: str, row: int) -> str:
    return f"{PARAMETERS}!${_PARAMETER[name]}${row}"


def _at(column: str, row: int) -> str:
    return f"{_LETTER[column]}{row}"


def _rule(name: str, row: int) -> str:
    return f"INDEX({RULE_NAMES[name]},MATCH({_at('rule', row)},{RULE_NAMES['id']},0))"


def _figure(cell: str) -> str:
    """Take a figure that somebody fills in; no number, or one below zero, is to be checked."""
    return f"IF(ISNUMBER({cell}),IF({cell}<0,NA(),{cell}),NA())"


def _needs_approval(row: int) -> str:
    return f'{_rule("approval", row)}<>""'
