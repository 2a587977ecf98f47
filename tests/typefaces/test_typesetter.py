from __future__ import annotations

import pytest

from kpigen.checks.glyphs import usual
from kpigen.typefaces.typesetter import NoGlyphError, Typesetter, families, readable
from tests.typefaces.fonts import PACKAGED, RARE

SURROGATES = range(0xD800, 0xE000)


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter()


def test_everything_usual_is_in_the_packaged_fonts(typesetter: Typesetter) -> None:
    everything = [chr(code) for code in range(0x110000) if code not in SURROGATES]
    checked = [character for character in everything if usual(character)]
    assert len(checked) > 21_000
    answers = typesetter.refused(checked)
    assert [c for c, answer in zip(checked, answers, strict=True) if answer] == []


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("", ()),
        ("镕堃䶮𬱟", ()),
        ("𠮷", ("𠮷",)),
        ("甲𠮷乙𨰻丙𠮷", ("𠮷", "𨰻")),
        ("😀", ("😀",)),
        ("❤\ufe0f", ("❤",)),  # the selector itself is no glyph
        ("辻\U000e0100", ()),  # a variant that no font knows is shown as the character
        ("\u200b\u200d\u2060\ufeff", ()),  # what has no shape needs none
        ("a\u0301e\u0302\u0301", ()),  # composed: á, ế
        ("q\u0323", ("\u0323",)),
        ("\u212b\U0002f800", ()),  # Å, 丽
        ("\t\n\r\x0b\x0c\x85\u2028\u2029", ()),
        ("\x00\x7f", ("\x00", "\x7f")),
        ("\ue000", ("\ue000",)),
        ("≒", ("≒",)),  # in GBK
        ("한국", ("한", "국")),
    ],
)
def test_what_the_fonts_have(typesetter: Typesetter, text: str, refused: tuple[str, ...]) -> None:
    assert typesetter.refused([text]) == (refused,)


def test_each_text_is_answered_by_itself(typesetter: Typesetter) -> None:
    # The dot below is refused under q only.
    assert typesetter.refused(["a\u0323", "q\u0323", "好", "𠮷"]) == (
        (),
        ("\u0323",),
        (),
        ("𠮷",),
    )


def test_no_font_of_the_machine_is_used() -> None:
    assert families() == ()
    assert families((str(PACKAGED),)) == ("Noto Sans SC", "Noto Serif SC")
    assert readable(str(PACKAGED)) == {"NotoSansSC-Regular.otf", "NotoSerifSC-Regular.otf"}


def test_a_document_names_all_it_cannot_show(typesetter: Typesetter) -> None:
    source = b"""
    #set document(title: "x", date: auto)
    #set text(font: "Noto Serif SC")
    #json(bytes(sys.inputs.words)).text
    """
    with pytest.raises(NoGlyphError) as caught:
        typesetter.set(source, {"text": f"{RARE}好𨰻"}, 0)
    assert caught.value.characters == (RARE, "𨰻")
