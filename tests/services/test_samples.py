"""The samples: what lies in corpora/ is sound, loads once, steps back, and goes again."""

import pytest

from tm.errors import NotFound
from tm.model.people import LOCAL_USER
from tm.model.terms import TermStatus
from tm.services import documents, lookup, memories, samples, terminology
from tm.services.context import Context

ARTICLES = list(samples.articles())


def test_every_segment_is_in_exactly_one_gold_bead() -> None:
    for article in ARTICLES:
        for side, document in (("source", article.english), ("target", article.korean)):
            places = sorted(place for bead in article.beads for place in getattr(bead, side))
            assert places == list(range(len(document.segments))), (article.name, side)


def test_the_articles_are_as_free_as_real_ones() -> None:
    beads = [bead for article in ARTICLES for bead in article.beads]
    nulls = [bead for bead in beads if not (bead.source and bead.target)]
    one_to_one = [bead for bead in beads if len(bead.source) == len(bead.target) == 1]
    assert len(ARTICLES) >= 12
    assert len(nulls) / len(beads) >= 0.08
    assert len(one_to_one) / len(beads) <= 0.75
    assert sum(article.korean.lang == "ko-KP" for article in ARTICLES) >= 3


def test_the_splitter_finds_the_sentences_of_the_articles() -> None:
    for article in ARTICLES:
        for lang, document in (("en", article.english), ("ko", article.korean)):
            path = samples.folder() / "articles" / article.name / f"{lang}.txt"
            lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line]
            assert [segment.text for segment in document.segments] == lines, article.name


def test_the_terms_are_many_and_each_names_its_source() -> None:
    concepts = samples.concepts()
    assert len(concepts) >= 150
    for concept in concepts:
        assert concept.source, concept.label
        assert {"ko", "en"} <= {term.lang[:2] for term in concept.terms}, concept.label
        assert terminology.checked_concept(concept)


def test_the_life_of_the_samples(context: Context) -> None:
    """One long test, because loading them takes seconds: load, use, step back, remove."""
    loaded = samples.load_samples(context, LOCAL_USER, once=True)
    assert loaded is not None
    assert (loaded.articles, loaded.concepts) == (len(ARTICLES), len(samples.concepts()))
    listed = memories.list_memories(context, LOCAL_USER)
    assert [(m.name, m.sample, m.units) for m in listed] == [(samples.MEMORY, True, loaded.units)]
    assert samples.load_samples(context, LOCAL_USER) is None
    assert memories.list_memories(context, LOCAL_USER) == listed
    page = documents.list_alignments(context, LOCAL_USER, limit=100)
    assert len(page.items) == len(ARTICLES)
    _terms_are_found(context)

    (unit,) = memories.list_units(context, LOCAL_USER, limit=1).items
    query = lookup.MatchQuery(unit.variants[0].text, "en", "ko")
    assert lookup.find_matches(context, LOCAL_USER, query)[0].sample
    memories.create_memory(context, LOCAL_USER, "mine")
    assert lookup.find_matches(context, LOCAL_USER, query) == []
    chosen = lookup.MatchQuery(query.text, "en", "ko", memories=(samples.MEMORY,))
    assert lookup.find_matches(context, LOCAL_USER, chosen)[0].sample

    assert samples.remove_samples(context, LOCAL_USER) == loaded.units
    assert [m.name for m in memories.list_memories(context, LOCAL_USER)] == ["mine"]
    assert documents.list_alignments(context, LOCAL_USER).items == ()
    assert terminology.look_up(context, LOCAL_USER, "압록강", "ko", "en").hits == ()
    assert samples.load_samples(context, LOCAL_USER, once=True) is None
    with pytest.raises(NotFound):
        memories.get_memory(context, LOCAL_USER, samples.MEMORY)


def _terms_are_found(context: Context) -> None:
    (hit,) = terminology.look_up(context, LOCAL_USER, "압록강", "ko", "en").hits
    found = {(t.text, t.status) for t in hit.translations}
    assert hit.translations[0].text == "Amnok River"
    assert {("Amnok River", TermStatus.PREFERRED), ("Yalu River", TermStatus.ADMITTED)} <= found
    (yalu,) = terminology.look_up(context, LOCAL_USER, "Yalu", "en", "ko").hits
    assert yalu.translations[0].text == "압록강"
    for concept in samples.concepts()[::5]:
        for term in concept.terms:
            target = "ko" if term.lang == "en" else "en"
            answer = terminology.look_up(context, LOCAL_USER, term.text, term.lang, target)
            assert concept.label in {hit.concept.label for hit in answer.hits}, term.text
