"""Sentences of the layers beneath, which speak English, in the language of the page."""

import re

from flask_babel import gettext

N_ = str
"""Marks a message for the catalog without translating it where it stands."""

SENTENCES = (
    # tm.align: what is odd with two documents, and what a reviewer cannot do.
    N_("The source has no segments; nothing could be aligned."),
    N_("The target has no segments; nothing could be aligned."),
    N_("The source and target has no segments; nothing could be aligned."),
    N_("The source is about %(times)s times longer than its counterpart."),
    N_("The target is about %(times)s times longer than its counterpart."),
    N_("The documents look unrelated: even the nearest segments of both mean different things."),
    N_("Beads that stand elsewhere on the other side: %(moved)s."),
    N_("The cut lies outside the row."),
    N_("The cut would leave an empty row; choose a place between sentences."),
    N_("There is no sentence on this side to move."),
    N_("A row cannot be linked with itself."),
    N_("There is no such row."),
    # tm.formats: articles that are uploaded.
    N_("The article has %(n)s bytes; at most %(limit)s are taken."),
    N_("The file has no text."),
    N_("The file has no letters; is it the right one?"),
    N_("The page cannot be read: %(error)s."),
    N_(
        "The file cannot be read as %(encoding)s: byte %(place)s does not fit. "
        "Save it as UTF-8 and try again."
    ),
    N_("The file is empty."),
    N_(
        "The file is not text: byte %(place)s is a NUL character. "
        "Choose a text file in UTF-8, or in UTF-16 with a byte order mark."
    ),
    # tm.services
    N_("There is no memory %(name)s."),
    N_("There is no termbase %(name)s."),
    N_("The text is empty; paste the article or choose its file."),
    N_(
        "The text has %(n)s characters; at most %(limit)s are taken. "
        "Divide it into several documents."
    ),
    N_("The text has no letters; is it the right file?"),
    N_("Both texts are said to be in the same language (%(tag)s)."),
    N_("There is no document %(name)s."),
    N_("The document was deleted before it could be aligned."),
    N_("There is no alignment %(name)s."),
    N_("The address must begin with http:// or https:// and have at most 2,000 characters."),
    N_("The date %(date)s is not of the form 2026-11-24."),
    N_("There is no job %(name)s."),
    N_("The job is over already; there is nothing left to cancel."),
    N_("The %(field)s is empty."),
    N_("The %(field)s has %(n)s characters; at most %(limit)s are looked up at once."),
    N_("%(field)s is %(n)s; it goes from %(least)s to %(most)s."),
    N_("A name has 1 to %(limit)s characters."),
    N_("There is no unit %(name)s."),
    N_("The cursor is not one that this service gave out."),
    N_("The regular expression is wrong: %(error)s."),
    N_("There is nothing to look for; write a word, or a phrase in quotation marks."),
    N_("The markup is that of another text than the one given."),
    N_("%(field)s is %(date)s; write a date as 2025, 2025-03 or 2025-03-01."),
    N_("There is nothing to undo."),
    N_("The %(field)s has a NUL character at position %(place)s."),
    N_("The %(field)s has half a character (a lone surrogate) at position %(place)s."),
    N_("A unit needs at least one text."),
    N_("The %(tag)s text is empty."),
    N_("The %(tag)s text has %(n)s characters; at most %(limit)s are kept in one unit."),
    N_("Name the term to look up."),
    N_("A term has at most %(limit)s characters."),
    N_("At most %(limit)s characters are looked through at once."),
    N_("A concept needs at least one term."),
    N_("There is no concept %(name)s."),
    N_("A term has 1 to %(limit)s characters."),
    N_(
        "%(term)s would be a second preferred term of the same language and region; "
        "make one of them admitted."
    ),
    N_("There is no upload %(name)s."),
    N_("The file could not be kept (%(error)s). Check the data directory."),
    N_(
        "The file is larger than the %(limit)s MiB that are taken; divide it, "
        "or import it with `tm import` on the server."
    ),
    N_("There is no room on the disk: the file was not kept. Free some and send it again."),
    # tm.storage
    N_("Somebody else changed this meanwhile; nothing was overwritten. Reload and compare."),
    N_("Somebody else changed this meanwhile; nothing was overwritten."),
    N_("There is no such change."),
    N_("A later change builds on this one; undo the later change first."),
    N_("The job was canceled or taken over by another worker."),
    N_("There is already a memory named %(name)s."),
    N_("There is already a termbase named %(name)s."),
    N_("The database does not answer; nothing was saved. Try again soon."),
    N_("The disk is full: nothing was saved. Free some space and try again."),
    N_("The disk cannot be written to; is it full? Nothing was saved."),
    N_("The database is read-only: nothing was saved. Check its permissions."),
    N_("The database file cannot be opened. Check TM_DATA_DIR."),
    N_("The database file is damaged. Restore it from a backup."),
    N_("The database is not of this version. Run `tm db upgrade`."),
    N_("The text has characters that cannot be stored."),
    N_("Somebody else saved the same thing meanwhile; try again."),
    N_("The database cannot be used right now; try again soon."),
    # tm.text
    N_("%(tag)s is not a language tag; write one like ko, ko-KP or en-US."),
    N_("%(tag)s names a country, not a language; did you mean %(meant)s?"),
    # tm.app
    N_("Changes are taken from this service's own pages and from programs only."),
)


def _pattern(sentence: str) -> re.Pattern[str]:
    pieces = re.split(r"%\((\w+)\)s", sentence)
    texts, names = pieces[::2], pieces[1::2]
    groups = [f"(?P<{name}>.*)" for name in names]
    return re.compile(
        "".join(re.escape(text) + group for text, group in zip(texts, [*groups, ""], strict=True)),
        re.DOTALL,
    )


# "The ko text is empty." must not be taken for "The %(field)s is empty.", so the longest go first.
_PATTERNS = [(known, _pattern(known)) for known in sorted(SENTENCES, key=len, reverse=True)]


def said(sentence: str) -> str:
    """Return a sentence in the language of the page; one that is not known here stays English."""
    for known, pattern in _PATTERNS:
        found = pattern.fullmatch(sentence)
        if found:
            text: str = gettext(known, **found.groupdict())
            return text
    return sentence
