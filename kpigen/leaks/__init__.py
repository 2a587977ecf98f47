"""Searches what is to be published for internal texts, before anyone can read it.

Nothing internal takes the public path: this says whether that held, whoever wrote the output (the
program, a town's own template, its settings). The parts, in the order of use: `wanted` says what
of an internal text is looked for, `contents` what a file says, `writing` takes off how it is
written, `search` finds many texts in one pass, `comparison` puts them together.
"""

from kpigen.leaks.comparison import Leak, Secrets, compare, refuse, rest, secrets

__all__ = ["Leak", "Secrets", "compare", "refuse", "rest", "secrets"]
