"""KPI84x: where a printed table document and the rubric differ (`kpigen rubric compare`)."""

from kpigen.diagnostics import Code, Severity

NO_TABLE = Code(
    "KPI840",
    Severity.ERROR,
    "文件里找不到考核表",
    "能读的是考核表的文本（文字处理软件另存的纯文本，一格一行、格前有制表符）和空白表的工作簿："
    "要有印制的八个表头和至少一行。",
    instance="给了一份会议通知。",
)
CELL_DIFFERS = Code(
    "KPI841",
    Severity.ERROR,
    "一格的文字不同",
    "印制的文字一字不差才算相同，全角、半角也要相同；只有排版的空白（换行、制表符、连着的几个空格）不算。哪一边错了，改哪一边。",
    instance="印制的是“一次扣50分”，考核表写的是“一次扣5分”。",
)
ROW_MISSING = Code(
    "KPI842",
    Severity.ERROR,
    "文件里少一行",
    "考核表里有这一行，印制的文件里没有。",
    instance="印制的表删去了一个考核项。",
)
ROW_EXTRA = Code(
    "KPI843",
    Severity.ERROR,
    "文件里多一行",
    "印制的文件里有这一行，考核表里没有。",
    instance="今年印制的表新增了一个考核项。",
)
FRAME_DIFFERS = Code(
    "KPI844",
    Severity.ERROR,
    "标题、表头或合计行不同",
    "标题、八个表头、“总分”和总分的分值也要与印制的相同。",
    instance="标题还是上一年度的。",
)
ROW_MALFORMED = Code(
    "KPI845",
    Severity.ERROR,
    "一行的格数不对",
    "文本里每一行有十格（后两格是扣分原因和单项得分），格数不对就不知道哪一格是什么。",
    instance="另存为文本时丢了一个空格子。",
)
REST_IGNORED = Code(
    "KPI846",
    Severity.WARNING,
    "“总分”以后的内容没有读",
    "考核表到“总分”为止；后面的内容（多半是软件留下的残片）不比较。",
    instance="文本的末尾还有一份断成碎片的表。",
)
ROW_MOVED = Code(
    "KPI847",
    Severity.ERROR,
    "一行的次序不同",
    "考核项的次序也要与印制的相同；别处的行不受它影响，照样逐格核对。",
    instance="印制的表把第①行和第②行对调了。",
)
NO_VALUE = Code(
    "KPI848",
    Severity.ERROR,
    "单元格里是公式或错误值",
    "印制的表上是什么，公式和错误值说不清，这一格没有核对。",
    instance="总分的分值一格写着 =SUM(G4:G55)。",
)
TOO_MANY_ROWS = Code(
    "KPI849",
    Severity.ERROR,
    "行数太多，不像考核表",
    "一年的考核表只有几十行。表后面还有别的内容的，先删去再核对。",
    instance="同一张工作表里，考核表下面还有几千行台账。",
)
