"""Forms about a cluster of provinces, which the people of the cluster itself send."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404

from areas.mine import kept_clusters, own_clusters
from areas.models import Cluster
from areas.writing import WriteView


class OfCluster(WriteView):
    """A form about a cluster: read by the people of its provinces, sent by its head or coordinator."""

    model: ClassVar[type[Model]] = Cluster
    pk_kwarg = "pk"
    checks_version = False

    def find(self) -> Cluster:
        """Return the cluster as its people read it; only those who look after it go on."""
        pk = self.kwargs["pk"]
        cluster = own_clusters(self.user).filter(pk=pk).first() if pk < 2**31 else None
        if cluster is None:
            raise Http404
        if not kept_clusters(self.user).filter(pk=pk).exists():
            raise PermissionDenied
        return cluster

    def lock(self) -> Cluster:
        """Return the cluster, locked: nobody gives it other provinces meanwhile."""
        cluster = kept_clusters(self.user).select_for_update(of=("self",)).filter(pk=self.target.pk).first()
        if cluster is None:
            raise Http404
        return cluster
