"""Forms of acts on a whole project."""

from django.utils.translation import gettext_lazy as _

from areas.write_forms import WriteForm
from config.tools.fields import CleanCharField


class PutAwayForm(WriteForm):
    """Why a project is put away."""

    archived_why = CleanCharField(label=_("why it is put away"), max_length=300)
