"""What is found out about a document: of which kind it is, what it says of itself, what differs."""

from __future__ import annotations

from datetime import date
from enum import Enum, StrEnum
from typing import NamedTuple

from kpigen.stamp import Stamp


class Kind(StrEnum):
    """The kinds of files that can be verified, by their suffix."""

    XLSX = "xlsx"
    PDF = "pdf"
    JSON = "json"
    CSV = "csv"


class Likeness(Enum):
    """How a file compares with what is made anew: byte by byte, in what it says, or not at all."""

    SAME_BYTES = "same bytes"
    SAME_CONTENT = "same content"
    DIFFERENT = "different"


class Difference(NamedTuple):
    """One place where a file differs: what stands there, what should; None where nothing does.

    `note` says it where there are no two texts to show.
    """

    place: str
    there: str | None = None
    here: str | None = None
    note: str = ""


class Comparison(NamedTuple):
    """The outcome of a comparison; `differences` are the first few of `total`."""

    likeness: Likeness
    differences: tuple[Difference, ...] = ()
    total: int = 0


class Doubt(Enum):
    """Why no commit can vouch for a file, whatever it holds."""

    NO_STAMP = "no stamp"
    NO_COMMIT = "made outside git"
    MODIFIED = "made of data that was not committed"
    NO_GIT = "this is no repository"
    SHALLOW = "this is a shallow clone"
    UNKNOWN_COMMIT = "the commit is not in the repository"
    UNSOUND = "the commit's data cannot be scored"
    NO_YEAR = "the commit does not hold the year"
    NOT_SEALED = "the year was not sealed in the commit"
    UNKNOWN_DOCUMENT = "no such document is made any more"


class Since(NamedTuple):
    """What the data say now in place of what a document says.

    `is_made` is False where they give no such document any more; `total` and `standing` (the
    place in its group, in words) are those of the community whose document it is, else empty.
    """

    is_made: bool
    total: str = ""
    standing: str = ""


class Verdict(NamedTuple):
    """What is said of a file; `title` names the document, where it is known which it is.

    `doubt` None means that the file was compared with what its commit gives. With a doubt, `now`
    tells that it was compared with the data as they are now; `comparison` is None where there was
    nothing to compare with. `day` is that of the commit compared with, `digest` that of the content
    made anew, `modified` tells that the data compared with are not committed. `alike` names the
    communities whose own digest is still the same (data files only). `since` tells that what the
    commit vouches for is no longer what the data say.
    """

    kind: Kind
    stamp: Stamp | None
    doubt: Doubt | None
    comparison: Comparison | None
    commit: str | None = None
    modified: bool = False
    day: date | None = None
    digest: str | None = None
    alike: tuple[str, ...] | None = None
    title: str = ""
    since: Since | None = None

    @property
    def unchanged(self) -> bool:
        """Tell whether a commit vouches for what the file says."""
        return (
            self.doubt is None
            and self.comparison is not None
            and self.comparison.likeness is not Likeness.DIFFERENT
        )


class RefusedError(Exception):
    """A file that cannot be read, or that is too large to be: why, and what to do, in Chinese."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


MOST_SHOWN = 30


def compared(differences: list[Difference]) -> Comparison:
    """Sum up the comparison of files whose bytes differ."""
    if not differences:
        return Comparison(Likeness.SAME_CONTENT)
    return Comparison(Likeness.DIFFERENT, tuple(differences[:MOST_SHOWN]), len(differences))
