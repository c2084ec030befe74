"""What may be done with an import: previewed, confirmed once and whole by its owner, undone whole.

A preview is tried out: every row is written and taken back, so that it tells all that the confirm would meet. The
confirm lays the kept file beside the table anew; where that gives anything else than the preview told, nothing is
written and the new preview is shown. Runs in the transaction of the write path.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, models, transaction
from django.db.models.deletion import Collector
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.imports.kinds import ADDED, SAME, Importable, Importer, Laid, Planned, stored
from areas.imports.laying import lay, lock
from areas.models import ImportBatch, ImportRow, Upload
from areas.models.recorded import because
from config.tools.sheet_reading import SheetRow
from config.tools.thai import show_date

MOST_NAMED = 10  # rows that a refusal names
LONGEST_NAME = 200  # characters of a file's name
PREVIEW_DAYS = 30  # after which a preview that nobody confirmed is forgotten with its file

Sheet = Sequence[SheetRow]


class UndoTrialError(Exception):
    """Takes back what a trial wrote."""


def receive(kind: Importable, by: Importer, name: str, content: bytes, sheet: Sheet) -> ImportBatch:
    """Keep a file with the preview of its sheet; forget files that nobody confirmed in time."""
    forget_previews()
    digest = hashlib.sha256(content).hexdigest()
    upload = Upload.objects.create(
        user=by.user, name=name[-LONGEST_NAME:], content=content, size=len(content), digest=digest
    )
    batch = ImportBatch(upload=upload, user=by.user, table=kind.table)
    _preview(batch, _tried(kind, by, _laid(batch, kind, by, sheet)))
    return batch


def confirm(batch: ImportBatch, kind: Importable, by: Importer, sheet: Sheet, seen: str) -> bool:
    """Write what the preview told, all of it; return False where the preview is out of date and was made anew.

    Raises ValidationError where the import was confirmed or undone before. Two imports of one file wait for each
    other.
    """
    if batch.state != ImportBatch.State.PREVIEW:
        raise ValidationError(_("This import was confirmed before. Nothing was written twice."))
    list(Upload.objects.select_for_update().filter(digest=batch.upload.digest).order_by("pk").values("pk"))
    laid = _laid(batch, kind, by, sheet)
    if (
        not laid.faults
        and laid.written
        and laid.digest == seen == batch.digest
        and _written(batch, kind, by, laid)
    ):
        batch.state, batch.done_at = ImportBatch.State.DONE, timezone.now()
        batch.save()
        return True
    _preview(batch, _tried(kind, by, _laid(batch, kind, by, sheet)))
    return False


def undo(batch: ImportBatch, kind: Importable) -> int:
    """Take back all that an import wrote and return how many rows; refuse where any was changed or used since."""
    if batch.state != ImportBatch.State.DONE:
        raise ValidationError(_("Only an import that was confirmed can be undone, and only once."))
    manager: Any = kind.model._default_manager
    kept = list(batch.rows.all())
    ours = manager.editable_by(batch.user).filter(pk__in=[one.row_key for one in kept])
    rows = {str(row.pk): row for row in lock(kind, ours)}
    changed = [one for one in kept if one.row_key not in rows or stamp(rows[one.row_key]) != one.stamp]
    if changed:
        raise ValidationError(_changed_since(changed))
    with because(_reason(_("Undone import %(number)s: %(file)s"), batch)):
        for one in kept:
            if not one.added:
                _give_back(kind, one, rows[one.row_key])
        _remove(kind, [one for one in kept if one.added], rows)
    batch.state, batch.undone_at = ImportBatch.State.UNDONE, timezone.now()
    batch.save()
    return len(kept)


def forget_previews() -> None:
    """Delete the previews that waited longer than `PREVIEW_DAYS`, with their files: they wrote nothing."""
    since = timezone.now() - timedelta(days=PREVIEW_DAYS)
    ImportBatch.objects.filter(state=ImportBatch.State.PREVIEW, created_at__lt=since).delete()
    Upload.objects.filter(batches=None, created_at__lt=since).delete()


def stamp(row: models.Model) -> str:
    """Return the SHA-256 of a row's stored values."""
    values = [(one.name, stored(row, one.name)) for one in row._meta.concrete_fields]
    return hashlib.sha256(repr(values).encode()).hexdigest()


# --- Writing


def _laid(batch: ImportBatch, kind: Importable, by: Importer, sheet: Sheet) -> Laid:
    """Return the sheet beside its table; rows that come without a key are not added by the same file twice."""
    laid = lay(kind, by, sheet)
    if kind.key == "id" and any(row.kind == ADDED for row in laid.rows):
        same_file = ImportBatch.objects.filter(table=kind.table, upload__digest=batch.upload.digest)
        earlier = same_file.filter(state=ImportBatch.State.DONE).exclude(pk=batch.pk).first()
        if earlier is not None and earlier.done_at is not None:
            told = _("This very file was imported on %(date)s. Its new rows would be added a second time.")
            laid.wrong(0, "", told % {"date": show_date(timezone.localtime(earlier.done_at).date())})
    return laid


