"""Searches what is to be published for internal texts, before anyone can read it.

Nothing internal takes the public path: this says whether that held, whoever wrote the output (the
program, a town's own template, its settings). The parts, in the order of use: `wanted` says what
of an internal text is looked for, `contents` what a file says, `markup` where a saying ends,
`writing` takes off how it is written and `numbers` how numbers are, `search` finds many texts in
one pass, `own_words` and `composed` excuse what the site says anyway, `comparison` puts them
together.
"""

from kpigen.leaks.comparison import (
    Leak,
    Secrets,
    Watch,
    compare,
    passing,
    refuse,
    rest,
    secrets,
)

__all__ = ["Leak", "Secrets", "Watch", "compare", "passing", "refuse", "rest", "secrets"]
