"""Pages of an import: a file is sent, its preview read, and what it tells confirmed or left, or taken back.

Where they stand (in the admin, or among the staff's pages) a subclass says: `kind`, `may_add`, `frame` and `page_url`.
"""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.imports import rules
from areas.imports.columns import columns_told, hints_told
from areas.imports.kinds import ADDED, Importable, Importer
from areas.models import ImportBatch, Upload
from areas.write_forms import WriteForm
from areas.writing import Result, WriteView
from config.tools.sheet_reading import MOST_BYTES, MOST_ROWS, SheetRow, UnreadableSheetError, read_sheet

MOST_SHOWN = 300  # rows of a preview that are shown; the errors are shown all
LAST = 10  # imports that the page of a table lists
CHUNK = 8  # letters of a fingerprint that stand together, so that it fits a phone


class FileForm(WriteForm):
    """The file that is imported."""

    file = forms.FileField(
        label=gettext_lazy("File (.xlsx or .csv)"),
        error_messages={"required": gettext_lazy("Choose the file to import.")},
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB. Split it into several files."))
        return sent


class SeenForm(WriteForm):
    """Which preview the person read."""

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class ImportPage(WriteView):
    """A page of an import.

    The file is read before the transaction of the write path begins: nobody waits for somebody else's workbook.
    """

    checks_version = False
    sheet: list[SheetRow] | None = None
    unreadable = ""

    @property
    def kind(self) -> Importable:
        """How the table is imported."""
        raise NotImplementedError

    @property
    def may_add(self) -> bool:
        """Whether the person's import may add rows."""
        raise NotImplementedError

    def frame(self) -> dict[str, Any]:
        """Return what the frame of the page needs."""
        raise NotImplementedError

    def page_url(self, page: str, *args: object) -> str:
        """Return the address of another page of the import: import, import_batch, import_undo, export."""
        raise NotImplementedError

    @property
    def by(self) -> Importer:
        """Who imports."""
        return Importer(self.user, self.may_add)

    def read(self, name: str, content: bytes) -> None:
        """Read the sheet of a file, or keep the sentence why it cannot be read."""
        try:
            self.sheet = read_sheet(name, content)
        except UnreadableSheetError as unreadable:
            self.unreadable = str(unreadable)

    def context(self, form: Any) -> dict[str, Any]:
        """Return what the frame needs, and where the pages of the table are."""
        return {**self.frame(), "import_url": self.page_url("import")}

    def batch_url(self, batch: ImportBatch) -> str:
        """Return the address of an import."""
        return self.page_url("import_batch", batch.pk)


class ImportView(ImportPage):
    """Sends a file; nothing is written to the table yet."""

    form_class: ClassVar[type[FileForm]] = FileForm
    content = b""

    def find(self) -> None:
        """The page is about no row."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the file; its print is part of what tells a form sent twice from one with another file."""
        sent = request.FILES.get("file")
        if sent is not None and (sent.size or 0) <= MOST_BYTES:
            self.content = sent.read()
            self.read(sent.name or "", self.content)
            data = request.POST.copy()
            data["digest"] = hashlib.sha256(self.content).hexdigest()
            request.POST = data  # type: ignore[assignment]  # the stubs want one that stays as it is
        return super().post(request, *args, **kwargs)

    def get_form(self, data: Any = None, target: Any = None) -> FileForm:
        """Return the form with the file."""
        form: FileForm = self.form_class(data, self.request.FILES if data is not None else None)
        return form

    def context(self, form: Any) -> dict[str, Any]:
        """Add the columns that are read, and the last imports that the person may see."""
        ours = ImportBatch.objects.visible_to(self.user).of_table(self.kind.table)[:LAST]
        return {
            **super().context(form),
            "columns": columns_told(self.kind),
            "hints": hints_told(self.kind),
            "export_url": self.page_url("export"),
            "most_rows": MOST_ROWS,
            "batches": [(self.batch_url(one), one) for one in ours],
        }

    def perform(self, form: FileForm, target: None) -> Result:
        """Keep the file with its preview."""
        if self.sheet is None:
            raise ValidationError({"file": self.unreadable})
        name = form.cleaned_data["file"].name
        return Result(self.batch_url(rules.receive(self.kind, self.by, name, self.content, self.sheet)))


class BatchView(ImportPage):
    """Shows a preview and confirms it."""

    model = ImportBatch
    form_class = SeenForm

    def find(self) -> ImportBatch:
        """Return the import into this table, if the person may see it."""
        batch = (
            ImportBatch.objects.visible_to(self.user)
            .of_table(self.kind.table)
            .filter(pk=self.kwargs["pk"])
            .first()
        )
        if batch is None:
            raise Http404
        return batch

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An import is confirmed and undone by its owner alone."""
        if not ImportBatch.objects.editable_by(self.user).filter(pk=self.target.pk).exists():
            raise PermissionDenied
        self.read_kept()
        return super().post(request, *args, **kwargs)

    def read_kept(self) -> None:
        """Read the file as it was sent."""
        upload = Upload.objects.get(pk=self.target.upload_id)
        self.read(upload.name, bytes(upload.content))

    def context(self, form: Any) -> dict[str, Any]:
        """Add what the preview tells."""
        batch = self.find()
        rows, faults = batch.preview["rows"], batch.preview["faults"]
        digest, ours = batch.upload.digest, batch.user == self.user
        added = sum(row["kind"] == ADDED for row in rows)
        return {
            **super().context(form),
            "batch": batch,
            "faults": faults[:MOST_SHOWN],
            "fault_count": len(faults),
            "rows": rows[:MOST_SHOWN],
            "more": max(0, len(rows) - MOST_SHOWN),
            "added": added,
            "changed": len(rows) - added,
            "same": batch.preview["same"],
            "nothing": not rows and not faults,
            "fingerprint": " ".join(digest[at : at + CHUNK] for at in range(0, len(digest), CHUNK)),
            "unfilled": batch.preview.get("unfilled", 0),
            "unread": ", ".join(batch.preview["unread"]),
            "may_confirm": ours and batch.state == batch.State.PREVIEW and rows and not faults,
            "may_undo": ours and batch.state == batch.State.DONE,
            "undo_url": self.page_url("import_undo", batch.pk),
            "batch_url": self.batch_url(batch),
        }

    def perform(self, form: Any, target: ImportBatch) -> Result:
        """Write what the preview told; where the table changed since, show the new preview instead."""
        if self.sheet is None:
            raise ValidationError(self.unreadable)
        if rules.confirm(target, self.kind, self.by, self.sheet, form.cleaned_data["seen"]):
            told = _("%(count)s rows were written.") % {"count": target.rows.count()}
            return Result(self.batch_url(target), told)
        told = _(
            "Rows changed since the preview, so nothing was written. Read the new preview and confirm it."
        )
        messages.warning(self.request, told)
        return Result(self.batch_url(target))


class UndoView(BatchView):
    """Takes a whole import back."""

    def read_kept(self) -> None:
        """What was written is known; the file is not needed."""

    def perform(self, form: Any, target: ImportBatch) -> Result:
        """Undo the import, or refuse with what stands in the way."""
        count = rules.undo(target, self.kind)
        return Result(self.batch_url(target), _("%(count)s rows are as they were before.") % {"count": count})
