"""LibreOffice as the office program in which people open a file and save it again."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="没有安装 LibreOffice，不能另存"
)
XLSX, XLS = "xlsx:Calc MS Excel 2007 XML", "xls:MS Excel 97"


def saved_again(folder: Path, kind: str, *files: Path) -> Path:
    """Save files as another kind, in LibreOffice's words, and give the folder they are in then.

    `folder` keeps the results, and the profile in its `profile` if settings were put there.
    """
    kept = folder / "saved"
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", kind, "--outdir", str(kept), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return kept
