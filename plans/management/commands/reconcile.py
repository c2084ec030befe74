"""`manage.py reconcile`: print the ledger of plans and projects; exit with 1 where an invariant is broken."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from areas.codes import is_code
from areas.models import Area
from config.tools.breaches import Breach
from config.tools.money import ZERO
from config.tools.thai import show_amount
from plans import reconcile
from plans.reconcile import Account
from projects import reconcile as of_projects


class Command(BaseCommand):
    """Prints, for each plan above, endorsed = carried + left out + not yet placed, and what breaks a rule."""

    help = "Prints the ledger of plans and projects; exits with 1 where an invariant is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer one area with everything below it."""
        parser.add_argument("--area", help="code of an area, such as 71; without it the whole country")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the ledger."""
        area = options["area"]
        if area is not None and not (is_code(area) and Area.objects.filter(pk=area).exists()):
            raise CommandError(_("There is no area with the code %(code)s.") % {"code": area})
        accounts = reconcile.accounts(area)
        for account in accounts:
            self.tell(account)
        if not accounts:
            self.stdout.write(_("No plan has been made from others yet."))
        for pending in [*reconcile.pendings(area), *of_projects.pendings(area)]:
            self.tell_pending(pending)
        breaches = [*reconcile.breaches(area), *of_projects.breaches(area)]
        for breach in breaches:
            self.complain(breach)
        if breaches:
            sys.exit(1)
        self.stdout.write(_("All sums agree."))

    def tell(self, account: Account) -> None:
        """Print a plan's account, one line for each year."""
        self.stdout.write(str(account.plan))
        words = _(
            "  %(year)d: endorsed %(endorsed)s = carried %(carried)s + left out %(out)s + not yet placed %(rest)s"
            " · own plan %(own)s"
        )
        for year, rest in account.rest.items():
            amounts = {
                "endorsed": account.endorsed.get(year, ZERO),
                "carried": account.carried.get(year, ZERO),
                "out": account.out.get(year, ZERO),
                "rest": rest,
                "own": account.own.get(year, ZERO),
            }
            shown = {name: signed(amount) for name, amount in amounts.items()}
            self.stdout.write(words % {"year": year, **shown})

    def tell_pending(self, pending: Breach) -> None:
        """Print what waits for people and is not broken."""
        self.stdout.write(_("Waits: %(rule)s") % {"rule": pending.rule})
        for row in pending.rows:
            self.stdout.write(f"  {row}")
        if pending.more:
            self.stdout.write(_("  and %(count)d more") % {"count": pending.more})

    def complain(self, breach: Breach) -> None:
        """Print a broken rule with its rows."""
        self.stderr.write(f"{breach.rule}:")
        for row in breach.rows:
            self.stderr.write(f"  {row}")
        if breach.more:
            self.stderr.write(_("  and %(count)d more") % {"count": breach.more})


def signed(amount: Any) -> str:
    """Return an amount; one below nothing with its sign."""
    return show_amount(amount) if amount >= 0 else f"−{show_amount(-amount)}"
