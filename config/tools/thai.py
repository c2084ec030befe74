"""Thai text, dates and amounts: read as people type them, shown and sorted as offices do."""

from config.tools.amounts import read_amount, short_amount, show_amount
from config.tools.collation import sort_key
from config.tools.dates import (
    days_past,
    fiscal_days,
    fiscal_year,
    read_be_year,
    read_date,
    show_date,
    show_time,
    show_years,
    to_be,
    to_ce,
    today,
)
from config.tools.text import Unreadable, arabic, clean

__all__ = [
    "Unreadable",
    "arabic",
    "clean",
    "days_past",
    "fiscal_days",
    "fiscal_year",
    "read_amount",
    "read_be_year",
    "read_date",
    "short_amount",
    "show_amount",
    "show_date",
    "show_time",
    "show_years",
    "sort_key",
    "to_be",
    "to_ce",
    "today",
]
