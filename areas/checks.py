"""System checks: a real server must hold no people of the demo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from areas.models import User


@register(Tags.database, deploy=True)
def no_demo_people(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to serve for real with demo people in the database (run with `check --deploy --database default`)."""
    if settings.DEMO or not databases or not User.objects.filter(is_demo=True).exists():
        return []
    return [Error("The database holds people of the demo; start from an empty database.", id="areas.E001")]
