"""Several values in one cell: `red | green`. A backslash takes the sign behind it as it is."""

from collections.abc import Iterable

SEPARATOR = "|"


def join(values: Iterable[str]) -> str:
    """`split` gives the same values back; empty ones are left out."""
    return f" {SEPARATOR} ".join(_escaped(value) for value in values if value)


def split(cell: str) -> tuple[str, ...]:
    """The values of a cell, without blanks at the edges unless they are escaped; empty ones do not count."""
    if "\\" not in cell:
        return tuple(value for part in cell.split(SEPARATOR) if (value := part.strip()))
    parts: list[tuple[str, list[bool]]] = [("", [])]
    escaped = False
    for sign in cell:
        if not escaped and sign == "\\":
            escaped = True
        elif not escaped and sign == SEPARATOR:
            parts.append(("", []))
        else:
            text, hard = parts[-1]
            parts[-1] = (text + sign, [*hard, escaped])
            escaped = False
    return tuple(value for text, hard in parts if (value := _trimmed(text, hard)))


def _trimmed(text: str, hard: list[bool]) -> str:
    kept = [at for at, sign in enumerate(text) if hard[at] or not sign.isspace()]
    return text[kept[0] : kept[-1] + 1] if kept else ""


def _escaped(value: str) -> str:
    spelled = value.replace("\\", "\\\\").replace(SEPARATOR, f"\\{SEPARATOR}")
    if spelled[-1].isspace():
        spelled = f"{spelled[:-1]}\\{spelled[-1]}"
    return f"\\{spelled}" if spelled[0].isspace() else spelled
