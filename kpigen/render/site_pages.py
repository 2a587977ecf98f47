"""Turns a page's two templates into its two files: Markdown, and the fragment set into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from kpigen.errors import MachineError
from kpigen.render import File
from kpigen.render.site_text import fragment, front_matter, in_markdown


class Pages:
    """The town's page templates, compiled once; `x.md` is Markdown, `x.html` its fragment."""

    def __init__(self, templates: Path) -> None:
        loader = FileSystemLoader(templates / "pages")
        self.html = Environment(
            autoescape=True,
            loader=loader,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.markdown = Environment(
            autoescape=False,  # noqa: S701  # in_markdown escapes, and more than HTML needs
            finalize=in_markdown,
            loader=loader,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.with_fragment = {
            path.stem for path in (templates / "pages").glob("*.html") if path.is_file()
        }

    def page(
        self, name: str, template: str, settings: dict[str, str], context: Mapping[str, object]
    ) -> Iterator[File]:
        """Write one page below docs/, with its fragment below theme/fragments/."""
        settings = {**settings, "template": "kpigen.html"}
        try:
            if template in self.with_fragment:
                settings["fragment"] = f"fragments/{name}.html"
                table = self.html.get_template(f"{template}.html").render(context)
                yield File(f"theme/{settings['fragment']}", fragment(table).encode("utf-8"))
            body = self.markdown.get_template(f"{template}.md").render(context)
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            where = f"第 {line} 行附近" if line else "可能少了一个文件或用了不存在的名称"
            raise MachineError(
                f"网页模板 site_templates/pages/{template}.html 或 .md 用不了（{where}）",
                "改过模板的话请改回，或与随 kpigen 提供的模板对照",
            ) from error
        yield File(f"docs/{name}.md", (front_matter(settings) + body).encode("utf-8"))
