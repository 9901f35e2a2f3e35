"""Imports: files of units and terms become rows, and a report says what came of every entry.

An import of units is a job.  Its entries are read in the order of the file and committed in batches
together with the report and the number of entries, which is what a successor skips.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from tm import formats
from tm.errors import Conflict, InvalidInput
from tm.formats import Item, Skipped, terms_table
from tm.formats.sources import Source
from tm.model.jobs import Job
from tm.model.people import Actor
from tm.model.terms import Concept
from tm.model.units import Occurrence, Status, TranslationUnit
from tm.services import access, jobs
from tm.services.context import Context
from tm.services.jobs import Progress, Report, Run
from tm.services.memories import checked_name, memory_for_writing
from tm.services.storing import prepare, store
from tm.services.terminology import checked_concept, termbase_for_writing
from tm.services.uploads import get_upload
from tm.storage.repositories import changes, memories, terms, units
from tm.storage.repositories.terms import Keys
from tm.storage.repositories.units import Prepared
from tm.storage.session import UnitOfWork
from tm.storage.tables import ChangeSet, OccurrenceRow, UnitRow
from tm.terms.lookup import term_keys
from tm.text.languages import normalize_tag

KIND = "import"
BATCH = 500
"""Entries of one transaction: what keeps others from waiting while SQLite's write lock is held."""
_HEAD = 4096
"""Bytes that tell a format whose name does not."""


class Tally:
    """The report of an import while entries are added to it; the report it began with stays."""

    def __init__(self, before: Report) -> None:
        self._before = before
        self._read: int = before.get("read", 0)
        self._skipped: int = before.get("skipped", 0)
        self._languages = Counter[str](before.get("languages", {}))
        self._reasons = {r["reason"]: dict(r) for r in before.get("reasons", [])}

    def take(self, languages: Iterable[str]) -> None:
        """Count an entry that is taken, and its texts by language."""
        self._read += 1
        self._languages.update(languages)

    def skip(self, skipped: Skipped) -> None:
        """Count what is left out or mended, by its reason; the first of a kind is the example."""
        self._read += skipped.items
        self._skipped += skipped.items
        known = self._reasons.setdefault(
            skipped.reason,
            {
                "reason": skipped.reason,
                "count": 0,
                "first_place": skipped.place,
                "example": skipped.detail,
            },
        )
        known["count"] += 1

    def report(self, added: int = 0, merged: int = 0) -> Report:
        """Return the report, ready for JSON."""
        return self._before | {
            "read": self._read,
            "added": self._before.get("added", 0) + added,
            "merged": self._before.get("merged", 0) + merged,
            "skipped": self._skipped,
            "reasons": [dict(reason) for reason in self._reasons.values()],
            "languages": dict(sorted(self._languages.items())),
        }


@dataclass(frozen=True, slots=True)
class Undone:
    """What the undoing of an import took away, and what stays as somebody has built on it."""

    units: int
    occurrences: int
    kept: int


def submit_import(
    ctx: Context,
    actor: Actor,
    uploads: Sequence[str],
    *,
    memory: str,
    format: str | None = None,
    status: Status | None = None,
    source_lang: str | None = None,
    target_lang: str | None = None,
) -> Job:
    """Enter a job that imports uploads (two for Moses) into a memory, made if there is none.

    ``status`` is given to every unit; without it each has what its file says, else approved.
    Raises NotFound for an upload and InvalidInput for a name, format or language.
    """
    files = [{"upload": get_upload(ctx, actor, upload).id} for upload in uploads]
    payload = _payload(ctx, actor, files, memory, format, status, source_lang, target_lang)
    return jobs.submit(ctx, actor, KIND, payload)


def import_units(
    ctx: Context,
    actor: Actor,
    paths: Sequence[Path],
    *,
    memory: str,
    format: str | None = None,
    status: Status | None = None,
    source_lang: str | None = None,
    target_lang: str | None = None,
    progress: Progress | None = None,
) -> Job:
    """Import local files now, as a job that a worker takes up should this process be killed."""
    files = [_local(path) for path in paths]
    payload = _payload(ctx, actor, files, memory, format, status, source_lang, target_lang)
    return jobs.run_here(ctx, actor, KIND, payload, {KIND: run_import}, progress=progress)


