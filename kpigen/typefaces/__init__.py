"""The fonts of the prints: the packaged ones, the repository's own, and what they can show."""


def shown(character: str) -> str:
    """Name a character so that it is known where no font shows it."""
    if character.isprintable():
        return f"“{character}”（U+{ord(character):04X}）"
    return f"看不见的字符 U+{ord(character):04X}"
