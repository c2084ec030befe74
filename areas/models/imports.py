"""Imports: the file that somebody sent, what they confirmed of it, and each row that it wrote."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models.people import User


class Upload(models.Model):
    """A file as it was sent; kept in the database, so that any web node reads it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256 of the content
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "upload"

    def __str__(self) -> str:
        return self.name


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Verbs on imports: a superuser sees all, anyone else their own; each is its owner's alone to confirm and undo."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the imports that the person may see."""
        return self if user.is_authenticated and user.is_superuser else self.editable_by(user)

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Return the imports that the person may confirm and undo."""
        return self.none() if user.is_anonymous else self.filter(user_id=user.pk)

    def of_table(self, table: str) -> Self:
        """Return the imports into a table, the newest first, with their files but not what is in them."""
        files = self.filter(table=table).select_related("upload", "user").defer("upload__content")
        return files.order_by("-pk")


class ImportBatch(models.Model):
    """One import: of which file into which table, and how far it has come."""

    class State(models.TextChoices):
        """How far an import has come."""

        PREVIEW = "preview", _("preview, nothing written")
        DONE = "done", _("imported")
        UNDONE = "undone", _("undone")

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="batches")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    table = models.CharField(max_length=60)  # such as projects.workstream
    state = models.CharField(max_length=7, choices=State.choices, default=State.PREVIEW)
    preview = models.JSONField(default=dict)  # what the preview tells: errors, and values before and after
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of what would be written
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "import"

    def __str__(self) -> str:
        return f"{self.pk} {self.table}"


class ImportRow(models.Model):
    """A row that an import wrote: what it was before, and a print of it as the import left it."""

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()  # of the row in the sheet
    row_key = models.CharField(max_length=40)  # of the row in its table
    added = models.BooleanField()
    before = models.JSONField(default=dict)  # stored values by column; empty for an added row
    stamp = models.CharField(max_length=64)  # SHA-256 of the row's stored values after the import

    class Meta:
        verbose_name = "row of an import"
        ordering = ("number", "pk")
        constraints = [models.UniqueConstraint(fields=["batch", "row_key"], name="import_writes_a_row_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.row_key}"
