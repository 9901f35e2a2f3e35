"""Units to look up, and what a lookup should answer: every unit of the database is scored."""

from dataclasses import replace
from random import Random

from tm.match import score
from tm.match.index import MatchIndex
from tm.match.layers import LayerFolder
from tm.model.people import LOCAL_USER
from tm.model.units import Occurrence, Status, TranslationUnit, Variant, moment
from tm.services import access, memories
from tm.services.context import Context
from tm.services.lookup import MatchQuery, find_matches
from tm.services.storing import prepare, store
from tm.storage.repositories import units
from tm.text.languages import covers

WORDS = ["rice", "corn", "coal", "price", "rose", "fell", "market", "river", "border", "train"]
WORDS += ["the", "in", "of", "and", "won"]
SYLLABLES = "쌀값이올랐다내렸신의주장강국경기차석탄옥수"


def texts(random: Random) -> tuple[Variant, ...]:
    english = " ".join(random.choices(WORDS, k=random.randint(1, 9)))
    korean = "".join(random.choices(SYLLABLES, k=random.randint(1, 12)))
    return Variant("en", english), Variant(random.choice(["ko", "ko-KP"]), korean)


def unit(random: Random) -> TranslationUnit:
    places = (Occurrence(date=f"2025-01-{random.randrange(10, 30)}", score=random.random()),)
    status = random.choice(list(Status))
    return TranslationUnit(texts(random), status, occurrences=places[: random.randrange(2)])


def add(ctx: Context, *added: TranslationUnit, memory: str = "news") -> list[int]:
    """Store units in one change; return their row numbers."""
    with ctx.db.write(LOCAL_USER, "test") as uow:
        stored = store(uow, memories.memory_for_writing(uow, memory), [prepare(u) for u in added])
        uow.commit()
    return list(stored.rows)


def pair(english: str, korean: str = "글") -> TranslationUnit:
    return TranslationUnit((Variant("en", english), Variant("ko", korean)))


def found(ctx: Context, english: str) -> list[str]:
    return [answer[2] for answer in looked_up(ctx, MatchQuery(english, "en", "ko", min_score=100))]


def assert_right(*contexts: Context, seed: int = 0, queries: int = 8) -> None:
    """Compare answers with brute force, from what the first context's database has."""
    random = Random(seed)  # noqa: S311
    for _ in range(queries):
        english, korean = texts(random)
        for text, source, target in ((english, "en", "ko"), (korean, "ko", "en")):
            query = MatchQuery(text.text, source, target, min_score=30, limit=20)
            expected = by_brute_force(contexts[0], query)
            for ctx in contexts:
                assert looked_up(ctx, query) == expected


def beside(ctx: Context, folder: LayerFolder) -> Context:
    """Give what another process with that folder has."""
    return replace(ctx, index=MatchIndex(LayerFolder(folder.path)))


Answer = tuple[int, str | None, str, str]
"""Score, unit, source text and target text of a match."""


def by_brute_force(ctx: Context, query: MatchQuery) -> list[Answer]:
    """Return the matches, best first; for texts without numbers, inline tags and neighbors."""
    with ctx.db.read(LOCAL_USER) as uow:
        memories = access.searched_memories(uow, query.memories)
        points = {memory.id: memory.penalty for memory in memories.values()}
        stored = units.page(uow, list(memories), limit=1_000_000)
    mine = score.side(query.text, query.source)
    found = []
    for row, unit in stored:
        if unit.status is Status.REJECTED:
            continue
        confidence = max((o.score for o in unit.occurrences if o.score is not None), default=None)
        lost = score.penalties(unit.status, confidence, points[unit.memory or ""])
        for target in unit.variants:
            if not covers(query.target, target.lang):
                continue
            ranks = []
            for source in unit.variants:
                if source is not target and covers(query.source, source.lang):
                    theirs = score.side(source.text, source.lang)
                    percent = score.score(mine, theirs)[0] - sum(p.points for p in lost)
                    similarity = score.raw_similarity(mine, theirs)
                    ranks.append(((percent, similarity, _recent(unit), row), source.text))
            rank, text = max(ranks, default=((0,), ""))
            if rank[0] >= query.min_score:
                found.append((rank, (rank[0], unit.id, text, target.text)))
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [answer for _, answer in found[: query.limit]]


def looked_up(ctx: Context, query: MatchQuery) -> list[Answer]:
    """Return what the service answers, in the same shape."""
    return [(m.score, m.unit, m.source, m.target) for m in find_matches(ctx, LOCAL_USER, query)]


def _recent(unit: TranslationUnit) -> int:
    dates = [unit.created, unit.changed, *(o.date for o in unit.occurrences)]
    dates += [date for variant in unit.variants for date in (variant.created, variant.changed)]
    return max(map(moment, dates))
