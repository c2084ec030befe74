"""The places of a person: what is assigned to them today. Rows are scoped by `visible_to` and `editable_by`."""

from __future__ import annotations

from django.db.models import QuerySet

from areas.codes import province_of
from areas.models import Area, Cluster, Level, Role, User

# The help page of each role, the role with the most to do first.
HELP = {
    Role.COORDINATOR: "coordinator",
    Role.CLUSTER_HEAD: "coordinator",
    Role.SECRETARIAT: "secretariat",
    Role.TAMBON_WORKER: "worker",
    Role.READER: "reader",
}


def own_places(user: User) -> list[Area]:
    """Return the areas assigned to the person, a cluster by its provinces, from wide to narrow; one query.

    For a superuser, to whom all is open, none.
    """
    return list(Area.objects.filter(code__in=user.readable_codes).order_by("code"))


def own_provinces(user: User) -> list[Area]:
    """Return the provinces that the person's areas lie in; for a superuser all."""
    provinces = Area.objects.filter(level=Level.PROVINCE)
    if not user.is_superuser:
        provinces = provinces.filter(code__in={province_of(code) for code in user.readable_codes})
    return list(provinces)


def own_clusters(user: User) -> QuerySet[Cluster]:
    """Return the clusters whose records the person may read; for a superuser all."""
    clusters = Cluster.objects.all()
    return clusters if user.is_superuser else clusters.filter(pk__in=user.readable_clusters)


def kept_clusters(user: User) -> QuerySet[Cluster]:
    """Return the clusters whose own records (plans, meetings) the person may change; for a superuser all."""
    clusters = Cluster.objects.all()
    return clusters if user.is_superuser else clusters.filter(pk__in=user.editable_clusters)


def assigned_clusters(user: User) -> QuerySet[Cluster]:
    """Return the clusters that the person was given to look after; for a superuser, to whom all is open, none."""
    clusters = kept_clusters(user)
    return clusters.none() if user.is_superuser else clusters


def edits_something(user: User) -> bool:
    """Whether there is any area or cluster whose records the person may change."""
    return user.is_superuser or bool(user.editable_codes or user.editable_clusters)


def kept_places(user: User) -> list[Area]:
    """Return the areas in which the person may change records, from wide to narrow; one query."""
    return list(Area.objects.filter(code__in=user.editable_codes).order_by("code"))


def role_of(user: User) -> str:
    """Return what the person is here for, as the help pages are named; '' for somebody without an assignment.

    One with several roles is told of the one with the most to do.
    """
    if user.is_superuser:
        return "admin"
    roles = {duty.role for duty in user.duties}
    for role, name in HELP.items():
        if role in roles:
            return name
    return ""
