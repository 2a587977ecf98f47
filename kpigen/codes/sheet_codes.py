"""KPI8xx: what is wrong with a filled sheet (`kpigen import`)."""

from kpigen.diagnostics import Code, Severity

UNREADABLE = Code(
    "KPI810",
    Severity.ERROR,
    "不是能读的工作簿",
    "kpigen import 读没有密码的 .xlsx 文件，也读旧的 .xls 和 WPS 的 .et。.csv 和有密码的，"
    "先另存为 xlsx。",
    instance="把 .csv 文件改名为 .xlsx；或者工作簿设了打开密码。",
)
SHEET_TOO_LARGE = Code(
    "KPI811",
    Severity.ERROR,
    "工作簿太大",
    "一张填报表只有文字和数字，用不到几十兆。图片、附件和别的工作表先删去。",
    instance="工作簿里嵌了扫描件，有 30 兆。",
)
NO_SHEET = Code(
    "KPI812",
    Severity.ERROR,
    "没有工作表“填报”",
    "只读名称是“填报”的工作表，它由 kpigen export xlsx --entry 部门 导出。",
    instance="工作表改名成了“Sheet1”。",
)
NO_HEADINGS = Code(
    "KPI813",
    Severity.ERROR,
    "缺少表头",
    "各栏按表头认，次序可以换；社区、细则、日期、扣分原因和依据这五栏不能少。",
    instance="删去了表头那一行，或者删去了“依据”这一栏。",
)
UNKNOWN_HEADING = Code(
    "KPI814",
    Severity.ERROR,
    "不认识的栏",
    "有内容而不认识的栏不能悄悄丢掉。自己用的栏，表头写“备注”“序号”或“经办人”，导入时不读。",
    instance="把“事件”的表头改成了“事由经过”。",
)
HEADING_TWICE = Code(
    "KPI815",
    Severity.ERROR,
    "两栏的表头相同",
    "同一个表头只能有一栏，否则不知道读哪一栏。",
    instance="复制一栏以后，两栏的表头都是“扣分”。",
)
FORMULA = Code(
    "KPI816",
    Severity.ERROR,
    "单元格里是公式",
    "公式的结果会随别的单元格变，记录要写定的值：复制这一格，选择性粘贴为数值。",
    instance="“扣分”一格写着 =2*3。",
)
ERROR_VALUE = Code(
    "KPI817",
    Severity.ERROR,
    "单元格里是错误值",
    "单元格里是 #N/A、#REF! 一类的错误值，填上真正的内容。",
    instance="“依据”一格是 #N/A。",
)
MERGED = Code(
    "KPI818",
    Severity.ERROR,
    "填报的几行里有合并的单元格",
    "合并以后只有左上一格有内容，别的行就空了。取消合并，每一行都填上。",
    instance="同一个社区的三行，“社区”合并成了一格。",
)
HIDDEN = Code(
    "KPI819",
    Severity.WARNING,
    "有隐藏的行",
    "隐藏或筛选掉的行也会导入；不想导入的，把它删去。",
    instance="筛选以后没有取消，第 7 行看不见。",
)
ALMOST_FILED = Code(
    "KPI820",
    Severity.ERROR,
    "与已有的记录只差一点",
    "社区、细则、日期和依据相同，原因、数字或事件不同，导入就会重复扣分。是同一件事，在已有的记录里改；"
    "是另一件事，在依据里写明区别。",
    instance="导入以后在表里改了一行的扣分原因，又导入一次。",
)
APPROVED_SINCE = Code(
    "KPI821",
    Severity.ERROR,
    "批准要补在已有的记录里",
    "一票否决的记录已经有了，批准文件后来才有：在那条记录里补上 approval，不再导入一条。",
    instance="导入以后在表里补填了批准文号，又导入一次。",
)
SEVERAL_DEPARTMENTS = Code(
    "KPI822",
    Severity.WARNING,
    "一张表里有几个部门的细则",
    "一个部门填一张表。细则归哪个部门，记录就放在哪个部门的目录下，由那个部门审核。",
    instance="规建环保办的表里有一行填了经发办的细则 2.1-1。",
)
FILED_BEFORE = Code(
    "KPI823",
    Severity.WARNING,
    "像是改了日期或依据又导入一次",
    "细则、原因和数字都与已有的一条相同，只是日期或者依据不同。导入以后要更正日期、依据，改那条记录，不改表格；"
    "确是另一件事的，不用改。",
    instance="导入以后在表里改了一行的文号，又导入一次。",
)
BASE_UNKNOWN = Code(
    "KPI824",
    Severity.WARNING,
    "不知道社区工作簿出自哪个版本",
    "社区的工作簿记着它由哪个提交导出，导入时与那个版本比较，才分得清哪些是改过的。找不到那个版本，"
    "就与现在的数据比较；合并以后没有改过的记录，不同之处只能是工作簿里改的。",
    instance="工作簿是没有提交的数据导出的，或者记着版本的文件属性被清空了。",
)
NOT_CLEAR_WHO = Code(
    "KPI825",
    Severity.ERROR,
    "分不清是谁改的",
    "不知道工作簿出自哪个版本，这条记录在仓库里又改过：不同之处可能是工作簿里改的，也可能是仓库里后来改的，"
    "照工作簿写就可能撤掉别人的改动。",
    instance="工作簿的文件属性被清空了，它的一条记录在仓库里更正过。",
)
CONFLICT = Code(
    "KPI826",
    Severity.ERROR,
    "工作簿和仓库改了同一处",
    "导出以后，仓库里这一项改成了别的内容，工作簿里也改了：以哪个为准，由人决定。",
    instance="工作簿里把次数从 2 改成 3，仓库里已经更正为 1。",
)
ROW_MISSING = Code(
    "KPI827",
    Severity.ERROR,
    "少了已有的记录",
    "记录不能删除，工作表“扣分记录”里的行也不能删；填错了的记录用撤销。",
    instance="在“扣分记录”里删去了一行。",
)
UNKNOWN_RECORD = Code(
    "KPI828",
    Severity.ERROR,
    "没有这个编号的记录",
    "编号由程序写，不改也不自己填；新的记录编号留空。",
    instance="复制了一行，编号改成 2020/tianshu/guijian/xin。",
)
NOT_TO_EDIT = Code(
    "KPI829",
    Severity.ERROR,
    "改了不能在工作簿里改的单元格",
    "只读“扣分记录”里浅黄色的各栏；印制的表、参数表和算出来的栏由程序写，改了也不会进入记录。",
    instance="把扣分原因写进了“考核明细表”。",
)
STATUS_BY_HAND = Code(
    "KPI830",
    Severity.ERROR,
    "状态不能在工作簿里改",
    "批准、申诉、撤销要写清谁、何时、依据什么，只改“状态”一格不够；在那条记录里写 approval、"
    "appeal 或 withdrawn。",
    instance="把一条记录的状态从“生效”改成了“已撤销”。",
)
IDLE_CORRECTION = Code(
    "KPI831",
    Severity.ERROR,
    "更正没有对着改动",
    "更正的三栏说明为什么改已有的记录：没有改动的记录和新记录不填。",
    instance="填了更正原因，这一行却没有改动。",
)
WHOSE_WORKBOOK = Code(
    "KPI832",
    Severity.ERROR,
    "不知道是哪个社区的工作簿",
    "社区由导出时写进文件的标记或者记录的编号得知；两样都没有，或者几个社区的混在一起，就不能导入。",
    instance="把另一个社区的几行粘贴进来了。",
)
CANNOT_EDIT = Code(
    "KPI833",
    Severity.ERROR,
    "记录文件的写法不能自动改",
    "只改那一处而不动别的字，要求记录一行写一项；写在一对花括号里的，请在文件里改。",
    instance="记录写成 {date: 2020-05-12, rule: 1.1-1, …} 一行，要添加事件。",
)
NOT_COMPARED = Code(
    "KPI834",
    Severity.WARNING,
    "工作簿的一部分没有比较",
    "“扣分记录”的可填各栏总会比较；别的单元格只有重新导出同一版本才能比较。另加的工作表不读。",
    instance="工作簿里另加了一张“草稿”工作表。",
)
OLD_FORMAT = Code(
    "KPI835",
    Severity.WARNING,
    "旧格式里有看不出的",
    ".xls 和 .et 里看不出公式、错误值和隐藏的行：公式照存下的结果读，#N/A 一类的错误值读成空的，"
    "隐藏的行也读。核对写出的每一处，或另存为 .xlsx 再导入。",
    instance="填报表用 WPS 存成了 .xls。",
)
MAYBE_PER_CENT = Code(
    "KPI836",
    Severity.ERROR,
    "旧格式里分不清的百分数",
    "填 97% 的格子里存的是 0.97，旧格式看不出它显示成什么，照 0.97 算就会多扣。"
    "另存为 .xlsx 再导入。",
    instance="填报表存成了 .xls，“实际完成值”一格填的是 97%。",
)
