"""What all pages share: the context, who acts, the interface language, names of languages."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from babel import Locale, UnknownLocaleError
from flask import current_app, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from tm.errors import InvalidInput
from tm.model.people import LOCAL_USER, Actor
from tm.services.context import Context

LANGUAGES = {"en": "English", "ko": "한국어"}
"""The languages of the interface, each named in itself."""


def context() -> Context:
    found = current_app.extensions["tm"]
    assert isinstance(found, Context)  # noqa: S101 -- create_app puts it there.
    return found


def actor() -> Actor:
    return LOCAL_USER


def chosen_language() -> str:
    """Return the interface language: the cookie's, else what the browser asks for."""
    cookie = request.cookies.get("language", "")
    if cookie in LANGUAGES:
        return cookie
    return request.accept_languages.best_match(LANGUAGES) or "en"


def language_name(tag: str) -> str:
    """Return the name of a language tag in the interface language, the tag where it has none."""
    locale = get_locale()
    try:
        return Locale.parse(tag, sep="-").get_display_name(str(locale)) or tag
    except (ValueError, UnknownLocaleError):
        return tag


def direction_label(source: str, target: str) -> str:
    return f"{language_name(source)} → {language_name(target)}"


def has_hangul(text: str) -> bool:
    """Tell whether a text has a Hangul syllable, to guess the direction that is wanted."""
    return any("가" <= char <= "힣" for char in text)


def as_typed(text: str) -> str:
    """Return a form's text with the line breaks as they were typed; browsers send CRLF for each."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def posted_version() -> int:
    """Return the row version that the form at hand was made for; InvalidInput where it has none."""
    text = request.form.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidInput(_("The form is not complete; reload the page."))
    return int(text)


def static_url(filename: str) -> str:
    """Return a static file's address with its digest, so that browsers may keep it for good."""
    return url_for("static", filename=filename, v=_digest(filename))


@lru_cache(maxsize=64)
def _digest(filename: str) -> str:
    path = Path(__file__).parent / "static" / filename
    return sha256(path.read_bytes()).hexdigest()[:10]
