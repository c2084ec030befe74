"""Tables of the areas app: places, people, the desk."""

from areas.models.desk import OneTimeKey
from areas.models.people import Assignment, Role, User
from areas.models.places import Area, Cluster, Level

__all__ = ["Area", "Assignment", "Cluster", "Level", "OneTimeKey", "Role", "User"]
