"""The glossary: looking up, recognizing, and the rules of concepts, on both databases."""

import pytest

from tm.errors import Conflict, InvalidInput, NotFound
from tm.model.people import LOCAL_USER
from tm.model.terms import Concept, Term, TermStatus, Tier
from tm.services import terminology
from tm.services.context import Context

AMNOK = Concept(
    subject="geography",
    definition="River on the border with China.",
    terms=(
        Term("ko", "압록강"),
        Term("en", "Yalu River", TermStatus.ADMITTED),
        Term("en", "Amnok River"),
        Term("en", "Aprok River", TermStatus.DEPRECATED),
    ),
)
RYANGGANG = Concept(
    terms=(
        Term("ko-KP", "량강도", geo="KP"),
        Term("ko-KR", "양강도", geo="KR"),
        Term("en", "Ryanggang Province"),
    )
)
CRIMINAL_CODE = Concept(subject="law", terms=(Term("ko", "형법"), Term("en", "Criminal Code")))


@pytest.fixture(autouse=True)
def _termbase(context: Context) -> None:
    terminology.create_termbase(context, LOCAL_USER, "house")
    for concept in (AMNOK, RYANGGANG, CRIMINAL_CODE):
        terminology.add_concept(context, LOCAL_USER, "house", concept)


def translations(context: Context, term: str, source: str, target: str) -> list[tuple[str, str]]:
    answer = terminology.look_up(context, LOCAL_USER, term, source, target)
    return [(t.text, t.status.value) for hit in answer.hits for t in hit.translations]


def test_a_river_has_a_preferred_name_first(context: Context) -> None:
    assert translations(context, "압록강", "ko", "en") == [
        ("Amnok River", "preferred"),
        ("Yalu River", "admitted"),
        ("Aprok River", "deprecated"),
    ]


@pytest.mark.parametrize(
    ("term", "source", "found", "tier"),
    [
        ("압록강", "ko", "압록강", Tier.EXACT),
        ("압록 강", "ko", "압록강", Tier.SPELLING),
        ("Yalu", "en", "Yalu River", Tier.LOOSE),
        ("amnok river", "en", "Amnok River", Tier.SPELLING),
        ("량강도", "ko", "량강도", Tier.EXACT),
        ("양강도", "ko", "양강도", Tier.EXACT),
    ],
)
def test_a_term_is_found_by_tier(
    context: Context, term: str, source: str, found: str, tier: Tier
) -> None:
    (hit,) = terminology.look_up(context, LOCAL_USER, term, source, "en").hits
    assert (hit.matched.text, hit.tier) == (found, tier)


def test_either_spelling_finds_the_other(context: Context) -> None:
    (hit,) = terminology.look_up(context, LOCAL_USER, "량강도", "ko-KR", "en").hits
    assert (hit.matched.text, hit.tier) == ("양강도", Tier.SPELLING)


@pytest.mark.parametrize(
    ("term", "source", "target", "canonical", "rendering"),
    [
        ("형법 제119조", "ko", "en", "art:119", "Article 119 of the Criminal Code"),
        ("Section 119 of the Criminal Code", "en", "ko", "art:119", "형법 제119조"),
    ],
)
def test_a_citation_is_read_and_rendered(
    context: Context, term: str, source: str, target: str, canonical: str, rendering: str
) -> None:
    answer = terminology.look_up(context, LOCAL_USER, term, source, target)
    (citation,) = answer.quantities
    assert (citation.quantity.canonical, citation.rendering) == (canonical, rendering)


def test_terms_are_seen_with_particles_and_without(context: Context) -> None:
    text = "압록강에서는 량강도 쪽 압록강 경비가 강화됐다."
    seen = terminology.recognize(context, LOCAL_USER, text, "ko", "en").terms
    assert [(hit.surface, text[hit.start : hit.end]) for hit in seen] == [
        ("압록강", "압록강"),
        ("량강도", "량강도"),
        ("압록강", "압록강"),
    ]
    assert seen[0].hits[0].translations[0].text == "Amnok River"


def test_a_new_concept_is_recognized_at_once(context: Context) -> None:
    def surfaces() -> list[str]:
        seen = terminology.recognize(context, LOCAL_USER, "혜산의 장마당", "ko", "en")
        return [hit.surface for hit in seen.terms]

    assert surfaces() == []
    hyesan = Concept(terms=(Term("ko", "혜산"), Term("en", "Hyesan")))
    stored = terminology.add_concept(context, LOCAL_USER, "house", hyesan)
    assert surfaces() == ["혜산"]
    terminology.delete_concept(context, LOCAL_USER, stored.id)
    assert surfaces() == []


def test_two_preferred_terms_of_one_language_are_refused(context: Context) -> None:
    two = Concept(terms=(Term("en", "Amnok"), Term("en", "Yalu")))
    with pytest.raises(InvalidInput, match="second preferred"):
        terminology.add_concept(context, LOCAL_USER, "house", two)


def test_editing_a_concept_needs_its_version(context: Context) -> None:
    page = terminology.list_concepts(context, LOCAL_USER, text="압록")
    (stored,) = page.items
    changed = Concept(terms=(*stored.terms, Term("en", "Amnokgang", TermStatus.ADMITTED)))
    edited = terminology.update_concept(context, LOCAL_USER, stored.id, changed, 1)
    assert edited.terms[-1].text == "Amnokgang"
    assert translations(context, "Amnokgang", "en", "ko") == [("압록강", "preferred")]
    with pytest.raises(Conflict):
        terminology.update_concept(context, LOCAL_USER, stored.id, changed, 1)


def test_what_is_not_there_is_not_found(context: Context) -> None:
    assert translations(context, "두만강", "ko", "en") == []
    with pytest.raises(NotFound):
        terminology.get_concept(context, LOCAL_USER, "none")


def test_the_subjects_in_use_are_listed(context: Context) -> None:
    assert terminology.list_subjects(context, LOCAL_USER) == ["geography", "law"]
