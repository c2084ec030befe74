"""The web font: Noto Sans Thai from its wheel as one variable woff2. Run by .venv's Python."""

from fontpkg import family
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from config.door.steps import ROOT

WOFF2 = ROOT / "static" / "fonts" / "noto-sans-thai.woff2"


def build() -> None:
    """Write the font at one width and the weights 400 to 600, with all its letters and layout features."""
    (source,) = family("noto-sans-thai").files
    font = instancer.instantiateVariableFont(TTFont(source.path), {"wdth": 100, "wght": (400, 600)})
    font.flavor = "woff2"
    WOFF2.parent.mkdir(parents=True, exist_ok=True)
    half = WOFF2.with_suffix(".part")  # a stopped start leaves no half font behind
    font.save(half)
    half.replace(WOFF2)
