"""A small font made for a test: one glyph of the packaged font, under other characters."""

from __future__ import annotations

import io
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

PACKAGED = Path(pylopdf_fonts_zh_cn.serif_path()).parent
RARE = "𠮷"  # in neither packaged font
_MODEL = ord("吉")
_FAMILY, _UNIQUE, _FULL, _POSTSCRIPT, _TYPOGRAPHIC = 1, 3, 4, 6, 16


def font(characters: str = RARE, family: str = "Test Song") -> bytes:
    """Build an OpenType font that shows each of the characters as 吉."""
    made = TTFont(PACKAGED / "NotoSansSC-Regular.otf")
    options = subset.Options()
    options.name_IDs = ["*"]
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=[_MODEL])
    chosen.subset(made)
    for name in made["name"].names:
        if name.nameID in {_FAMILY, _UNIQUE, _FULL, _POSTSCRIPT, _TYPOGRAPHIC}:
            shown = family.replace(" ", "") if name.nameID == _POSTSCRIPT else family
            name.string = shown
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.format, table.reserved, table.length, table.nGroups = 12, 0, 0, 0
    glyph = made.getBestCmap()[_MODEL]
    table.cmap = {ord(character): glyph for character in characters}
    made["cmap"].tables = [table]
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()
