"""KPI1xx: what makes a file unreadable as plain YAML data."""

from kpigen.codes.examples import RECORD, record
from kpigen.diagnostics import Code, Example, Severity

_NEW = RECORD

ENCODING = Code(
    "KPI101",
    Severity.ERROR,
    "文件不是 UTF-8 编码",
    "所有数据文件都用 UTF-8 编码保存（带不带 BOM 都可以）。GBK、UTF-16 的文件请另存为 UTF-8。",
    instance="在旧版记事本里以“ANSI”或“Unicode”保存的文件。",
)
TOO_LARGE = Code(
    "KPI102",
    Severity.ERROR,
    "文件太大",
    "一个文件最多 1,000,000 字节。正常的一条记录不到 1 KB。",
    instance="把扫描件的内容粘进了 internal 的 evidence。",
)
TOO_DEEP = Code(
    "KPI103",
    Severity.ERROR,
    "嵌套太深",
    "列表和名称最多嵌套 12 层。",
    Example(
        _NEW, record("internal: [[[[[[[[[[[[[1]]]]]]]]]]]]]"), record("internal: {details: 无}")
    ),
)
TAB = Code(
    "KPI104",
    Severity.ERROR,
    "有制表符",
    "YAML 用空格缩进，制表符（Tab）在不同编辑器里宽度不同，一律不用。",
    Example(_NEW, record("event:\t演示事件"), record("event: 演示事件")),
)
SYNTAX = Code(
    "KPI105",
    Severity.ERROR,
    "不符合 YAML 写法",
    "缩进、冒号或引号有误。每行写成“名称: 值”，冒号是半角的，后面空一格。",
    Example(_NEW, record("event: 检查: 第二次"), record('event: "检查: 第二次"')),
)
DUPLICATE_KEY = Code(
    "KPI106",
    Severity.ERROR,
    "同一个名称写了两次",
    "同一层里一个名称只能出现一次，否则不知道以哪个为准。",
    Example(_NEW, record("count: 1\ncount: 2"), record("count: 2")),
)
ANCHOR = Code(
    "KPI107",
    Severity.ERROR,
    "用了锚点或引用",
    "数据里不用 YAML 的 &锚点 和 *引用，每条记录自己写全，便于核对。",
    Example(_NEW, record("event: &甲 演示事件"), record("event: 演示事件")),
)
TAG = Code(
    "KPI108",
    Severity.ERROR,
    "用了标签",
    "数据里不用 YAML 的 !标签，它可能让别的程序执行代码。",
    Example(_NEW, record("event: !str 演示事件"), record("event: 演示事件")),
)
SEVERAL_DOCUMENTS = Code(
    "KPI109",
    Severity.ERROR,
    "一个文件里有多份内容",
    "一个文件只写一条记录，中间不用 --- 分隔。",
    Example(_NEW, record("count: 1\n---\ncount: 2"), record("count: 1")),
)
INVISIBLE = Code(
    "KPI110",
    Severity.ERROR,
    "有看不见的字符",
    "控制字符、零宽字符和改变文字方向的字符会让人看到的与实际内容不同。",
    Example(_NEW, record("event: 演示\u200b事件"), record("event: 演示事件")),
)
FULL_WIDTH = Code(
    "KPI111",
    Severity.ERROR,
    "用了全角标点",
    "名称后面的冒号、列表里的逗号要用半角。文字里面的全角标点不受影响。",
    Example(_NEW, record("event：演示事件"), record("event: 演示事件")),
)
EMPTY = Code(
    "KPI112",
    Severity.ERROR,
    "文件是空的",
    "空文件不是一条记录。写入内容，或者删去它。",
    Example(_NEW, "\n", record()),
)
KEY = Code(
    "KPI113",
    Severity.ERROR,
    "冒号前面不是名称",
    "冒号前面只能是一个简单的名称，不能是列表或另一组内容。",
    Example(_NEW, record("[甲, 乙]: 1"), record("event: 演示事件")),
)
LINK = Code(
    "KPI114",
    Severity.ERROR,
    "是符号链接",
    "数据文件必须是普通文件：符号链接可能把仓库以外的内容带进来。",
    instance="用 ln -s 把一条记录指向另一个目录里的文件。",
)
CUT_AT_HASH = Code(
    "KPI115",
    Severity.ERROR,
    "文字在 # 处被截断",
    "空格加 # 是 YAML 的注释，后面的文字不会被读到。注释的 # 后面空一格；文字里的 # 要加双引号。",
    Example(_NEW, record("event: 沿街 #3 楼起火"), record('event: "沿街 #3 楼起火"')),
)
