"""What all sheets of a plan's workbook share: title lines, year columns, the total row and the line that checks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from config.tools.money import ZERO
from config.tools.sheets import Align, Book, Cell, Column, Formula, Look, Sheet, address, money_width
from config.tools.thai import show_years
from plans.workbook.content import Content, Years
from plans.workbook.wording import CHECK, DOES_NOT_TIE, PLAN_NAMES, TIES, long_name

COVER = "ปก"
ANCHOR = 13  # the cover's row, from zero, that holds the plan's totals as the database has them
ALL_YEARS = 0  # stands for the sum of all years where a mapping is keyed by year

Where = Mapping[int, tuple[int, int]]  # year or ALL_YEARS → (row, column)


class Paper:
    """The workbook on its way, with its content."""

    def __init__(self, book: Book, content: Content) -> None:
        self.book, self.content = book, content
        self.years = content.years
        home = content.head.home
        self.level = len(home.code)
        self.plan_name = PLAN_NAMES[self.level]
        self.period = f"(พ.ศ. {show_years(content.head.first_year, content.head.last_year)})"
        self.home = " ".join(long_name(part) for part in home.full.split(" "))
        self.money = money_width(max(content.total, sum(content.endorsed.values(), ZERO)))

    def sheet(self, name: str, title: str, columns: Sequence[Column], form: str = "") -> Sheet:
        """Add a sheet under the three centred title lines."""
        titles = [title, f"{self.plan_name} {self.period}", self.home]
        return self.book.sheet(name, columns, form=form, titles=titles)

    def year_columns(self, above: str = "") -> list[Column]:
        """Return a column of baht for each year."""
        return [
            Column(f"ปี {year}" if above else f"{year}", self.money, Align.RIGHT, above) for year in self.years
        ]

    def sum_column(self, above: str = "") -> Column:
        """Return the column that sums the years."""
        return Column("รวม" if above else "รวม (บาท)", self.money + 1, Align.RIGHT, above)

    def amounts(self, years: Years) -> list[Cell]:
        """Return a cell for each year, empty where there is no money."""
        return [years.get(year) for year in self.years]

    def across(self, row: int, first: int, total: Decimal) -> Formula:
        """Return the formula that sums the years of a row, whose first is in column `first`."""
        start, end = address(row, first), address(row, first + len(self.years) - 1)
        return Formula(f"=SUM({start}:{end})", total)

    def check(self, sheet: Sheet, label: int, places: Where, found: Years) -> None:
        """Write the line that holds a sheet's total against the plan's: the difference by year, and the verdict.

        `places` says where the sheet's totals stand, `found` what they are; both may have ALL_YEARS.
        """
        cells: list[Cell] = [None] * len(sheet.columns)
        expected = {**self.content.totals, ALL_YEARS: self.content.total}
        differences = []
        ties = True
        for year, (row, col) in places.items():
            difference = found.get(year, ZERO) - expected.get(year, ZERO)
            ties = ties and not difference
            total = f"'{COVER}'!{address(ANCHOR, self.anchor_column(year))}"
            cells[col] = Formula(f"=ROUND({address(row, col)}-{total},2)", difference)
            differences.append(f"{address(sheet.at, col)}=0")
        cells[label] = Formula(
            f'=IF(AND({",".join(differences)}),"{CHECK} {TIES}","{CHECK} {DOES_NOT_TIE}")',
            f"{CHECK} {TIES if ties else DOES_NOT_TIE}",
        )
        sheet.put(cells, Look.BODY)

    def anchor_column(self, year: int) -> int:
        """Return the cover's column of a year's total, or of the sum of all."""
        return 1 + (self.years.index(year) if year != ALL_YEARS else len(self.years))


def summed(rows: Sequence[Years], years: Sequence[int]) -> dict[int, Decimal]:
    """Return the sum of rows for each year, with ALL_YEARS."""
    sums = {year: sum((row.get(year, ZERO) for row in rows), ZERO) for year in years}
    return {**sums, ALL_YEARS: sum(sums.values(), ZERO)}
