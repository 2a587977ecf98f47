"""Builds sites with MkDocs again and again, keeping from one to the next what never changes.

A site made here has the bytes that `mkdocs build --strict` gives it. What is kept: MkDocs and the
theme themselves, the theme's templates as compiled, and the names of its 14,000 files, which
MkDocs would otherwise list again for every site.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket, BytecodeCache
from mkdocs import utils
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.theme import Theme

from kpigen.engine.order import Order

# A site of one page asks of MkDocs and of the theme what every site asks of them.
_REHEARSAL = {
    "mkdocs.yml": "site_name: x\ntheme: {name: material, language: zh, font: false}\nplugins: []\n",
    "docs/index.md": "# x\n",
}


class Workshop:
    """MkDocs with its tools laid out."""

    def __init__(self) -> None:
        self._compiled = _Compiled()
        self._listed: dict[str, list[str]] = {}
        logging.getLogger("mkdocs").addHandler(logging.StreamHandler())
        logging.getLogger("mkdocs.commands.build").addFilter(_is_news)

    def rehearse(self, folder: Path) -> None:
        """Make a site of one page in an empty folder, so that the first real one finds all warm."""
        for name, text in _REHEARSAL.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="ascii")
        self.carry_out(Order(str(folder), str(folder / "site"), 0))

    def carry_out(self, order: Order) -> bool:
        """Make one site, strictly: a warning is an error. Tell whether no plugin had a part."""
        os.environ["SOURCE_DATE_EPOCH"] = str(order.timestamp)
        settings = str(Path(order.source) / "mkdocs.yml")
        config = load_config(settings, site_dir=order.target, strict=True)
        is_plain = not config.plugins
        # Any plugin may make one page depend on others: with one, every page is made.
        only = order.only if is_plain else None
        theme = config.theme
        theme.get_env = lambda: self._environment(theme)  # type: ignore[method-assign]
        if only is not None:
            config.plugins["kpigen"] = _Only(only)
            utils.clean_directory(order.target)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config, dirty=only is not None)
        finally:
            config.plugins.on_shutdown()
        return is_plain

    def _environment(self, theme: Theme) -> jinja2.Environment:
        """Give what MkDocs makes itself, with what is kept built in."""
        environment = Theme.get_env(theme)
        environment.loader = _Loader(theme.dirs, theme.custom_dir, self._listed)
        environment.bytecode_cache = self._compiled
        return environment


class _Compiled(BytecodeCache):
    """Compiled templates, by name and content."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = (bucket.checksum, bucket.code)


class _Loader(jinja2.FileSystemLoader):
    """Lists an installed theme's files once; the town's own are listed every time.

    Names that begin with a dot are left out: they are the theme's icons, and MkDocs, which lists
    templates only to find the files to copy, passes them over.
    """

    def __init__(self, folders: list[str], own: str | None, listed: dict[str, list[str]]) -> None:
        super().__init__(folders)
        self._own = own
        self._listed = listed

    def list_templates(self) -> list[str]:
        names: set[str] = set()
        for folder in self.searchpath:
            if folder == self._own:
                names.update(_names(folder))
            else:
                if folder not in self._listed:
                    self._listed[folder] = _names(folder)
                names.update(self._listed[folder])
        return sorted(names)


def _names(folder: str) -> list[str]:
    listed = jinja2.FileSystemLoader(folder).list_templates()
    return [name for name in listed if not name.startswith(".")]


class _Only(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # no settings
    """Tells MkDocs which files have changed, which it would otherwise ask of their times."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = frozenset(names)

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Mark the files that are as they were."""
        del config
        for file in files:
            if file.src_uri not in self._names:
                file.is_modified = lambda: False  # type: ignore[method-assign]
        return files


def _is_news(record: logging.LogRecord) -> bool:
    """Keep out what MkDocs says of every partial build: a warning would be an error."""
    return not record.getMessage().startswith("A 'dirty' build is being performed")
