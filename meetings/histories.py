"""Which rows are told with the history of a person: their trainings, those taken out too."""

from django.utils.translation import gettext_lazy as _

from areas.histories import Part, Told
from meetings.models import Person, TrainingRecord

PERSON = Told(Person, parts=(Part(TrainingRecord, _("training"), owner="person"),))
