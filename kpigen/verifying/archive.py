"""Verifies archives: against their manifest, then against the one that their commit gives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from kpigen import __version__
from kpigen.archiving import archive as making
from kpigen.archiving import container, contents, manifest
from kpigen.archiving.checkout import checkout, is_shallow
from kpigen.archiving.container import BrokenArchiveError
from kpigen.archiving.manifest import Manifest, NoManifestError
from kpigen.build import WORK
from kpigen.inspection import inspect
from kpigen.progress import Progress, Within
from kpigen.reading import loader
from kpigen.reading.tree import Folder
from kpigen.verifying import remaking
from kpigen.verifying.values import (
    Comparison,
    Difference,
    Doubt,
    Likeness,
    RefusedError,
    compared,
)
from kpigen.versions.history import Revision

# A workbook has the one (.xlsx) or the other (.ods).
_OF_OFFICE = frozenset({"[Content_Types].xml", "mimetype"})
_TOO_LARGE = "kpigen 写的存档没有这么大，也不会这样坏；重新取一份"


class ArchiveVerdict(NamedTuple):
    """What is said of an archive.

    `own` is how it holds against its manifest, `anew` against the archive that its commit gives:
    None where a doubt, or `own`, kept it from being made. `other_version` tells that another
    version of kpigen wrote it.
    """

    manifest: Manifest
    own: Comparison
    doubt: Doubt | None
    anew: Comparison | None
    other_version: bool

    @property
    def unchanged(self) -> bool:
        """Tell whether the commit vouches for every file."""
        return self.anew is not None and self.anew.likeness is not Likeness.DIFFERENT


def is_archive(path: Path) -> bool:
    """Tell an archive from a workbook, which is a zip as well."""
    try:
        with container.opened(path) as reader:
            return _OF_OFFICE.isdisjoint(reader.names)
    except BrokenArchiveError:
        return path.suffix.lower() == ".zip"


def examine(root: Path, path: Path, progress: Progress) -> ArchiveVerdict:
    """Hold an archive against its manifest; if that holds, make it anew from its commit."""
    try:
        with container.opened(path) as reader:
            written = contents.manifest_of(reader)
            wrong = [
                Difference(file, note=what) for file, what in contents.differing(reader, written)
            ]
            if not wrong and not contents.scores_alike(reader, written, _state(written)):
                wrong.append(
                    Difference("data/", note="里面的数据算出来的得分与清单、scores.json 不同")
                )
    except BrokenArchiveError as error:
        raise RefusedError("这个 zip 坏了，或者太大，读不了", _TOO_LARGE) from error
    except NoManifestError as error:
        raise RefusedError(
            "这个 zip 不是 kpigen 的存档：没有清单 manifest.json，或者清单读不懂",
            "存档由 kpigen archive 写出；较新的 kpigen 写的，请用那个版本核验",
        ) from error
    verdict = ArchiveVerdict(
        written, compared(wrong), _doubt(root, written), None, written.kpigen != __version__
    )
    if wrong or verdict.doubt is not None:
        return verdict
    return _held_against(verdict, root, path, progress)


def _state(written: Manifest) -> Revision:
    """Give the revision that the data in an archive are read under."""
    moment = datetime.fromtimestamp(written.timestamp, UTC)
    return Revision(written.commit, moment, moment)


def _doubt(root: Path, written: Manifest) -> Doubt | None:
    if not remaking.in_git(root):
        return Doubt.NO_GIT
    if is_shallow(root):
        return Doubt.SHALLOW
    if not remaking.known_commit(root, written.commit):
        return Doubt.UNKNOWN_COMMIT
    return None


def _held_against(
    verdict: ArchiveVerdict, root: Path, path: Path, progress: Progress
) -> ArchiveVerdict:
    """Make the archive of the commit in a clone, away from the user's files, and compare."""
    progress.step("用存档的版本重新生成一份，和文件比较")
    year = verdict.manifest.year
    with checkout(root, verdict.manifest.commit) as clean:
        if year not in loader.found_years(Folder(clean)):
            return verdict._replace(doubt=Doubt.NO_YEAR)
        inspection = inspect(clean, year)
        if not inspection.sound:
            return verdict._replace(doubt=Doubt.UNSOUND)
        if not making.is_sealed(inspection):
            return verdict._replace(doubt=Doubt.NOT_SEALED)
        made = clean / WORK / "anew.zip"
        anew = making.make(clean, inspection, made, Within(progress))
        if _digest(made) == _digest(path):
            return verdict._replace(anew=Comparison(Likeness.SAME_BYTES))
    return verdict._replace(anew=compared(list(_differing(verdict.manifest, anew.manifest))))


def _differing(there: Manifest, here: Manifest) -> Iterator[Difference]:
    for name in ("year", "day", "title", "digest"):
        one, other = getattr(there, name), getattr(here, name)
        if one != other:
            yield Difference(f"{manifest.NAME} › {name}", str(one), str(other))
    files = {member.path: member for member in there.files}
    wanted = {member.path: member for member in here.files}
    for path in sorted({*files, *wanted}):
        if path not in wanted:
            yield Difference(path, note="这个版本的存档里没有这个文件")
        elif path not in files:
            yield Difference(path, note="这个版本的存档里有，文件里没有")
        elif files[path] != wanted[path]:
            yield Difference(path, note="内容与这个版本生成的不同")


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    for piece in container.pieces(path):
        digest.update(piece)
    return digest.hexdigest()
