"""What the tests of projects put on the stage: a project, and a line of its money with what each area has of it."""

from decimal import Decimal

from projects import allocating
from projects.allocating import Share
from projects.models import Agency, BudgetLine, Project

CODI = "พอช.ภาคกลางและตะวันตก"


def codi():
    """Return the agency that gives seed money."""
    return Agency.objects.get_or_create(name=CODI, defaults={"kind": Agency.Kind.CODI})[0]


def make_project(area="710109", cluster=None, name="ฝายชุมชน", **kwargs):
    """Create a project of 2566, led by CODI."""
    values = {"first_year": 2566, "last_year": 2566, "status": "running", "lead_agency": codi(), **kwargs}
    return Project.objects.create(area_id=area, cluster=cluster, name=name, **values)


def make_line(project, approved, areas=None, source=CODI, **kwargs):
    """Create a budget line of 2566 in baht, with what each area has of it."""
    values = {"fiscal_year": 2566, "source": Agency.objects.get(name=source), **kwargs}
    line = BudgetLine.objects.create(project=project, approved=Decimal(approved), **values)
    allocating.write(line, {code: Share(Decimal(amount)) for code, amount in (areas or {}).items()})
    return line
