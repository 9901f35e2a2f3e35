"""What a lookup should answer, by scoring every unit of the database."""

from tm.match import score
from tm.model.people import LOCAL_USER
from tm.model.units import Status, TranslationUnit, moment
from tm.services import access
from tm.services.context import Context
from tm.services.lookup import MatchQuery, find_matches
from tm.storage.repositories import units
from tm.text.languages import covers

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
