"""Units to fill an index with, and what brute force says of them."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from hypothesis import strategies as st

from tm.match import keys, score
from tm.match.index import Kind, MatchIndex, Scope
from tm.match.layers import LayerFolder, LayerWriter
from tm.match.segments import Query
from tm.model.units import Status
from tm.storage.repositories.feed import IndexRow
from tm.text.languages import covers
from tm.text.similarity import distance
from tm.text.tokens import units_of

WORDS = ["the", "price", "of", "rice", ",", ".", "27", "3,000", "rose", "fell", "in", "won"]
SYLLABLES = "가나물가격이올랐다신의주원27"
TARGETS = ("fr", "de", "de-AT")
EVERYTHING = 1_000_000


def tokens(lang: str, longest: int = 60) -> st.SearchStrategy[str]:
    """Draw comparison keys."""
    if lang == "ko":
        return st.text(SYLLABLES, max_size=longest)
    return st.lists(st.sampled_from(WORDS), max_size=longest).map(" ".join)


def entry(
    unit: int,
    lang: str,
    tokens: str,
    memory: int = 1,
    *,
    text: str | None = None,
    live: bool = True,
    status: Status = Status.APPROVED,
    confidence: float | None = None,
    recent: int = 0,
    revision: int = 1,
) -> IndexRow:
    return IndexRow(
        unit=unit,
        memory=memory,
        revision=revision,
        live=live,
        status=status,
        confidence=confidence,
        recent=recent,
        lang=lang,
        text=tokens if text is None else text,
        tokens=tokens,
    )


def asked(tokens: str, lang: str, text: str | None = None) -> Query:
    numberless = keys.numberless(tokens, lang)
    return Query(
        lang,
        units_of(tokens, lang),
        keys.strict(tokens if text is None else text),
        keys.digest(keys.loose(tokens, lang)),
        keys.digest(numberless) if numberless is not None else 0,
    )


def in_tail(entries: Iterable[IndexRow]) -> MatchIndex:
    index = MatchIndex()
    index.refresh(1, lambda _: entries)
    return index


def in_layers(folder: Path, layers: Sequence[Iterable[IndexRow]]) -> MatchIndex:
    """Return an index that has each of the groups of units in a layer of its own."""
    kept = LayerFolder(folder)
    for number, entries in enumerate(layers, 1):
        with kept.building(wait=True) as scratch:
            assert scratch is not None
            writer = LayerWriter(scratch)
            list(writer.add(entries))
            path = kept.new_path()
            writer.write(path, number, "ours", oldest=number == 1)
            kept.publish([*kept.names(), path.name])
    index = MatchIndex(kept)
    index.adopt(lambda _revision, _lineage: True)
    return index


def by_brute_force(
    entries: Iterable[IndexRow], query: Query, target: str, scope: Scope, threshold: int
) -> list[tuple[int, str, int, int, Kind]]:
    """Return unit, language, ceiling, similarity and kind of every candidate, best first."""
    units: dict[int, list[IndexRow]] = {}
    for row in entries:
        if row.live and row.status is not Status.REJECTED:
            units.setdefault(row.unit, []).append(row)
    found = []
    for texts in units.values():
        for source in texts:
            others = [text for text in texts if text is not source]
            if not covers(query.lang, source.lang) or not any(
                covers(target, other.lang) for other in others
            ):
                continue
            place = int(min(source.memory, len(scope.penalties) - 1))
            if scope.penalties[place] < 0:
                continue
            there = asked(source.tokens, source.lang, source.text)
            percent = score.similarity(
                distance(query.units, there.units), len(query.units), len(there.units)
            )
            if query.loose == there.loose:
                kind = Kind.SAME if query.strict == there.strict else Kind.SURFACE_DIFFERS
            elif query.number and query.number == there.number:
                kind = Kind.NUMBERS_DIFFER
            else:
                kind = Kind.FUZZY
            ceiling = {Kind.SAME: 100, Kind.FUZZY: min(percent, 98)}.get(kind, 99)
            ceiling -= sum(p.points for p in score.penalties(source.status, source.confidence))
            ceiling -= int(scope.penalties[place])
            # What is no more alike than nothing at all is no candidate, whatever the threshold.
            if ceiling >= threshold and (percent >= threshold or kind is not Kind.FUZZY):
                unadapted = kind is not Kind.NUMBERS_DIFFER
                priority = int(scope.priorities[place])
                rank = (ceiling, unadapted, percent, priority, source.recent, source.unit)
                found.append((rank, (source.unit, source.lang, ceiling, percent, kind)))
    return [candidate for _, candidate in sorted(found, key=lambda pair: pair[0], reverse=True)]
