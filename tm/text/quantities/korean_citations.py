"""Citations of laws, and numbers of documents, in Korean text."""

import re

from tm.text.quantities.canonical import LEVELS, Citations, Reading, Span

_LABELS = dict(zip("편장절조항호", ("part", "chap", "sec", "art", "par", "sub"), strict=True))
_LETTERS = dict(zip("가나다라마바사아자차카타파하", "abcdefghijklmn", strict=True))
_PART = re.compile(
    r"(?P<ordinal>제 ?)?(?P<number>[0-9]{1,5})(?: ?[~–-] ?(?P<last>[0-9]{1,5}))? ?"
    r"(?P<label>[편장절조항호])(?: ?의 ?(?P<branch>[0-9]{1,3})(?! ?[0-9항호개명가번차]))?"
    r"|(?P<letter>[가나다라마바사아자차카타파하])목(?![가-힣](?<![의에을과은이]))"
)
_NEXT = re.compile(
    r"(?P<through>부터 ?"
    r"|에서 ?(?=(?:제 ?)?[0-9]{1,5} ?[조항호] ?까지)| ?[~–-] ?| 내지 )"
    r"|(?P<also> ?[,ㆍ·] ?|,? ?(?:및|또는|혹은) ?|[와과] ?)"
    r"|(?P<more>의 | ?)"
)
_LAW = re.compile(
    r"(?:법|법률|규정|조례|규약|시행령|규칙|세칙|협정|조약|협약|헌장|강령|부칙)[》」』〉\"']? ?\Z"
)
_PARAGRAPH = re.compile(r" ?(?:의 )?(?:제 ?)?[0-9]{1,3} ?항")
_DOCUMENT_NUMBER = re.compile(
    r"제 ?([0-9]{1,4}-[0-9]{1,5}|[0-9]{1,7}) ?호|([0-9]{1,7})호(?!실|기|점|선|차|봉)"
)
_NOUN_BEFORE = re.compile(
    r"(?:[결합협회]의"
    r"|[가-힣A-Za-z](?<![은는이가을를의및와과에로나항조각서터른한]))[》」』〉\"']? ?\Z"
)


def read_citation(text: str, start: int) -> Reading | None:
    first = _PART.match(text, start)
    if not first or not first["label"]:
        return None
    if first["label"] == "호" and not (first["last"] and "~" in first[0]):
        # Whether it is a document's is for read_document to say; 제2019-7호 is.
        return None
    if not first["ordinal"]:
        # 12조 may be twelve trillion: a law before or a paragraph after makes it an article.
        cited = _LAW.search(text[max(0, start - 8) : start])
        detailed = first["branch"] or _PARAGRAPH.match(text, first.end())
        if first["label"] != "조" or not (cited or detailed):
            return None
    return _citations(text, first)


def _citations(text: str, part: re.Match[str] | None) -> Reading | None:
    found = Citations()
    how: re.Match[str] | None = None
    while part:
        start, end = part.span()
        level, value = _level(part)
        if how and how["through"]:
            if not found.through(level, value, end):
                break
        elif how and how["also"]:
            if found.full():
                break
            found.also(level, value, start, end)
        elif found.last and LEVELS.index(level) <= LEVELS.index(found.last):
            break
        else:
            found.chain(level, value, start, end)
        if part["last"] and not found.through(level, part["last"], end):
            break
        how = _NEXT.match(text, end)
        part = _PART.match(text, how.end()) if how else None
        if part and how and part["label"] and not part["ordinal"]:
            # Without 제 only what goes on in the same way is certain: 제7조, 8조, but 제7조 3항.
            listed = how["more"] is None
            expected = (level,) if listed else ("par", "sub")
            part = part if _LABELS[part["label"]] in expected else None
    return found.reading()


def _level(part: re.Match[str]) -> tuple[str, str]:
    if part["letter"]:
        return "item", _LETTERS[part["letter"]]
    branch = f"-{int(part['branch'])}" if part["branch"] else ""
    return _LABELS[part["label"]], f"{int(part['number'])}{branch}"


def read_document(text: str, start: int) -> Reading | None:
    found = _DOCUMENT_NUMBER.match(text, start)
    if not found:
        return None
    number = found[1] or found[2]
    few = found[1] and number.isdecimal() and int(number) <= 50
    if few and not _NOUN_BEFORE.search(text[max(0, start - 4) : start]):
        # 제2호 after a noun is the number of that thing, elsewhere a subparagraph: few have fifty.
        return _citations(text, _PART.match(text, start))
    number = "-".join(str(int(each)) for each in number.split("-"))
    return Reading([Span(f"no:{number}", *found.span())], found.end())
