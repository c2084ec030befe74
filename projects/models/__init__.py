"""Tables of the mapping app: reference lists; projects and who is in them; their money and where it goes."""

from projects.models.follow_up import FollowUp
from projects.models.money import Allocation, BudgetLine, Kind, Leverage, Tranche
from projects.models.presence import Presence, Survey, SurveyAgency
from projects.models.projects import Project, ProjectAgency
from projects.models.reference import Agency, Dimension, Leg, WorkStream

__all__ = [
    "Agency",
    "Allocation",
    "BudgetLine",
    "Dimension",
    "FollowUp",
    "Kind",
    "Leg",
    "Leverage",
    "Presence",
    "Project",
    "ProjectAgency",
    "Survey",
    "SurveyAgency",
    "Tranche",
    "WorkStream",
]
