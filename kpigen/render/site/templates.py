"""Turns a page's two templates into one file: Markdown with the fragment set into it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from kpigen.errors import MachineError
from kpigen.render import File
from kpigen.render.site.text import front_matter, in_html, in_markdown, past_markdown

# Of a page's own content, not of all data: two prints of a page with one digest say the same, and a
# changed record leaves the other pages as they were.
_DIGEST_LENGTH = 12


class Templates:
    """The town's page templates, compiled once; `x.md` is Markdown, `x.html` its fragment."""

    def __init__(self, templates: Path) -> None:
        loader = FileSystemLoader(templates / "pages")
        self.html = Environment(
            auto_reload=False,
            autoescape=True,
            finalize=in_html,
            loader=loader,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.markdown = Environment(
            auto_reload=False,
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
    ) -> File:
        """Write one page below docs/; its fragment, if it has one, stands where it says so."""
        try:
            if template in self.with_fragment:
                context = {**context, "fragment": self.fragment(template, context)}
            body = self.markdown.get_template(f"{template}.md").render(context)
        except TemplateError as error:
            raise MachineError(
                f"网页模板 site_templates/pages/{template} 用不了：{error}",
                "改过模板的话请改回，或与随 kpigen 提供的模板对照",
            ) from error
        digest = sha256(body.encode("utf-8")).hexdigest()[:_DIGEST_LENGTH]
        head = front_matter({**settings, "template": "kpigen.html", "digest": digest})
        return File(f"docs/{name}.md", (head + body).encode("utf-8"))

    def fragment(self, template: str, context: Mapping[str, object]) -> Markup:
        """Write what Markdown and search need not see."""
        return past_markdown(self.html.get_template(f"{template}.html").render(context))
