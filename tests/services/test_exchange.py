"""Imports and exports: what goes in comes out, and the report counts every entry."""

import gzip
import io
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.services.test_jobs import let_lease_run_out
from tm.errors import Conflict, InvalidInput, NotFound
from tm.model.jobs import Job, JobState
from tm.model.people import LOCAL_USER
from tm.model.units import Status, TranslationUnit, Variant
from tm.services import jobs
from tm.services.context import Context
from tm.services.exports import export_terms, export_units
from tm.services.imports import (
    BATCH,
    KIND,
    import_terms,
    import_units,
    run_import,
    submit_import,
    undo_import,
)
from tm.services.memories import add_unit, delete_memory, list_memories, list_units, update_unit
from tm.services.terminology import list_concepts, list_termbases, look_up
from tm.services.uploads import save_upload


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "news.tsv"


def lines(numbers: Iterable[int]) -> str:
    return "".join(f"Sentence {n}.\t{n}번째 문장.\n" for n in numbers)


def take(ctx: Context, *files: Path, memory: str = "news", status: Status | None = None) -> Job:
    return import_units(
        ctx,
        LOCAL_USER,
        files,
        memory=memory,
        status=status,
        source_lang="en",
        target_lang="ko",
    )


def stored(ctx: Context, memory: str = "news") -> list[TranslationUnit]:
    return list(list_units(ctx, LOCAL_USER, memory=memory, limit=10_000).items)


def sources(ctx: Context) -> list[str]:
    return [unit.variants[0].text for unit in stored(ctx)]


def test_every_line_becomes_an_approved_unit(context: Context, file: Path) -> None:
    file.write_text(lines(range(BATCH + 3)), encoding="utf-8")
    seen: list[int] = []
    job = import_units(
        context,
        LOCAL_USER,
        [file],
        memory="news",
        source_lang="en",
        target_lang="ko-kr",
        progress=lambda job: seen.append(job.done),
    )
    assert (job.state, job.error) == (JobState.DONE, None)
    assert job.report["read"] == job.report["added"] == BATCH + 3
    assert (job.report["merged"], job.report["skipped"], job.report["reasons"]) == (0, 0, [])
    assert job.report["languages"] == {"en": BATCH + 3, "ko-KR": BATCH + 3}
    assert seen == [BATCH, BATCH + 3]
    units = stored(context)
    assert [unit.variants[1].text for unit in units] == [f"{n}번째 문장." for n in range(BATCH + 3)]
    assert {unit.status for unit in units} == {Status.APPROVED}
    assert {o.job for unit in units for o in unit.occurrences} == {job.id}
    (memory,) = list_memories(context, LOCAL_USER)
    assert (memory.name, memory.id) == ("news", job.report["memory"])


def test_a_draft_stays_a_draft_until_it_comes_approved(context: Context, file: Path) -> None:
    file.write_text(lines([1]), encoding="utf-8")
    take(context, file, status=Status.DRAFT)
    assert stored(context)[0].status is Status.DRAFT
    take(context, file)
    assert stored(context)[0].status is Status.APPROVED


def test_the_same_file_again_merges_all(context: Context, file: Path) -> None:
    file.write_text(lines(range(7)), encoding="utf-8")
    first, second = take(context, file), take(context, file)
    assert (second.report["read"], second.report["added"], second.report["merged"]) == (7, 0, 7)
    units = stored(context)
    assert len(units) == 7
    assert {tuple(o.job for o in unit.occurrences) for unit in units} == {(first.id, second.id)}


def test_what_cannot_be_taken_is_counted_by_reason(context: Context, file: Path) -> None:
    long = "a" * 100_001
    text = f"Good.\t좋다.\none column\na\tb\tc\n\nFine.\t \n{long}\t길다\nWell.\t잘.\nalone\n"
    file.write_text(text, encoding="utf-8")
    job = take(context, file)
    report = job.report
    assert job.state is JobState.DONE
    assert sources(context) == ["Good.", "Well."]
    assert report["read"] == report["added"] + report["merged"] + report["skipped"]
    assert (report["added"], report["skipped"]) == (2, 5)
    reasons = {r["reason"]: (r["count"], r["first_place"]) for r in report["reasons"]}
    assert reasons == {
        "columns": (3, "line 2"),
        "empty": (1, "line 5"),
        "too-large": (1, "entry 5"),
    }
    assert "1 column" in report["reasons"][0]["example"]


