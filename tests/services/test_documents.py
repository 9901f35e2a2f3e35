"""Documents: what is taken, how it is segmented and labeled, what is refused and why."""

import pytest

from tm.errors import InvalidInput, NotFound, TooLarge, UnsupportedLanguage
from tm.jobs import HANDLERS
from tm.model.jobs import JobState
from tm.model.people import LOCAL_USER
from tm.services import aligning, documents, jobs, memories
from tm.services.context import Context

ENGLISH = (
    "Rice prices rise in Hyesan\n\nThe price of rice rose to 9,000 won on June 3. "
    "Traders blame the closed border.\n\nA resident said people eat corn instead."
)
KOREAN = (
    "혜산 쌀값 상승\n\n6월 3일 쌀값이 9,000원으로 올랐다. 장사꾼들은 국경이 닫힌 탓이라고 한다."
    "\n\n한 주민은 대신 강냉이를 먹는다고 말했다."
)


def test_segments_know_their_place() -> None:
    document = documents.make_document(ENGLISH, "en")
    assert [segment.paragraph for segment in document.segments] == [0, 1, 1, 2]
    for segment in document.segments:
        assert ENGLISH[segment.start : segment.end] == segment.text
    assert document.title == "Rice prices rise in Hyesan"


def test_northern_korean_is_recognized_by_its_content() -> None:
    text = (
        "량강도의 로동자들이 력사적인 공사를 끝내였다. 녀성들도 일하였다. "
        "그들은 래년 6월까지 철길을 놓게 되였다."
    )
    assert documents.make_document(text, "ko").lang == "ko-KP"
    assert documents.make_document(KOREAN, "ko").lang == "ko"


@pytest.mark.parametrize(
    ("text", "lang", "error", "words"),
    [
        ("", "en", InvalidInput, "empty"),
        (" \n ", "en", InvalidInput, "empty"),
        ("12345 - 6789 !!", "en", InvalidInput, "no letters"),
        ("Text\0more", "en", InvalidInput, "NUL"),
        ("Text", "kr", UnsupportedLanguage, "ko"),
        ("Text", "not a tag", UnsupportedLanguage, "not a tag"),
        ("a" * 2_000_001, "en", TooLarge, "2,000,001"),
    ],
)
def test_what_cannot_be_a_document_is_refused_with_the_reason(
    text: str, lang: str, error: type[InvalidInput], words: str
) -> None:
    with pytest.raises(error, match=words):
        documents.make_document(text, lang)


@pytest.mark.parametrize(
    "fields",
    [{"date": "yesterday"}, {"date": "2026-13-01"}, {"address": "javascript:alert(1)"}],
)
def test_wrong_facts_about_a_document_are_refused(fields: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        documents.make_document(ENGLISH, "en", **fields)  # type: ignore[arg-type]
    assert refused.value.field in fields


def test_a_pair_is_aligned_and_stored(context: Context) -> None:
    english = documents.make_document(ENGLISH, "en", address="https://example.org/rice")
    korean = documents.make_document(KOREAN, "ko", original=True)
    found = documents.add_pair(context, LOCAL_USER, english, korean, "news")
    assert [(bead.source, bead.target) for bead in found.beads] == [
        ((0,), (0,)),
        ((1,), (1,)),
        ((2,), (2,)),
        ((3,), (3,)),
    ]
    assert documents.get_alignment(context, LOCAL_USER, found.id) == found
    assert memories.get_memory(context, LOCAL_USER, "news").units == 0
    assert found.source is not None
    stored = documents.get_document(context, LOCAL_USER, found.source.id)
    assert (stored.text, stored.address) == (ENGLISH, "https://example.org/rice")
    (listed,) = documents.alignments_of(context, LOCAL_USER, stored.id)
    assert listed.id == found.id


def test_two_texts_of_one_language_are_refused(context: Context) -> None:
    english = documents.make_document(ENGLISH, "en-US")
    with pytest.raises(InvalidInput, match="same language"):
        documents.add_pair(
            context, LOCAL_USER, english, documents.make_document(ENGLISH, "en-GB"), "news"
        )
    assert documents.list_documents(context, LOCAL_USER).items == ()


def test_one_side_ten_times_longer_is_said(context: Context) -> None:
    long = "\n\n".join([ENGLISH] * 8)
    found = documents.align_texts(
        context,
        LOCAL_USER,
        documents.make_document(long, "en"),
        documents.make_document("혜산 쌀값 상승", "ko"),
    )
    assert found.notes
    assert sorted(place for bead in found.beads for place in bead.source) == list(range(32))


def test_a_deleted_document_takes_its_alignments_along(context: Context) -> None:
    found = documents.add_pair(
        context,
        LOCAL_USER,
        documents.make_document(ENGLISH, "en"),
        documents.make_document(KOREAN, "ko"),
        "news",
    )
    assert found.target is not None
    documents.delete_document(context, LOCAL_USER, found.target.id)
    with pytest.raises(NotFound):
        documents.get_alignment(context, LOCAL_USER, found.id)
    assert len(documents.list_documents(context, LOCAL_USER).items) == 1


def test_long_documents_are_aligned_by_a_job(context: Context) -> None:
    english = documents.make_document(ENGLISH, "en")
    korean = documents.make_document(KOREAN, "ko")
    assert not aligning.is_long(english, korean)
    assert aligning.is_long(documents.make_document("\n\n".join([ENGLISH] * 120), "en"), korean)
    submitted = aligning.submit_pair(context, LOCAL_USER, english, korean, "news")
    done = jobs.run_job(context, submitted.id, "worker-1", HANDLERS)
    assert done is not None
    assert done.state is JobState.DONE
    found = documents.get_alignment(context, LOCAL_USER, done.report["alignment"])
    assert len(found.beads) == 4
    assert jobs.run_job(context, submitted.id, "worker-2", HANDLERS) is None
    assert len(documents.list_alignments(context, LOCAL_USER).items) == 1
