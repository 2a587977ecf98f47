"""KPI9xx: files that kpigen writes and that are no longer what it would write."""

from kpigen.diagnostics import Code, Example, Severity

OWNERS = Code(
    "KPI950",
    Severity.ERROR,
    "审批人的名单（CODEOWNERS）不是最新的",
    "平台按 CODEOWNERS 决定由谁审批。它由最新年度的 departments.yaml 生成，不手改；"
    "名单变了而它没有重新生成，就会由不该审批的人审批。",
    instance="departments.yaml 换了审批人，没有重新运行 kpigen forge。",
)
FORGE_FILE = Code(
    "KPI951",
    Severity.WARNING,
    "平台文件不是最新的",
    "合并请求的模板、填报表单和流水线由 kpigen forge 按最新年度的考核表生成，不手改。"
    "社区、部门或细则变了以后要重新生成。",
    instance="communities.yaml 加了一个社区，填报表单里还没有它。",
)
OWNER_FORM = Code(
    "KPI952",
    Severity.ERROR,
    "审批人的写法不合平台",
    "owners 里写 @用户 或 @组织/小组。只有 GitLab 的小组可以有好几层；"
    "别的平台遇到看不懂的审批人，会不声不响地略过整条规则。",
    Example(
        "data/rubric/2020/departments.yaml",
        'owners: ["@nantong-demo/bumen/guijian"]',
        'owners: ["@nantong-demo/guijian"]',
        replaces='owners: ["@nantong-demo/guijian"]',
    ),
)
