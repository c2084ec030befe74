"""A page of the tests alone: the write path on a need's title, severity and households, without a template."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import include, path

from areas.write_forms import WriteForm
from areas.writing import Result, WriteView
from plans.models import Need


class NeedForm(WriteForm):
    """Three fields are enough to see what is kept and what is overwritten."""

    title = forms.CharField(label="เรื่อง")
    severity = forms.IntegerField(label="ความรุนแรง")
    households = forms.IntegerField(label="ครัวเรือน", required=False)

    def consequence(self, raw):
        return f"รุนแรง {raw['severity'][0]}"


class NeedPage(WriteView):
    """The smallest WriteView there is."""

    model = Need
    form_class = NeedForm

    def form_kwargs(self, target):
        names = ("title", "severity", "households")
        return {"initial": {name: getattr(target, name) for name in names}}

    def page(self, form, *, key, version, opened, status=200):
        sent = {"key": key, "version": version, "opened": opened, **form.raw(), "errors": form.errors}
        return HttpResponse(json.dumps(sent), status=status)

    def perform(self, form, target):
        if form.cleaned_data["severity"] > 5:
            raise ValidationError({"severity": "ไม่เกิน 5"})
        for name, value in form.cleaned_data.items():
            setattr(target, name, value)
        target.save()
        return Result("/done/", "บันทึกแล้ว")


urlpatterns = [
    path("write/<int:pk>/", NeedPage.as_view(), name="write"),
    path("done/", lambda request: HttpResponse("done"), name="done"),
    path("", include("config.urls")),
]
