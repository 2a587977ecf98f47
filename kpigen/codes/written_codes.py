"""KPI9xx: files that kpigen writes and that are no longer what it would write."""

from kpigen.diagnostics import Code, Severity

OUTDATED = Code(
    "KPI901",
    Severity.WARNING,
    "生成的文件过时了",
    "编辑器用的 .schemas/ 等文件由 kpigen 生成；考核表改了，或 kpigen 升级了，要重新生成。",
    instance="考核表加了一条细则，.schemas/deduction-2020.json 里还没有它。",
)
