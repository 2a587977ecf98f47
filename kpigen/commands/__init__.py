"""The commands, one module each, in the order in which they are used; loaded when they run."""

from __future__ import annotations

from importlib import import_module

import click

# Each command's name and the module whose `command` click runs.
COMMANDS = {
    "check": "check",
    "score": "score",
    "status": "status",
    "diff": "diff",
    "build": "build",
    "serve": "serve",
    "export": "export",
    "schema": "schema",
    "forge": "forge",
    "add": "add",
    "import": "import_sheet",
    "verify": "verify",
    "archive": "archive",
    "rubric": "rubric",
}


def load(name: str) -> click.Command:
    """Load one command."""
    command: click.Command = import_module(f"kpigen.commands.{COMMANDS[name]}").command
    return command
