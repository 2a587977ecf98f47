"""The exceptions of a broken machine; bad data is never raised but returned as diagnostics."""


class KpigenError(Exception):
    """What the user can act on but no line of the data explains: message and hint are Chinese."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(KpigenError):
    """The command was asked for something that cannot be meant (exit code 2)."""


class MachineError(KpigenError):
    """A file, git or an installed component failed us (exit code 3)."""
