"""Turns a page's two templates into one file: Markdown with the fragment set into it."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from markupsafe import Markup

from kpigen.errors import MachineError
from kpigen.render import File
from kpigen.render.site.text import front_matter, in_html, in_markdown, past_markdown

# Of a page's own content, not of all data: two prints of a page with one digest say the same, and a
# changed record leaves the other pages as they were.
_DIGEST_LENGTH = 12


class TemplateFaultError(MachineError):
    """A template of the town's that cannot be used; `words` are the library's, for its log."""

    def __init__(self, message: str, hint: str, words: str) -> None:
        super().__init__(message, hint)
        self.words = words


class Templates:
    """The town's page templates, compiled once; `x.md` is Markdown, `x.html` its fragment."""

    def __init__(self, templates: Path) -> None:
        self._pages = templates / "pages"
        loader = FileSystemLoader(self._pages)
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
        with self.located():
            if template in self.with_fragment:
                context = {**context, "fragment": self.fragment(template, context)}
            body = self.markdown.get_template(f"{template}.md").render(context)
        digest = sha256(body.encode("utf-8")).hexdigest()[:_DIGEST_LENGTH]
        head = front_matter({**settings, "template": "kpigen.html", "digest": digest})
        return File(f"docs/{name}.md", (head + body).encode("utf-8"))

    def fragment(self, template: str, context: Mapping[str, object]) -> Markup:
        """Write what Markdown need not see."""
        return past_markdown(self.html.get_template(f"{template}.html").render(context))

    @contextmanager
    def located(self) -> Iterator[None]:
        """Say which template, and where in it, is wrong when one cannot be used."""
        try:
            yield
        except (TemplateError, TypeError) as error:
            where = self._place(error)
            if where is None:
                raise  # no template had a part in it
            raise TemplateFaultError(
                f"网页模板 {where}{_trouble(error)}",
                "改过模板的话请改回，或与随 kpigen 提供的模板对照",
                "".join(traceback.format_exception(error)),
            ) from error

    def _place(self, error: Exception) -> str | None:
        """Name file and line: those of the syntax error, else the last that were at work."""
        if isinstance(error, TemplateSyntaxError):
            return f"site_templates/pages/{error.name} 第 {error.lineno} 行"
        lines = [
            f"site_templates/pages/{path.relative_to(self._pages).as_posix()} 第 {frame.lineno} 行"
            for frame in traceback.extract_tb(error.__traceback__)
            for path in (Path(frame.filename),)
            if path.is_relative_to(self._pages)
        ]
        if not lines and isinstance(error, TemplateNotFound):
            return "site_templates/pages/ "
        return lines[-1] if lines else None


def _trouble(error: Exception) -> str:
    """Say in Chinese what is wrong, as far as the kind of error tells."""
    if isinstance(error, TemplateSyntaxError):
        return "写法不对"
    if isinstance(error, TemplateNotFound):
        return f"要用的 {error.name} 不存在"
    if isinstance(error, UndefinedError):
        return "用了没有的名称"
    return "用不了"
