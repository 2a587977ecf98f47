"""Holds what is in an archive against its manifest, and its data against its scores."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kpigen.archiving import manifest
from kpigen.archiving.container import Reader
from kpigen.archiving.manifest import Manifest, NoManifestError
from kpigen.assessing import scoring
from kpigen.inspection import inspect_tree
from kpigen.reading import loader
from kpigen.versions.history import Revision
from kpigen.view.report import report

SCORES = "exports/scores.json"
_MOST_MANIFEST = 50_000_000
_MOST_SCORES = 100_000_000


def manifest_of(reader: Reader) -> Manifest:
    """Read an archive's manifest; NoManifestError where there is none."""
    if manifest.NAME not in reader.names:
        raise NoManifestError
    return manifest.read(reader.read(manifest.NAME, _MOST_MANIFEST))


def differing(reader: Reader, written: Manifest) -> Iterator[tuple[str, str]]:
    """Give what is not as the manifest says: the file, and what is wrong with it."""
    wanted = {member.path: member for member in written.files}
    for path, member in wanted.items():
        if path not in reader.names:
            yield path, "清单里有，存档里没有"
            continue
        found = reader.member(path)
        if found is None:
            yield path, "读不出来，文件坏了"
        elif found != member:
            yield path, "内容与清单的摘要不符"
    for path in sorted(reader.names - set(wanted) - {manifest.NAME}):
        yield path, "清单里没有，存档里多了"
    for path in reader.twice:
        yield path, "存档里有两个同名的"


def scores_alike(reader: Reader, written: Manifest, state: Revision) -> bool:
    """Score the data in an archive; tell whether that gives the digest and totals it says."""
    if written.year not in loader.found_years(reader):
        return False
    inspection = inspect_tree(reader, written.year, state)
    if not inspection.sound or inspection.dataset is None:
        return False
    found = report(inspection.dataset, scoring.score(inspection.dataset), state)
    totals = [(one.id, one.total_exact, one.digest) for one in found.communities]
    return found.digest == written.digest and totals == _totals(reader)


def _totals(reader: Reader) -> list[tuple[str, str, str]]:
    if SCORES not in reader.names:
        return []
    try:
        listed = json.loads(reader.read(SCORES, _MOST_SCORES))["communities"]
        return [(one["id"], one["total_exact"], one["digest"]) for one in listed]
    except (ValueError, TypeError, KeyError, RecursionError):
        return []
