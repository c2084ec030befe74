"""Tables of the areas app: places and their profiles, people, the desk, and how people get in."""

from areas.models.access import Failure, LoginLink, Visit
from areas.models.around import (
    AreaAlias,
    CommunityOrganization,
    Designation,
    LocalAuthority,
    LocalAuthorityArea,
)
from areas.models.boundaries import BoundaryMap
from areas.models.desk import OneTimeKey
from areas.models.imports import ImportBatch, ImportRow, Upload
from areas.models.people import Assignment, Role, User
from areas.models.places import Area, Cluster, Level
from areas.models.profiles import AreaProfile

__all__ = [
    "Area",
    "AreaAlias",
    "AreaProfile",
    "Assignment",
    "BoundaryMap",
    "Cluster",
    "CommunityOrganization",
    "Designation",
    "Failure",
    "ImportBatch",
    "ImportRow",
    "Level",
    "LocalAuthority",
    "LocalAuthorityArea",
    "LoginLink",
    "OneTimeKey",
    "Role",
    "Upload",
    "User",
    "Visit",
]
