"""Every cell of the sums of a country, laid beside a sum that is made here row by row, in whole satang.

What a row is comes from where it is written first (its line, its project, its item), not from the columns that the
tables group by.
"""

from collections import Counter, defaultdict

from areas.models import Area, Level
from config.tools.money import to_satang
from plans import plan_money
from plans.models import ItemBudget
from projects import sums
from projects.models import Agency, Allocation, Dimension, Kind, WorkStream

CHUNK = 20_000


def wrong_tables(user):
    """Return (kind, way) of each table of allocations of the whole country that has a wrong cell or does not tie."""
    ways = {"tambon": 0, "work_stream": 1, "fiscal_year": 2, "leg": 3, "source": 4}
    of_line = ("project__work_stream_id", "fiscal_year", "leg_id", "source_id", "kind")
    rows = Allocation.objects.values_list("area_id", *(f"line__{name}" for name in of_line), "amount")
    truly = defaultdict(Counter)
    for area, *keys, kind, amount in rows.iterator(CHUNK):
        for way, at in ways.items():
            truly[kind, way][[area[:6], *keys][at]] += to_satang(amount)
    wrong = []
    for kind in Kind.values:
        for way in ways:
            table = sums.table(user, sums.Asked(kind=kind), way)
            if not table.ties or in_satang(table.rows) != truly[kind, way]:
                wrong.append((kind, way))
    return wrong


def in_satang(rows):
    """Return baht by key as whole satang."""
    return {key: to_satang(amount) for key, amount in rows.items()}


def wrong_reports(user):
    """Return (province, level) of each report of what plans ask for that has a wrong cell or does not tie."""
    truly = defaultdict(Counter)
    names = [{row.pk: str(row) for row in model.objects.all()} for model in (Dimension, WorkStream, Agency)]
    of_plan = [f"item__plan__{name}" for name in ("area_id", "area__level", "first_year", "last_year")]
    keys = ("item__dimension_id", "item__work_stream_id", "wanted_source_id")
    rows = ItemBudget.objects.exclude(item__plan__area=None).values_list(*of_plan, *keys, "year", "amount")
    for area, level, first, last, *keys, year, amount in rows.iterator(CHUNK):
        for way, key in enumerate(keys):
            truly[area[:2], level, first, last][way, names[way].get(key), year] += to_satang(amount)
    wrong = []
    for code in Area.objects.filter(level=Level.PROVINCE).values_list("code", flat=True):
        for asked in plan_money.choices(user, code):
            report = plan_money.read(user, asked)
            wanted = truly.pop((code, asked.level, asked.first_year, asked.last_year), {})
            if not report.ties or shown_by(report, names) != {key: n for key, n in wanted.items() if n}:
                wrong.append((code, asked.level))
    return wrong + sorted(of[:2] for of in truly)


def shown_by(report, names):
    """Return what a report shows, in satang by (way, name or None, year), without what is nothing."""
    return {
        (way, row.name if row.name in names[way].values() else None, year): to_satang(amount)
        for way, table in enumerate(report.tables)
        for row in table.rows
        for year, amount in row.by_year
        if amount
    }