def _written(batch: ImportBatch, kind: Importable, by: Importer, laid: Laid) -> bool:
    """Write the rows and note them; False, and nothing written, where any is refused after all."""
    try:
        with transaction.atomic(), because(_reason(_("Import %(number)s: %(file)s"), batch)):
            if _write(kind, by, laid, laid.written, batch):
                raise UndoTrialError
    except UndoTrialError:
        return False
    return True


def _tried(kind: Importable, by: Importer, laid: Laid) -> Laid:
    """Return a laid sheet with the errors that writing it meets; nothing stays written."""
    wrong = {fault.number for fault in laid.faults}
    try:
        with transaction.atomic():
            _write(kind, by, laid, [row for row in laid.written if row.number not in wrong], None)
            raise UndoTrialError
    except UndoTrialError:
        laid.faults.sort(key=lambda fault: fault.number)
    return laid


def _write(
    kind: Importable, by: Importer, laid: Laid, rows: Sequence[Planned], batch: ImportBatch | None
) -> bool:
    """Write rows and note them for the import; return whether any was refused, which is told."""
    before = len(laid.faults)
    written: dict[Any, Planned] = {}
    for planned in rows:
        try:
            written[kind.write(planned).pk] = planned
        except ValidationError as refused:
            laid.refused(planned.number, refused)
        except IntegrityError:  # the transaction can only be taken back
            laid.wrong(planned.number, "", _("Somebody else just wrote this row."))
            return True
    manager: Any = kind.model._default_manager
    kept = manager.editable_by(by.user).in_bulk(list(written))
    for pk, planned in written.items():
        if pk not in kept:
            told = _("You may not write this row: it lies outside what you look after.")
            laid.wrong(planned.number, "", told)
    if batch is not None and len(laid.faults) == before:
        ImportRow.objects.bulk_create(_note(batch, planned, kept[pk]) for pk, planned in written.items())
    return len(laid.faults) > before


def _note(batch: ImportBatch, planned: Planned, row: models.Model) -> ImportRow:
    """Return the note of a row that was written."""
    return ImportRow(
        batch=batch,
        number=planned.number,
        row_key=str(row.pk),
        added=planned.kind == ADDED,
        before=planned.before,
        stamp=stamp(row),
    )


def _remove(kind: Importable, added: Sequence[ImportRow], rows: dict[str, Any]) -> None:
    """Remove what an import added; refuse where anything hangs on one of the rows by now."""
    if kind.remove is not None:
        for one in added:
            with _naming(one, rows[one.row_key]):
                kind.remove(rows[one.row_key])
        return
    ours = [rows[one.row_key] for one in added]
    if _are_used(ours):
        used = next(one for one in added if _are_used([rows[one.row_key]]))
        told = _(
            "Row %(number)s (%(row)s) is used by now, so the import cannot be undone. Archive it instead."
        )
        raise ValidationError(told % {"number": used.number, "row": rows[used.row_key]})
    kind.model._default_manager.filter(pk__in=[row.pk for row in ours]).delete()


def _are_used(rows: Sequence[Any]) -> bool:
    """Whether any other row hangs on one of these."""
    collector = Collector(using=DEFAULT_DB_ALIAS)
    try:
        collector.collect(rows)
    except models.ProtectedError:
        return True
    others = set(collector.data) - {type(row) for row in rows}
    return bool(others) or any(found.exists() for found in collector.fast_deletes)


def _give_back(kind: Importable, one: ImportRow, row: Any) -> None:
    """Give a changed row its values of before."""
    values: dict[str, Any] = {}
    for name, text in one.before.items():
        if name in kind.extras:
            values[name] = kind.extras[name].read(text or "")
        else:
            column = row._meta.get_field(name)
            values[column.attname] = None if text is None else column.to_python(text)
    if kind.give_back is not None:
        with _naming(one, row):
            kind.give_back(row, values)
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@contextmanager
def _naming(one: ImportRow, row: Any) -> Iterator[None]:
    """Let what the rules of the table refuse name the row of the sheet."""
    try:
        yield
    except ValidationError as refused:
        told = _("Row %(number)s (%(row)s): %(why)s")
        words = {"number": one.number, "row": row, "why": " ".join(refused.messages)}
        raise ValidationError(told % words) from refused


def _changed_since(changed: Sequence[ImportRow]) -> str:
    numbers = ", ".join(str(one.number) for one in changed[:MOST_NAMED])
    told = _("Rows %(numbers)s of the sheet were changed after the import, so it is not undone.")
    return told % {"numbers": f"{numbers} …" if len(changed) > MOST_NAMED else numbers}


def _reason(text: str, batch: ImportBatch) -> str:
    return text % {"number": batch.pk, "file": batch.upload.name}


def _preview(batch: ImportBatch, laid: Laid) -> None:
    """Keep what a preview tells."""
    wrong = {fault.number for fault in laid.faults}
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
            if row.kind != SAME and row.number not in wrong
        ],
        "same": sum(row.kind == SAME for row in laid.rows),
        "unread": laid.unread,
        "unfilled": laid.unfilled,
    }
    batch.save()
