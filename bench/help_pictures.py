"""Takes the pictures of the help pages anew from a running demo, into static/img/help/.

    python3 -m config run 8000 &
    .venv/bin/python -m bench.help_pictures http://127.0.0.1:8000

The picture of the first day is taken of an empty office: give its address with the name and password of its system
administrator. Pictures are cut to what matters and kept to few colours, so that none is over 60 KB.
"""

from __future__ import annotations

import struct
import sys
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.programs import find

PASSWORD = "phuen-ngan-2566"  # of the demo, printed at each start of a try-out

FOLDER = Path(__file__).parent.parent / "static/img/help"
DESK, PHONE = {"width": 980, "height": 640}, {"width": 360, "height": 640}
MOST = 60_000  # bytes of a picture

# name of the picture: who, which window, the first page, then the links that are pressed (CSS selectors)
SHOTS: dict[str, tuple[str, dict[str, int], str, list[str]]] = {
    "worker-need": ("boonlert", PHONE, "/areas/710109/needs/new/", []),
    "worker-survey": ("boonlert", PHONE, "/areas/710109/surveys/fill/", []),
    "worker-item": ("wandee", DESK, "/plans/", ["main tbody a, main .rows a", "main a[href$='/items/new/']"]),
    "worker-endorse": (
        "wandee",
        DESK,
        "/plans/",
        ["main tbody a, main .rows a", "main a[href$='/endorse/']"],
    ),
    "secretariat-home": ("pimchanok", DESK, "/", []),
    "secretariat-mapping": ("pimchanok", DESK, "/areas/7101/mapping/", []),
    "secretariat-bench": ("pimchanok", DESK, "/", ["main a[href$='/rollup/']"]),
    "coordinator-home": ("kanokwan", DESK, "/", []),
    "reader-plan": ("somying", DESK, "/areas/710109/", ["main a[href^='/plans/']"]),
}


def main() -> None:
    """Take all pictures and say how large each became."""
    address, *empty = sys.argv[1:]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find("chromium"), args=["--no-sandbox"])
        if empty:
            take(browser, "admin-first-day", address, (empty[0], empty[1]), DESK, "/", [])
            return
        for name, (who, window, path, links) in SHOTS.items():
            take(browser, name, address, (who, PASSWORD), window, path, links)


def take(
    browser: Any,
    name: str,
    address: str,
    who: tuple[str, str],
    window: dict[str, int],
    path: str,
    links: list[str],
) -> None:
    """Log in, go to the page and keep what stands in the window, without the strip of the demo."""
    context = browser.new_context(locale="th-TH", viewport=window, color_scheme="light")
    page = context.new_page()
    page.goto(f"{address}/login/")
    page.fill("#id_username", who[0])
    page.fill("#id_password", who[1])
    page.press("#id_password", "Enter")
    page.wait_for_load_state("networkidle")
    page.goto(address + path)
    for link in links:
        page.goto(address + str(page.locator(link).first.get_attribute("href")))
    page.evaluate("document.querySelector('.clock')?.remove()")
    small = reduce(page.screenshot())
    if len(small) > MOST:
        sys.exit(f"{name}.png has {len(small):,} bytes; make its window smaller")
    (FOLDER / f"{name}.png").write_bytes(small)
    print(f"{name}.png {len(small):,}")
    context.close()


def reduce(picture: bytes) -> bytes:
    """Return a PNG in 64 colours: the most frequent ones, every other pixel in the nearest of them."""
    width, height, rows = pixels(picture)
    flat = [row[x : x + 3] for row in rows for x in range(0, width * 3, 3)]
    counted = Counter(flat)
    palette = [colour for colour, _count in counted.most_common(64)]
    index = {colour: nearest(colour, palette) for colour in counted}
    lines = [bytes([0, *(index[one] for one in flat[y * width : (y + 1) * width])]) for y in range(height)]
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [(b"IHDR", header), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(b"".join(lines), 9))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in [*parts, (b"IEND", b"")])


def nearest(colour: bytes, palette: list[bytes]) -> int:
    """Return the place of the colour in the palette that is most like it."""
    return min(
        range(len(palette)),
        key=lambda at: sum((a - b) ** 2 for a, b in zip(colour, palette[at], strict=True)),
    )


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a part of a PNG with its length and check sum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pixels(picture: bytes) -> tuple[int, int, list[bytes]]:
    """Return width, height and the rows (three bytes a pixel) of an 8-bit PNG without interlacing."""
    at, data, width, height, channels = 8, b"", 0, 0, 3
    while at < len(picture):
        length, kind = struct.unpack(">I4s", picture[at : at + 8])
        body = picture[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, _depth, colour = struct.unpack(">IIBB", body[:10])
            channels = 4 if colour == 6 else 3
        elif kind == b"IDAT":
            data += body
        at += 12 + length
    raw, size, rows = zlib.decompress(data), width * channels, []
    before = bytearray(size)
    for y in range(height):
        start = y * (size + 1)
        before = unfilter(raw[start], bytearray(raw[start + 1 : start + 1 + size]), before, channels)
        rows.append(bytes(b for i, b in enumerate(before) if channels == 3 or i % 4 != 3))
    return width, height, rows


def unfilter(kind: int, row: bytearray, above: bytearray, step: int) -> bytearray:
    """Return a row of a PNG as it was before its filter (PNG specification, section 9)."""
    for i in range(len(row)):
        left = row[i - step] if i >= step else 0
        corner = above[i - step] if i >= step else 0
        row[i] = (
            row[i] + (0, left, above[i], (left + above[i]) // 2, paeth(left, above[i], corner))[kind]
        ) % 256
    return row


def paeth(left: int, above: int, corner: int) -> int:
    """Return the neighbour that is nearest to left + above − corner."""
    guess = left + above - corner
    return min((left, above, corner), key=lambda one: abs(guess - one))


if __name__ == "__main__":
    main()
