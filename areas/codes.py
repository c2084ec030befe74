"""The official code is the key and the path: what an area's code says, without a query.

Codes are DOPA/TIS-1099 (domain.md §2): province 2 digits, district 4, tambon 6, village 8; a community (ชุมชน),
which has no official code, is its tambon's code plus a letter and one of 0-9A-Z.
"""

import re

CODE_PATTERN = r"^[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{2}|[A-Z][0-9A-Z])?)?)?$"
PROVINCES = r"^[0-9]{2}(,[0-9]{2}){1,19}$"  # several, as an address asks for those of a cluster: 70,71
PROVINCE, DISTRICT, TAMBON, PLACE = 2, 4, 6, 8  # lengths of a code at each level


def is_code(text: str) -> bool:
    """Whether a text can be an area's code."""
    return re.fullmatch(CODE_PATTERN, text) is not None


def subtree(code: str) -> tuple[str, str]:
    """Return the half-open range (low, high) that holds the area's code and every code below it.

    A village or community has nothing below it, so its range holds itself alone.
    """
    if len(code) == PLACE:
        return code, code + "0"
    return code, str(int(code) + 1).zfill(len(code))


def is_inside(code: str, ancestor: str) -> bool:
    """Whether an area is the other one or lies in it."""
    return code.startswith(ancestor)


def province_of(code: str) -> str:
    """Return the 2-digit code of the area's province."""
    return code[:PROVINCE]


def district_of(code: str) -> str:
    """Return the 4-digit code of the area's district; '' for a province."""
    return code[:DISTRICT] if len(code) >= DISTRICT else ""


def tambon_of(code: str) -> str:
    """Return the 6-digit code of the area's tambon; '' above the tambon."""
    return code[:TAMBON] if len(code) >= TAMBON else ""


def ancestors(code: str) -> list[str]:
    """Return the codes of the areas above, from the province down, the area itself left out."""
    return [code[:length] for length in (PROVINCE, DISTRICT, TAMBON) if length < len(code)]
