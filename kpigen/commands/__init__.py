"""The commands, one module each, in the order in which they are used; loaded when they run."""

from __future__ import annotations

from importlib import import_module

import click

# The module's `command` is what click runs. A module's name is the command's.
COMMANDS = ("check", "score", "build", "serve", "export")


def load(name: str) -> click.Command:
    """Load one command."""
    command: click.Command = import_module(f"kpigen.commands.{name}").command
    return command