def run_import(run: Run) -> None:
    """Do the work of an import, from the first entry that is not committed yet."""
    entries = _entries(run)
    for _ in islice(entries, run.job.done):
        run.keep()
    for batch, failure in _batches(entries):
        # A file without entries has a report too, which says so.
        if batch or not (failure or run.job.report):
            _commit(run, batch)
        if failure is not None:
            raise _told(failure, run.job.report)
    _refuse_if_nothing(run.job.report)


def import_terms(
    ctx: Context,
    actor: Actor,
    path: Path,
    *,
    termbase: str,
    name: str | None = None,
    format: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Import a glossary into a termbase, made if there is none: all that can be taken, or nothing.

    Every concept of the file becomes one of its own.  ``name`` is what the file is called where it
    is stored under another; ``progress`` gets the number of entries read.  Raises InvalidInput or
    ParseError for a file that is no glossary.
    """
    termbase, tally = checked_name(termbase), Tally({})
    ready: list[tuple[Concept, list[Keys]]] = []
    for number, entry in enumerate(_concepts(path, name or path.name, format), 1):
        if progress:
            progress(number)
        if isinstance(entry, Skipped):
            tally.skip(entry)
            continue
        try:
            concept = checked_concept(entry)
        except InvalidInput as error:
            tally.skip(Skipped(f"concept {entry.label or number}", error.code, str(error)))
        else:
            keys = [Keys(*term_keys(term.text, term.lang)) for term in concept.terms]
            ready.append((concept, keys))
            tally.take(term.lang for term in concept.terms)
    report = tally.report(added=len(ready))
    _refuse_if_nothing(report)
    with ctx.db.write(actor, "import terms") as uow:
        terms.insert_all(uow, termbase_for_writing(uow, termbase), ready)
        uow.commit()
    return report


def _concepts(path: Path, name: str, format: str | None) -> Iterator[Concept | Skipped]:
    format = format or _detected(path, name)
    try:
        with Source(name, lambda: path.open("rb")).open() as stream:
            yield from terms_table.read_concepts(stream, format)
    except OSError as error:
        raise InvalidInput(f"{name} cannot be read ({error.strerror}).", field="file") from error


def undo_import(ctx: Context, actor: Actor, job: str) -> Undone:
    """Take back what an import brought.

    Its occurrences go, and the units that it made, unless they were seen elsewhere too or somebody
    has changed them since.  Raises Conflict while the job is not over.
    """
    found = jobs.get_job(ctx, actor, job)
    if found.kind != KIND:
        raise InvalidInput(f"The job {job!r} is not an import.")
    if not found.state.over:
        raise Conflict("The import is not over; cancel it first.")
    with ctx.db.write(actor, "undo import") as uow:
        made = uow.session.query(ChangeSet.id).filter(ChangeSet.job == job)
        born = UnitRow.created_by.in_(made)
        places = changes.delete(uow, OccurrenceRow, OccurrenceRow.created_by.in_(made))
        seen = uow.session.query(OccurrenceRow.unit_id).filter(
            OccurrenceRow.unit_id == UnitRow.id, OccurrenceRow.deleted_by.is_(None)
        )
        gone = units.delete(uow, born, UnitRow.changed_by.in_(made), ~seen.exists())
        kept = uow.session.query(UnitRow).filter(born, UnitRow.deleted_by.is_(None)).count()
        uow.commit()
    return Undone(gone, places, kept)


def _payload(
    ctx: Context,
    actor: Actor,
    files: Sequence[dict[str, Any]],
    memory: str,
    format: str | None,
    status: Status | None,
    source_lang: str | None,
    target_lang: str | None,
) -> dict[str, Any]:
    if not files:
        raise InvalidInput("Name the file to import.", field="file")
    if format is not None and format not in formats.FORMATS:
        raise InvalidInput(
            f"There is no format {format[:40]!r}; name one of {', '.join(formats.FORMATS)}.",
            field="format",
        )
    return {
        "files": list(files),
        "memory": checked_name(memory),
        "format": format or _detected(*_where(ctx, actor, files[0])),
        "status": status and status.value,
        "source_lang": source_lang and normalize_tag(source_lang),
        "target_lang": target_lang and normalize_tag(target_lang),
    }


def _detected(path: Path, name: str) -> str:
    try:
        with path.open("rb") as stream:
            return formats.detect(name, stream.read(_HEAD))
    except OSError as error:
        raise InvalidInput(f"{name} cannot be read ({error.strerror}).", field="file") from error


def _local(path: Path) -> dict[str, Any]:
    """Describe a file of this machine, so that a successor knows whether it is still the same."""
    try:
        about = path.stat()
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read ({error.strerror}).", field="file") from error
    return {"path": str(path.absolute()), "size": about.st_size, "changed": about.st_mtime_ns}


def _entries(run: Run) -> Iterator[Item]:
    payload = run.job.payload
    paths, names = [], []
    for file in payload["files"]:
        if "path" in file and file != _local(Path(file["path"])):
            raise InvalidInput(
                f"{file['path']} was changed after its import began; import it again."
            )
        path, name = _where(run.ctx, run.actor, file)
        paths.append(path)
        names.append(name)
    try:
        yield from formats.read_units(
            paths,
            payload["format"],
            source_lang=payload["source_lang"],
            target_lang=payload["target_lang"],
            names=names,
        )
    except OSError as error:
        raise InvalidInput(f"{' or '.join(names)} cannot be read ({error.strerror}).") from error


def _where(ctx: Context, actor: Actor, file: dict[str, Any]) -> tuple[Path, str]:
    """Return where a file of a payload lies, and what it is called."""
    if "path" in file:
        return Path(file["path"]), Path(file["path"]).name
    upload = get_upload(ctx, actor, file["upload"])
    return ctx.uploads / upload.path, upload.name


def _batches(
    entries: Iterable[Item],
) -> Iterator[tuple[list[Item], InvalidInput | None]]:
    """Yield batches; the last one, which may be empty, with what made the rest unreadable."""
    batch: list[Item] = []
    failure = None
    try:
        for entry in entries:
            batch.append(entry)
            if len(batch) == BATCH:
                yield batch, None
                batch = []
    except InvalidInput as error:
        failure = error
    yield batch, failure


def _commit(run: Run, batch: list[Item]) -> None:
    tally = Tally(run.job.report)
    ready: list[Prepared] = []
    for number, entry in enumerate(batch, run.job.done + 1):
        run.keep()
        if isinstance(entry, Skipped):
            tally.skip(entry)
            continue
        try:
            ready.append(prepare(_of_job(entry, run.job)))
        except InvalidInput as error:
            tally.skip(Skipped(f"entry {number:,}", error.code, str(error)))
        else:
            tally.take(variant.lang for variant in entry.variants)
    run.commit(partial(_store, run.job, ready, tally), done=run.job.done + len(batch))


def _of_job(unit: TranslationUnit, job: Job) -> TranslationUnit:
    """Return a unit with the status that was asked for, and the job in its occurrences."""
    status = job.payload["status"]
    return replace(
        unit,
        status=Status(status) if status else unit.status,
        occurrences=tuple(replace(o, job=job.id) for o in unit.occurrences or (Occurrence(),)),
    )


def _store(job: Job, ready: Sequence[Prepared], tally: Tally, uow: UnitOfWork) -> Report:
    if not ready:
        return tally.report()
    row = _memory(job, uow)
    stored = store(uow, row, ready)
    memory = memories.by_ids(uow, [row])[row].id
    return tally.report(stored.added, stored.merged) | {"memory": memory}


def _memory(job: Job, uow: UnitOfWork) -> int:
    """Return the memory's row; after the first batch it is known by its id, whatever its name."""
    known = job.report.get("memory")
    if known is None:
        return memory_for_writing(uow, job.payload["memory"])
    return access.writable_memory(uow, known)[0]


def _told(failure: InvalidInput, report: Report) -> InvalidInput:
    taken = report["added"] + report["merged"] if report else 0
    if not taken:
        return failure
    return InvalidInput(
        f"{failure} {taken:,} units had been imported before; "
        "undo the import if you do not want them."
    )


def _refuse_if_nothing(report: Report) -> None:
    if report and report["skipped"] and not report["added"] + report["merged"]:
        raise InvalidInput(
            f"Nothing could be imported. {report['reasons'][0]['example']} "
            "Is it the right file, and the right format?"
        )
