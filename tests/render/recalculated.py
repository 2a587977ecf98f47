"""LibreOffice as the judge of formulas: it computes workbooks anew, whatever values they carry."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.office import XLSX, saved_again

# LibreOffice trusts the values of files from Excel unless it is told to compute always (0).
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
_CARRIED = re.compile(rb"</f><v>[^<]*</v>")


def recalculated(files: Mapping[str, bytes], folder: Path) -> dict[str, Workbook]:
    """Give the workbooks by name with the values that LibreOffice computes.

    The values that formulas carried are made wrong before, so that none of them can come through.
    """
    sources, profile = folder / "sources", folder / "profile"
    for place in (sources, profile / "user"):
        place.mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    for name, content in files.items():
        (sources / name).write_bytes(_spoiled(content))
    results = saved_again(folder, XLSX, *(sources / name for name in files))
    return {name: load_workbook(results / name, data_only=True) for name in files}


def _spoiled(content: bytes) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(written, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name.startswith("xl/worksheets/"):
                data = _CARRIED.sub(b"</f><v>777</v>", data)
            after.writestr(name, data)
    return written.getvalue()
