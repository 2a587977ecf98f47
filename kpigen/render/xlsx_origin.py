"""The sheet that says how the figures came about, and how anybody can check them."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.render import SUMMARY_NAME
from kpigen.render.workbook import Sheet, text
from kpigen.render.xlsx_lists import Line, plain_list
from kpigen.view.digest import shown
from kpigen.view.values import Report

NAME = "怎样算出"
_COLUMNS = (("项目", 24), ("说明", 116))
_PROGRAM = (
    "kpigen 是一个程序：它读取一个 git 仓库里的考核细则和扣分记录（一条一个文件，审核后合并），"
    "按细则算出每个社区的得分，再写成网页、工作簿、打印件和数据文件。"
)
_SAME = (
    "本工作簿各表的数字，与同一版本的网页、各社区的工作簿和打印件、JSON、CSV 里的一样："
    "它们都写自同一次计算的结果，写的时候不再计算。全程用十进制小数精确计算，没有二进制的误差。"
)
_SCORING = (
    "单项得分是考核分值 ×（100 − 扣分合计）÷ 100，扣完为止，不四舍五入；共用分值的各项"
    "扣分合在一起算，得分记在第一项。总分是各项得分之和加上加分、减去扣分，只在最后四舍五入一次，保留两位小数。"
)
_DIGEST = (
    "由全部明细表、记录、名次、读法、规定和合计的文字与数字算出，版本、日期和阶段不算；其中任何一处不同，摘要就不同。"
    "各社区明细表的摘要在“排名”表，印在各自的打印件上。"
)
_CHECK = (
    f"在同一个仓库里运行 kpigen verify {SUMMARY_NAME}.xlsx：它按上面的版本重新算一遍，"
    "说出这个文件是不是原样，哪里不一样。"
)


def sheet(report: Report) -> Sheet:
    """Tell what made the workbook, from what, by which policies, and how to check it."""
    return plain_list(
        report,
        NAME,
        _COLUMNS,
        (
            Line([text(name), text(words)], ((0, name), (1, words)))
            for name, words in _lines(report)
        ),
        filtered=False,
    )


def _lines(report: Report) -> Iterator[tuple[str, str]]:
    yield "由什么算出", _PROGRAM
    yield "年度和阶段", f"{report.year}年度，考核期 {report.period}，{report.stage}阶段"
    yield "数据的版本", report.revision or report.revision_label
    if report.revision is not None:
        changed = "有尚未提交的改动，不全在这个版本里" if report.modified else "没有尚未提交的改动"
        yield "版本之外", changed
    if report.made:
        yield "数据的日期", f"{report.made}（版本提交的日期）"
    yield "摘要", shown(report.digest)
    yield "摘要全文（SHA-256）", report.digest
    yield "摘要是什么", _DIGEST
    yield "得分怎样算", _SCORING
    for number, line in enumerate(report.policy, start=1):
        yield f"本年度的规定之{number}", line
    yield from report.summary.counts
    yield "各处一致", _SAME
    yield "怎样核对", _CHECK