def test_what_no_database_can_keep_stops_nothing_else(context: Context, file: Path) -> None:
    tmx = file.with_suffix(".tmx")
    units = "".join(
        f'<tu><tuv xml:lang="en"><seg>{text}</seg></tuv><tuv xml:lang="ko"><seg>가</seg></tuv></tu>'
        for text in ("one", "two&#x0;", "three")
    )
    header = '<header srclang="en" datatype="plaintext" segtype="sentence" adminlang="en"/>'
    tmx.write_text(f'<tmx version="1.4">{header}<body>{units}</body></tmx>', encoding="utf-8")
    job = import_units(context, LOCAL_USER, [tmx], memory="news")
    assert job.state is JobState.DONE
    assert sources(context) == ["one", "two", "three"]
    # What was mended is reported, and counted neither as skipped nor twice as read.
    assert (job.report["read"], job.report["added"], job.report["skipped"]) == (3, 3, 0)
    assert [(r["reason"], r["count"]) for r in job.report["reasons"]] == [("characters", 1)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\x03" * 100, "text"),
        (b"no tab\nin any\nline\n", "Nothing could be imported"),
        (b"\xff" * 100, "byte 0"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_fails(
    context: Context, file: Path, content: bytes, said: str
) -> None:
    file.write_bytes(content)
    job = take(context, file)
    assert job.state is JobState.FAILED
    assert said in str(job.error)
    assert list_memories(context, LOCAL_USER) == []


def test_an_empty_memory_may_come_in(context: Context, tmp_path: Path) -> None:
    file = tmp_path / "empty.tmx"
    header = '<header srclang="en" datatype="plaintext" segtype="sentence" adminlang="en"/>'
    file.write_text(f'<tmx version="1.4">{header}<body/></tmx>', encoding="utf-8")
    job = import_units(context, LOCAL_USER, [file], memory="news")
    assert (job.state, job.report["read"], job.report["added"]) == (JobState.DONE, 0, 0)


def test_damage_in_the_middle_leaves_a_record_of_what_came_before(
    context: Context, file: Path
) -> None:
    good = lines(range(4_000)).encode()
    file.write_bytes(good + b"\xff\xfe\tbroken\n" + lines(range(5)).encode())
    job = take(context, file)
    assert job.state is JobState.FAILED
    taken = job.report["added"]
    assert BATCH < taken <= 4_000
    assert f"byte {len(good):,}" in str(job.error)
    assert f"{taken:,} units had been imported before" in str(job.error)
    (memory,) = list_memories(context, LOCAL_USER)
    assert memory.units == taken


def test_a_killed_import_goes_on_only_with_the_same_file(context: Context, file: Path) -> None:
    class Killed(BaseException):
        pass

    def die(_job: Job) -> None:
        raise Killed

    file.write_text(lines(range(BATCH + 1)), encoding="utf-8")
    with pytest.raises(Killed):
        import_units(
            context,
            LOCAL_USER,
            [file],
            memory="news",
            source_lang="en",
            target_lang="ko",
            progress=die,
        )
    (left,) = jobs.list_jobs(context, LOCAL_USER).items
    assert (left.state, left.done) == (JobState.RUNNING, BATCH)
    let_lease_run_out(context, left.id)
    file.write_text(lines(range(BATCH + 1, 2 * BATCH + 2)), encoding="utf-8")
    ended = jobs.run_next(context, "second", {KIND: run_import})
    assert ended is not None
    assert ended.state is JobState.FAILED
    assert "was changed after its import began" in str(ended.error)
    assert len(stored(context)) == BATCH


def test_a_memory_deleted_in_the_middle_is_not_made_again(context: Context, file: Path) -> None:
    def delete_after_first(job: Job) -> None:
        if job.batch == 1:
            delete_memory(context, LOCAL_USER, "news")

    file.write_text(lines(range(2 * BATCH)), encoding="utf-8")
    job = import_units(
        context,
        LOCAL_USER,
        [file],
        memory="news",
        source_lang="en",
        target_lang="ko",
        progress=delete_after_first,
    )
    assert job.state is JobState.FAILED
    assert "no memory" in str(job.error)
    assert list_memories(context, LOCAL_USER) == []


def test_uploads_are_imported_under_their_own_names(context: Context) -> None:
    uploads = [
        save_upload(context, LOCAL_USER, name, io.BytesIO(text.encode()), 1000).id
        for name, text in (("corpus.en", "One.\nTwo.\n"), ("corpus.ko", "하나.\n둘.\n"))
    ]
    job = submit_import(context, LOCAL_USER, uploads, memory="opus", format="moses")
    assert job.state is JobState.WAITING
    ended = jobs.run_next(context, "w", {KIND: run_import})
    assert ended is not None
    assert (ended.state, ended.error) == (JobState.DONE, None)
    texts = [[v.text for v in unit.variants] for unit in stored(context, "opus")]
    assert texts == [["One.", "하나."], ["Two.", "둘."]]


def test_what_is_wrong_is_said_before_the_job_is_entered(context: Context, file: Path) -> None:
    file.write_text(lines([1]), encoding="utf-8")
    with pytest.raises(InvalidInput, match="no format 'docx'"):
        import_units(context, LOCAL_USER, [file], memory="news", format="docx")
    with pytest.raises(InvalidInput, match="cannot be read"):
        import_units(context, LOCAL_USER, [file.with_name("none.tsv")], memory="news")
    with pytest.raises(InvalidInput, match="language tag"):
        import_units(context, LOCAL_USER, [file], memory="news", source_lang="english")
    with pytest.raises(InvalidInput, match="name"):
        import_units(context, LOCAL_USER, [file], memory=" ")
    with pytest.raises(InvalidInput, match="file"):
        submit_import(context, LOCAL_USER, [], memory="news")
    with pytest.raises(NotFound):
        submit_import(context, LOCAL_USER, ["nothing"], memory="news")
    assert jobs.list_jobs(context, LOCAL_USER).items == ()


def test_undo_takes_back_what_the_import_alone_brought(context: Context, file: Path) -> None:
    file.write_text(lines(range(3)), encoding="utf-8")
    before = take(context, file)
    file.write_text(lines(range(2, BATCH + 10)), encoding="utf-8")
    job = take(context, file)
    edited = next(unit for unit in stored(context) if unit.variants[0].text == "Sentence 5.")
    update_unit(
        context,
        LOCAL_USER,
        edited.id,
        TranslationUnit((Variant("en", "Better."), edited.variants[1])),
        edited.version,
    )
    undone = undo_import(context, LOCAL_USER, job.id)
    assert (undone.units, undone.occurrences, undone.kept) == (BATCH + 6, BATCH + 8, 1)
    left = stored(context)
    assert [unit.variants[0].text for unit in left] == [
        "Sentence 0.",
        "Sentence 1.",
        "Sentence 2.",
        "Better.",
    ]
    assert {o.job for unit in left for o in unit.occurrences} == {before.id}
    again = undo_import(context, LOCAL_USER, job.id)
    assert (again.units, again.occurrences) == (0, 0)


def test_undo_leaves_a_unit_that_was_seen_elsewhere_since(context: Context, file: Path) -> None:
    file.write_text(lines([1, 2]), encoding="utf-8")
    first = take(context, file)
    file.write_text(lines([2]), encoding="utf-8")
    take(context, file)
    undo_import(context, LOCAL_USER, first.id)
    assert sources(context) == ["Sentence 2."]


def test_only_an_import_that_is_over_is_undone(context: Context) -> None:
    dance = jobs.submit(context, LOCAL_USER, "dance", {})
    with pytest.raises(InvalidInput, match="not an import"):
        undo_import(context, LOCAL_USER, dance.id)
    waiting = jobs.submit(context, LOCAL_USER, KIND, {})
    with pytest.raises(Conflict, match="cancel"):
        undo_import(context, LOCAL_USER, waiting.id)


def test_a_memory_comes_back_from_tmx_as_it_was(context: Context, tmp_path: Path) -> None:
    texts = [
        TranslationUnit(
            (Variant("en", "Art. 3"), Variant("ko-KP", "제3조"), Variant("fr", "Article 3")),
            status=Status.DRAFT,
            notes=("checked",),
            props=(("subject", "law"),),
        ),
        TranslationUnit((Variant("ko", "혼자"),)),
        *(TranslationUnit((Variant("en", f"{n}"), Variant("ko", f"{n}번"))) for n in range(501)),
    ]
    file = tmp_path / "out.tsv"
    file.write_text("x\ty\n", encoding="utf-8")
    take(context, file)
    for unit in texts[:4]:
        add_unit(context, LOCAL_USER, "news", unit)
    out = tmp_path / "out.tmx"
    with out.open("wb") as stream:
        written = export_units(context, LOCAL_USER, "news", "tmx", stream)
    assert written.items == 5
    job = import_units(context, LOCAL_USER, [out], memory="copy")
    assert (job.error, job.report["added"], job.report["skipped"]) == (None, 5, 0)

    def essence(unit: TranslationUnit) -> str:
        said = [[v.lang, v.text, v.markup] for v in unit.variants]
        return json.dumps([said, unit.status, unit.notes, unit.props])

    assert [essence(u) for u in stored(context, "copy")] == [essence(u) for u in stored(context)]


def test_an_export_goes_over_page_ends(context: Context, file: Path) -> None:
    file.write_text(lines(range(1203)), encoding="utf-8")
    take(context, file)
    out = io.BytesIO()
    written = export_units(
        context, LOCAL_USER, "news", "tsv", out, source_lang="en", target_lang="ko"
    )
    assert written.items == 1203
    assert out.getvalue().decode().endswith(lines(range(1203)))


def test_only_what_has_the_status_is_exported(context: Context, file: Path) -> None:
    file.write_text(lines([1]), encoding="utf-8")
    take(context, file, status=Status.DRAFT)
    file.write_text(lines([2]), encoding="utf-8")
    take(context, file)
    out = io.BytesIO()
    export_units(
        context,
        LOCAL_USER,
        "news",
        "tsv",
        out,
        status=Status.APPROVED,
        source_lang="en",
        target_lang="ko",
    )
    assert "Sentence 2." in out.getvalue().decode()
    assert "Sentence 1." not in out.getvalue().decode()


GLOSSARY = """concept,lang,term,status,geo,subject,note
amnok,ko,압록강,preferred,,geography,
amnok,en,Amnok River,preferred,KP,geography,"Northern name, as written there"
amnok,en,Yalu River,admitted,,geography,
art,en,Article,preferred,,law,
art,en,article,preferred,,law,
bad,xx-yy-zz-1,word,preferred,,,
"""


def test_a_glossary_comes_back_as_it_was(context: Context, tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text(GLOSSARY, encoding="utf-8")
    seen: list[int] = []
    report = import_terms(context, LOCAL_USER, file, termbase="rivers", progress=seen.append)
    assert (report["read"], report["added"], report["skipped"]) == (3, 1, 2)
    assert report["languages"] == {"en": 2, "ko": 1}
    assert {r["reason"] for r in report["reasons"]} == {"language", "invalid-input"}
    assert seen
    out = io.BytesIO()
    export_terms(context, LOCAL_USER, "rivers", "csv", out)
    file.write_bytes(out.getvalue())
    assert import_terms(context, LOCAL_USER, file, termbase="copy")["added"] == 1
    ((first,), (second,)) = (
        list_concepts(context, LOCAL_USER, termbase=name).items for name in ("rivers", "copy")
    )
    assert [replace(t, id="") for t in first.terms] == [replace(t, id="") for t in second.terms]
    assert (second.label, second.subject) == ("amnok", "geography")
    assert look_up(context, LOCAL_USER, "압록강", "ko", "en").hits[0].translations[0].geo == "KP"


def test_each_row_of_a_terms_file_is_a_concept(context: Context, tmp_path: Path) -> None:
    file = tmp_path / "terms.tsv.gz"
    file.write_bytes(gzip.compress("ko\ten\n장마당\tmarket\n시장\tmarket\n".encode()))
    assert import_terms(context, LOCAL_USER, file, termbase="words")["added"] == 2
    assert import_terms(context, LOCAL_USER, file, termbase="words")["added"] == 2
    out = io.BytesIO()
    export_terms(context, LOCAL_USER, "words", "tsv", out, languages=["ko", "en"])
    rows = [line.split("\t")[:2] for line in out.getvalue().decode().splitlines()]
    assert rows == [["ko", "en"], *2 * [["장마당", "market"], ["시장", "market"]]]


@pytest.mark.parametrize("content", ["", "word,header here\n", "ko,en\n,\n,\nx,y,z\n"])
def test_a_file_that_is_no_glossary_changes_nothing(
    context: Context, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "terms.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput):
        import_terms(context, LOCAL_USER, file, termbase="words")
    with pytest.raises(InvalidInput, match="cannot be read"):
        import_terms(context, LOCAL_USER, tmp_path / "none.csv", termbase="words")
    assert list_termbases(context, LOCAL_USER) == []


def test_no_memory_no_export(context: Context) -> None:
    with pytest.raises(NotFound):
        export_units(context, LOCAL_USER, "nothing", "tmx", io.BytesIO())
