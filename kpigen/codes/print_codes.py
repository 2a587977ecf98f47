"""KPI25x: what cannot be printed, and what is wrong with the fonts that a repository brings."""

from kpigen.codes.examples import RECORD, record
from kpigen.diagnostics import Code, Example, Severity

NO_GLYPH = Code(
    "KPI251",
    Severity.ERROR,
    "打印字体里没有这个字",
    "打印件要存档，字不能印成空框。换成通用的写法，或在括号里写出字形；"
    "一定要用的，把有这个字的字体放进仓库，目录写在 assessment.yaml 的 fonts 里。",
    Example(
        RECORD,
        record("reason: 𠮷祥小区未按要求协助做好科普宣传。"),
        record("reason: 吉（上土下口）祥小区未按要求协助做好科普宣传。"),
    ),
)
NO_FONTS = Code(
    "KPI252",
    Severity.ERROR,
    "字体目录里没有字体",
    "fonts 里的每个目录都在仓库里，里面有 .ttf、.otf 或 .ttc 文件；"
    "字体随仓库提交，别的机器才印得一样。",
    instance="写了 fonts: [fonts]，仓库里没有 fonts 目录，或者目录里没有字体文件。",
)
FONT_ASTRAY = Code(
    "KPI253",
    Severity.ERROR,
    "字体目录是链接，或者里面有链接和目录",
    "链接会通到仓库外面，别的机器上没有那里的字体。字体目录是普通目录，里面只有普通文件。",
    instance="fonts 目录里有一个指向系统字体目录的符号链接。",
)
BROKEN_FONT = Code(
    "KPI254",
    Severity.ERROR,
    "字体文件坏了",
    "排版程序读不了这个文件，或者它被截断了。常见的原因是下载中断，或者只有 Git LFS 的指针。",
    instance="fonts/song.ttf 是一个空文件。",
)
