"""Tables of the areas app: places, people, the desk, and how people get in."""

from areas.models.access import Failure, LoginLink, Visit
from areas.models.desk import OneTimeKey
from areas.models.imports import ImportBatch, ImportRow, Upload
from areas.models.people import Assignment, Role, User
from areas.models.places import Area, Cluster, Level

__all__ = [
    "Area",
    "Assignment",
    "Cluster",
    "Failure",
    "ImportBatch",
    "ImportRow",
    "Level",
    "LoginLink",
    "OneTimeKey",
    "Role",
    "Upload",
    "User",
    "Visit",
]
