"""Inline tags of a query and of what is stored: do they agree, and the move of one to the other.

A query's tags correspond to those of the stored source by their order: it is the same language,
and mostly the same sentence.  Translation changes the order, so what corresponds between the stored
source and target is told by ``x`` (TMX 1.4b, "External matching"), else by native code that both
sides have once, else by ``i``, else by type where only one tag has it.  Order decides only where
another order would give the same result.  Whatever contradicts that makes the move uncertain, and
an uncertain move is none: a link on the wrong name is worse than no link.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count

from tm.errors import ParseError
from tm.text import markup
from tm.text.markup import Kind, Marked, Placeable
from tm.text.tokens import strict_key

SIGN = "\ue000"
"""Stands for any one placeable in a folded text; private use (Unicode, section 23.5)."""

_FOREIGN_SIGN = "\ufffd"

_Group = tuple[str, ...]
_Links = dict[int, int]
_Evidence = Callable[[Marked, int], object]


def folded(of: str | Marked) -> str:
    """Return the text with ``SIGN`` for each placeable, to compare; takes a fragment or its parse.

    A ``SIGN`` of the text's own becomes U+FFFD.  Raises ParseError for what is not a fragment.
    """
    marked = markup.parse(of) if isinstance(of, str) else of
    pieces: list[str] = []
    place = 0
    for item in marked.placeables:
        pieces += marked.text[place : item.position].replace(SIGN, _FOREIGN_SIGN), SIGN
        place = item.position
    return "".join(pieces) + marked.text[place:].replace(SIGN, _FOREIGN_SIGN)


def same(query: Marked, match: Marked) -> bool:
    """Say whether two texts of one language have the same tags in the same places.

    Tags are the same if their elements, pairs and types are, whatever their native code, ``i`` and
    ``x``; a type that one side leaves out fits any.  Places are the same if the same words and
    marks stand before them.  Where the words themselves differ, no places can be compared, and the
    order of the tags is all that counts.
    """
    if not _agree(query, match):
        return False
    places, others = _closed(folded(query)), _closed(folded(match))
    return places == others or _closed(query.text) != _closed(match.text)


def moved(query: Marked, source: Marked, target: Marked) -> str | None:
    """Return the stored target's markup with the query's tags in place of the stored ones.

    A tag that is the same in the query and the stored source keeps the native code that it has in
    the stored target, where it may have been translated.  ``i`` is numbered anew from 1, ``x`` is
    the query's.  The plain text is that of the target.  None where there are no tags, where their
    number or kinds differ, or where it is not certain which belongs where.
    """
    if not query.placeables or not _agree(query, source):
        return None
    links = _links(query, source, target)
    if links is None:
        return None
    placed = list(target.placeables)
    numbers = count(1)
    for there, here in sorted(links.items()):
        kept = _said(query, here) == _said(source, here)
        if not kept and any("<sub" in native for native in _code(query, here)):
            return None  # The text inside the tag is in the wrong language.
        number = str(next(numbers)) if placed[there].element in ("bpt", "ept") else None
        for place, asked in zip(_halves(target, there), _halves(query, here), strict=True):
            stored, wanted = target.placeables[place], query.placeables[asked]
            chosen = stored if kept else wanted
            attributes = _renumbered(chosen.attributes, number, wanted.get("x"))
            placed[place] = replace(stored, native=chosen.native, attributes=attributes)
    fragment = markup.write(replace(target, placeables=tuple(placed)))
    try:
        markup.check(fragment)
    except ParseError:
        return None  # Native code and its new surroundings can nest too deeply together.
    return fragment


def rewritten(
    marked: Marked, text: str, edits: Iterable[tuple[tuple[int, int], int]]
) -> Marked | None:
    """Return ``text``, which came of stretches of the marked text being replaced, with its tags.

    Edits give the span of each new stretch in ``text`` and how long the old one was, from left to
    right.  None where a tag stood inside a stretch.
    """
    placed = []
    stretches = [(start, end - start - old, old) for (start, end), old in edits]
    for item in marked.placeables:
        position = item.position
        for start, longer, old in stretches:
            if start < position < start + old:
                return None
            if position >= start + old:
                position += longer
        placed.append(replace(item, position=position))
    return Marked(text, tuple(placed))


def _renumbered(
    attributes: tuple[tuple[str, str], ...], number: str | None, x: str | None
) -> tuple[tuple[str, str], ...]:
    said = dict(attributes)
    said.pop("x", None) if x is None else said.update(x=x)
    if number is not None:
        said["i"] = number
    return tuple(said.items())


def _agree(query: Marked, match: Marked) -> bool:
    """Say whether the tags are the same in the same order, wherever in the text they stand."""
    return len(query.placeables) == len(match.placeables) and all(
        _kind(a) == _kind(b) and a.partner == b.partner and _compatible(a, b, "type")
        for a, b in zip(query.placeables, match.placeables, strict=True)
    )


def _kind(item: Placeable) -> _Group:
    return item.kind, item.element, item.get("pos") or ""


def _kind_and_type(item: Placeable) -> _Group:
    return *_kind(item), item.get("type") or ""


def _compatible(a: Placeable, b: Placeable, name: str) -> bool:
    values = {a.get(name), b.get(name)} - {None}
    return len(values) < 2


def _closed(text: str) -> str:
    """Return the text as it is compared, without spaces: a tag may stand before or behind one."""
    return strict_key(text).replace(" ", "")


def _halves(marked: Marked, index: int) -> tuple[int, ...]:
    partner = marked.placeables[index].partner
    return (index,) if partner is None else (index, partner)


def _code(marked: Marked, index: int) -> tuple[str, ...]:
    return tuple(marked.placeables[half].native for half in _halves(marked, index))


def _said(marked: Marked, index: int) -> tuple[object, ...]:
    """Return all that a tag says but the numbers that tie it to others."""
    return tuple(
        (item.native, frozenset(said for said in item.attributes if said[0] not in ("i", "x")))
        for item in (marked.placeables[half] for half in _halves(marked, index))
    )


def _links(query: Marked, source: Marked, target: Marked) -> _Links | None:
    """Find for each tag of the target the one of the source; pairs by the index of their opening.

    None if their number or kinds differ, or if it is not certain.
    """
    links: _Links = {}
    for group in (_kind_and_type, _kind):
        ours, theirs = _grouped(source, group), _grouped(target, group)
        if {kind: len(tags) for kind, tags in ours.items()} == {
            kind: len(tags) for kind, tags in theirs.items()
        }:
            break
    else:
        return None
    for kind, there in theirs.items():
        found = _linked(query, source, ours[kind], target, there)
        if found is None:
            return None
        links |= found
    return links


def _grouped(marked: Marked, group: Callable[[Placeable], _Group]) -> dict[_Group, list[int]]:
    groups: dict[_Group, list[int]] = defaultdict(list)
    for index, item in enumerate(marked.placeables):
        if item.kind is not Kind.CLOSE:
            groups[group(item)].append(index)
    return groups


def _linked(
    query: Marked, source: Marked, ours: list[int], target: Marked, theirs: list[int]
) -> _Links | None:
    """Link the tags of one kind, as many on both sides."""
    links = by_x = _told(_attribute("x"), source, ours, target, theirs)
    ours_left, theirs_left = _left(ours, links.values()), _left(theirs, links)
    by_code = _told(_telling_code, source, ours_left, target, theirs_left)
    by_i = _told(_attribute("i"), source, ours_left, target, theirs_left)
    # Where both tell and contradict each other, the last stands and is found out at the end.
    links = links | by_code | by_i
    if len(set(links.values())) < len(links):
        return None
    ours_left, theirs_left = _left(ours, links.values()), _left(theirs, links)
    links |= _told(_attribute("type"), source, ours_left, target, theirs_left)
    ours_left, theirs_left = _left(ours, links.values()), _left(theirs, links)
    if len({_effect(query, source, index) for index in ours_left}) > 1:
        return None
    links |= zip(theirs_left, ours_left, strict=True)
    known = {_telling_code(source, index) for index in ours} - {None}
    for there, here in links.items():
        a, b = source.placeables[here], target.placeables[there]
        if not (_compatible(a, b, "type") and _compatible(a, b, "x")):
            return None
        code = _telling_code(target, there)
        if there not in by_x and code in known and code != _telling_code(source, here):
            return None
    return links


def _told(
    by: _Evidence, source: Marked, ours: Iterable[int], target: Marked, theirs: Iterable[int]
) -> _Links:
    """Link what has the same value, where only one tag of each side has it."""
    known = _once(by, source, ours)
    return {
        there: known[value] for value, there in _once(by, target, theirs).items() if value in known
    }


def _once(by: _Evidence, marked: Marked, indexes: Iterable[int]) -> dict[object, int]:
    holders: dict[object, list[int]] = defaultdict(list)
    for index in indexes:
        holders[by(marked, index)].append(index)
    return {
        value: found[0] for value, found in holders.items() if value is not None and len(found) == 1
    }


def _left(indexes: Iterable[int], taken: Iterable[int]) -> list[int]:
    out = set(taken)
    return [index for index in indexes if index not in out]


def _attribute(name: str) -> _Evidence:
    return lambda marked, index: marked.placeables[index].get(name)


def _telling_code(marked: Marked, index: int) -> tuple[str, ...] | None:
    code = _code(marked, index)
    return code if any(map(str.strip, code)) else None


def _effect(query: Marked, source: Marked, index: int) -> tuple[object, ...]:
    """Return what a tag brings into the target; ``x`` matters where it is all that tells it."""
    said = _said(query, index)
    x = query.placeables[index].get("x") if _telling_code(query, index) is None else None
    return said, said == _said(source, index), x
