"""Tables of the plans app: needs; plans, items and budgets; the ties between a plan and the one above."""

from plans.models.cases import GapDecision, Grade, OverlapDecision, Verdict
from plans.models.needs import Need, NeedLink, ProjectNeed
from plans.models.plans import ItemBudget, Plan, PlanItem, PlanStep
from plans.models.rollup import LeftOut, LeftOutYear, Lineage, LineageYear, SimilarityDecision

__all__ = [
    "GapDecision",
    "Grade",
    "ItemBudget",
    "LeftOut",
    "LeftOutYear",
    "Lineage",
    "LineageYear",
    "Need",
    "NeedLink",
    "OverlapDecision",
    "Plan",
    "PlanItem",
    "PlanStep",
    "ProjectNeed",
    "SimilarityDecision",
    "Verdict",
]
