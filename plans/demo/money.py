"""Puts the projects of the demo in, through the rules that every form uses."""

from __future__ import annotations

from decimal import Decimal

from areas.models import Area, Cluster, User
from plans import rules_project_needs
from plans.demo import projects as story
from plans.models import Need
from projects import rules_follow_up, rules_leverage, rules_money, rules_projects, rules_tranches
from projects.allocating import Share
from projects.models import Agency, BudgetLine, Leg, Project, WorkStream


class Accountant:
    """Writes the projects down as a person who looks after all of their areas."""

    def __init__(self, by: User, cluster: Cluster) -> None:
        self.by, self.cluster = by, cluster
        self.streams = {row.code: row for row in WorkStream.objects.all()}
        self.legs = {row.code: row for row in Leg.objects.all()}
        self.agencies = {row.name: row for row in Agency.objects.all()}
        self.needs = {(row.area_id, row.title): row for row in Need.objects.current()}
        self.first_lines: dict[str, BudgetLine] = {}

    def write(self) -> None:
        """Put all projects in, then which money won which."""
        for row in story.PROJECTS:
            self.project(row)
        for row in story.PROJECTS:
            if row.won_by:
                rules_leverage.link(self.first_lines[row.won_by], self.first_lines[row.code], row.won_how)

    def project(self, row: story.ProjectRow) -> None:
        """Put a project in with its agencies, needs, lines and visits."""
        home = {"cluster": self.cluster} if row.home == story.CLUSTER_HOME else {"area_id": row.home}
        sources = [self.agencies[name] for name in dict.fromkeys(line.source for line in row.lines)]
        lead = self.agencies[row.carries_out] if row.carries_out else sources[0]
        values = {
            "code": row.code,
            "name": row.name,
            "work_stream": self.streams[row.stream],
            "lead_agency": lead,
            "first_year": story.YEAR,
            "last_year": story.YEAR,
            "status": row.status,
        }
        project = rules_projects.add_project({**values, **home})
        roles = rules_projects.Role
        rules_projects.set_agencies(project, {roles.FUND: sources, roles.CARRY_OUT: [lead]})
        needs = [self.needs[key] for key in row.needs]
        rules_project_needs.set_needs(project, needs, self.by)
        lines = [self.line(project, line) for line in row.lines]
        self.first_lines[row.code] = lines[0]
        for visit in row.visits:
            self.visit(project, visit)

    def line(self, project: Project, row: story.LineRow) -> BudgetLine:
        """Put a line in with its areas and tranches."""
        values = {
            "source": self.agencies[row.source],
            "fiscal_year": story.YEAR,
            "kind": row.kind,
            "leg": self.legs.get(row.leg),
            "proposed": Decimal(row.proposed or row.approved),
            "approved": Decimal(row.approved),
        }
        line = rules_money.add_line(project, values)
        shares = {code: Share(Decimal(amount)) for code, amount in row.areas.items()}
        rules_money.set_allocations(line, shares, self.by)
        for one in row.tranches:
            self.tranche(line, one)
        return line

    def tranche(self, line: BudgetLine, row: story.TrancheRow) -> None:
        """Put a tranche in, paid and reported on where it was."""
        values = {"due_on": row.due, "amount": Decimal(row.amount), "report_due_on": row.report_due}
        tranche = rules_tranches.add_tranche(line, values)
        if row.paid:
            rules_tranches.pay(tranche.pk, row.paid)
        if row.reported and row.spent is not None:
            rules_tranches.receive_report(tranche.pk, row.reported, Decimal(row.spent))

    def visit(self, project: Project, row: story.VisitRow) -> None:
        """Put a follow-up visit in."""
        area = Area.objects.get(pk=row.area)
        values = {
            "area": area,
            "visited_on": row.day,
            "visited_by": row.by,
            "finding": row.finding,
            "next_step": row.next_step,
            "due_on": row.due,
            "done_on": row.done,
        }
        rules_follow_up.add_follow_up(project, values, self.by)
