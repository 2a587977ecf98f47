"""The catalogue: every code that a check can give, in the order of its numbers."""

from kpigen.codes import (
    book_codes,
    print_codes,
    privacy_codes,
    record_codes,
    rubric_codes,
    shape_codes,
    sheet_codes,
    stage_codes,
    table_codes,
    written_codes,
    yaml_codes,
)
from kpigen.diagnostics import Code

_MODULES = (
    yaml_codes,
    shape_codes,
    print_codes,
    rubric_codes,
    record_codes,
    stage_codes,
    privacy_codes,
    book_codes,
    sheet_codes,
    table_codes,
    written_codes,
)

CATALOGUE: tuple[Code, ...] = tuple(
    sorted(
        (
            value
            for module in _MODULES
            for value in vars(module).values()
            if isinstance(value, Code)
        ),
        key=lambda code: code.number,
    )
)
