"""Lifts out of what MkDocs said where the town's own settings or templates are wrong."""

from __future__ import annotations

import re

# Templates of the theme's are at work too: only what lies in the source is the town's.
_TEMPLATE = r'File "{source}/theme/([^"]+)", line (\d+)'
_SETTINGS = r'in "{source}/(?:town|mkdocs)\.yml", line (\d+)'
_VALUE = r"^Config value '([^']+)'"


def trouble(said: str, source: str) -> str:
    """Name file and line; empty where MkDocs did not say. `source` is the folder it worked on."""
    said = said.replace("\\", "/")
    folder = re.escape(source.replace("\\", "/"))
    if found := re.findall(_TEMPLATE.format(source=folder), said):
        name, line = found[-1]
        return f"site_templates/theme/{name} 第 {line} 行用不了"
    if settings := re.search(_SETTINGS.format(source=folder), said):
        return f"mkdocs.yml 第 {settings[1]} 行不是正确的 YAML"
    if value := re.search(_VALUE, said, re.MULTILINE):
        return f"mkdocs.yml 里的 {value[1]} MkDocs 不接受"
    return ""
