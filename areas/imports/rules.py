"""What may be done with an import: previewed, confirmed once and whole by its owner, undone whole.

A preview is tried out: every row is written and taken back, so that it tells all that the confirm would meet. The
confirm lays the kept file beside the table anew; where that gives anything else than the preview told, nothing is
written and the new preview is shown. Runs in the transaction of the write path.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.imports.laying import ADDED, SAME, Fault, Importable, Laid, Planned, faults_of, lay, stored
from areas.models import ImportBatch, ImportRow, Upload, User
from areas.models.recorded import because
from config.tools.sheet_reading import UnreadableSheetError, read_sheet

MOST_NAMED = 10  # rows that a refusal names


class UndoTrialError(Exception):
    """Takes back what a trial wrote."""


def receive(kind: Importable, user: User, name: str, content: bytes, *, may_add: bool) -> ImportBatch:
    """Keep a file with its preview; raises ValidationError where it cannot be read at all."""
    try:
        sheet = read_sheet(name, content)
    except UnreadableSheetError as unreadable:
        raise ValidationError({"file": str(unreadable)}) from unreadable
    digest = hashlib.sha256(content).hexdigest()
    upload = Upload.objects.create(
        user=user, name=name[-200:], content=content, size=len(content), digest=digest
    )
    batch = ImportBatch(upload=upload, user=user, table=kind.model._meta.label_lower)
    _preview(batch, kind, _tried(kind, user, lay(kind, user, sheet, may_add=may_add)))
    return batch


def confirm(batch: ImportBatch, kind: Importable, seen: str, *, may_add: bool) -> bool:
    """Write what the preview told, all of it; return False where the preview is out of date and was made anew.

    Raises ValidationError where the preview has errors, or the import was confirmed or undone before.
    """
    if batch.state != ImportBatch.State.PREVIEW:
        raise ValidationError(_("This import was confirmed before. Nothing was written twice."))
    sheet = read_sheet(batch.upload.name, bytes(batch.upload.content))
    laid = lay(kind, batch.user, sheet, may_add=may_add)
    if not laid.faults and laid.digest == seen == batch.digest and _written(batch, kind, laid):
        batch.state, batch.done_at = ImportBatch.State.DONE, timezone.now()
        batch.save()
        return True
    _preview(batch, kind, _tried(kind, batch.user, lay(kind, batch.user, sheet, may_add=may_add)))
    return False


def undo(batch: ImportBatch, kind: Importable) -> int:
    """Take back all that an import wrote and return how many rows; refuse where any was changed or used since."""
    if batch.state != ImportBatch.State.DONE:
        raise ValidationError(_("Only an import that was confirmed can be undone, and only once."))
    manager: Any = kind.model._base_manager
    kept = list(batch.rows.all())
    locked = (
        manager.select_for_update(of=("self",)).filter(pk__in=[one.row_key for one in kept]).order_by("pk")
    )
    rows = {str(row.pk): row for row in locked}
    changed = [one for one in kept if one.row_key not in rows or stamp(rows[one.row_key]) != one.stamp]
    if changed:
        raise ValidationError(_changed_since(changed))
    with because(_reason(_("Undone import %(number)s: %(file)s"), batch)):
        for one in reversed(kept):
            _take_back(one, rows[one.row_key])
    batch.state, batch.undone_at = ImportBatch.State.UNDONE, timezone.now()
    batch.save()
    return len(kept)


def stamp(row: models.Model) -> str:
    """Return the SHA-256 of a row's stored values."""
    values = [(one.name, stored(row, one.name)) for one in row._meta.concrete_fields]
    return hashlib.sha256(repr(values).encode()).hexdigest()


# --- Writing


def _written(batch: ImportBatch, kind: Importable, laid: Laid) -> bool:
    """Write the rows and note them; False, and nothing written, where any is refused after all."""
    try:
        with transaction.atomic(), because(_reason(_("Import %(number)s: %(file)s"), batch)):
            faults = _write(kind, batch.user, laid, batch)
            if faults:
                raise UndoTrialError
    except UndoTrialError:
        return False
    return True


def _tried(kind: Importable, user: User, laid: Laid) -> Laid:
    """Return a laid sheet with the errors that writing it meets; nothing stays written."""
    wrong = {fault.number for fault in laid.faults}
    trial = Laid([row for row in laid.rows if row.number not in wrong], labels=laid.labels)
    try:
        with transaction.atomic():
            laid.faults += _write(kind, user, trial, None)
            raise UndoTrialError
    except UndoTrialError:
        laid.faults.sort(key=lambda fault: fault.number)
    return laid


def _write(kind: Importable, user: User, laid: Laid, batch: ImportBatch | None) -> list[Fault]:
    """Write the rows; return what was refused."""
    faults: list[Fault] = []
    for planned in laid.written:
        try:
            with transaction.atomic():
                row = _save(kind, user, planned)
        except ValidationError as refused:
            faults += faults_of(planned.number, refused, laid.labels)
        except IntegrityError:
            faults.append(Fault(planned.number, "", _("Somebody else just wrote this row.")))
        else:
            if batch is not None:
                _note(batch, planned, row)
    return faults


def _save(kind: Importable, user: User, planned: Planned) -> models.Model:
    """Save a row and return it; refuse one that the person could not change afterwards."""
    if kind.write is not None:
        row = kind.write(user, planned.row, planned.kind == ADDED, planned.values)
    else:
        row = planned.row
        row.save()
    manager: Any = kind.model._default_manager
    if not manager.editable_by(user).filter(pk=row.pk).exists():
        raise ValidationError(_("You may not write this row: it lies outside what you look after."))
    return row


def _note(batch: ImportBatch, planned: Planned, row: models.Model) -> None:
    now = type(row)._base_manager.get(pk=row.pk)
    ImportRow.objects.create(
        batch=batch,
        number=planned.number,
        row_key=str(row.pk),
        added=planned.kind == ADDED,
        before=planned.before,
        stamp=stamp(now),
    )


def _take_back(one: ImportRow, row: models.Model) -> None:
    """Remove an added row, or give a changed one its values of before."""
    if one.added:
        try:
            row.delete()
        except models.ProtectedError as used:
            told = _(
                "Row %(number)s (%(row)s) is used by now, so the import cannot be undone. Archive it instead."
            )
            raise ValidationError(told % {"number": one.number, "row": row}) from used
        return
    for name, text in one.before.items():
        column: Any = row._meta.get_field(name)
        setattr(row, column.attname, None if text is None else column.to_python(text))
    row.save()


def _changed_since(changed: Sequence[ImportRow]) -> str:
    numbers = ", ".join(str(one.number) for one in changed[:MOST_NAMED])
    told = _("Rows %(numbers)s of the sheet were changed after the import, so it is not undone.")
    return told % {"numbers": f"{numbers} …" if len(changed) > MOST_NAMED else numbers}


def _reason(text: str, batch: ImportBatch) -> str:
    return text % {"number": batch.pk, "file": batch.upload.name}


def _preview(batch: ImportBatch, kind: Importable, laid: Laid) -> None:
    """Keep what a preview tells."""
    batch.digest = laid.digest
    batch.preview = {
        "faults": [asdict(one) for one in laid.faults],
        "rows": [
            {
                "number": row.number,
                "kind": row.kind,
                "name": str(row.row),
                "told": [asdict(v) for v in row.told],
            }
            for row in laid.rows
            if row.kind != SAME
        ],
        "same": sum(row.kind == SAME for row in laid.rows),
        "unread": laid.unread,
    }
    batch.save()
