"""Which Python is new enough. This file must be readable by Python 3.6, so that it can refuse it."""

from typing import Sequence  # noqa: UP035  collections.abc.Sequence[int] is an error before Python 3.9

MINIMUM = (3, 11)


def too_old(version: Sequence[int]) -> str:
    """Return the sentence that refuses a Python version (major, minor), or "" when it is new enough."""
    if tuple(version) >= MINIMUM:
        return ""
    have = ".".join(str(part) for part in version)
    return (
        f"Python {have} เก่าเกินไป ผืนงานต้องใช้ Python 3.11 ขึ้นไป โปรดติดตั้งจาก python.org "
        "แล้วสั่งใหม่ เช่น python3.11 -m config run · "
        f"Python {have} is too old: install Python 3.11 or newer from python.org and start again, "
        "for example python3.11 -m config run"
    )
