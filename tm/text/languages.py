"""Language tags (BCP 47): one canonical spelling, and what follows from a language."""

import re
from functools import lru_cache

from tm.errors import UnsupportedLanguage

# RFC 5646, section 2.1, without the grandfathered tags and languages of four letters and more,
# which no registered language has.
_WELL_FORMED = re.compile(
    r"""
    (?P<language> [a-z]{2,3} ) (?: - [a-z]{3} ){0,3}
    (?: - (?P<script> [a-z]{4} ) )?
    (?: - (?P<region> [a-z]{2} | [0-9]{3} ) )?
    (?: - (?: [a-z0-9]{5,8} | [0-9][a-z0-9]{3} ) )*
    (?: - [a-wyz0-9] (?: - [a-z0-9]{2,8} )+ )*
    (?: - x (?: - [a-z0-9]{1,8} )+ )?
    """,
    re.VERBOSE,
)

# Country codes that are taken for languages; "kr" is in truth Kanuri, which nobody here means.
_COUNTRY_NOT_LANGUAGE = {"kr": "ko", "kp": "ko-KP", "jp": "ja", "cn": "zh"}

# A language that has a code of two letters is never written with three (RFC 5646, 2.2.1); files
# that do so (ISO 639-2) would otherwise hold a language of their own.
_SHORTEST = {
    "kor": "ko", "eng": "en", "jpn": "ja", "zho": "zh", "chi": "zh", "tha": "th", "rus": "ru",
    "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es",
}  # fmt: skip

_SYLLABIC = frozenset({"ko", "zh", "ja", "th"})


@lru_cache(maxsize=4096)
def normalize_tag(tag: str) -> str:
    """Return the tag in the canonical case of RFC 5646, section 2.1.1: ``ko_kp`` gives ``ko-KP``.

    Raises UnsupportedLanguage for what is not well-formed, with a hint for the usual mistakes.
    """
    lowered = tag.replace("_", "-").lower()
    found = _WELL_FORMED.fullmatch(lowered)
    if found is None:
        raise UnsupportedLanguage(
            f"{tag[:40]!r} is not a language tag; write one like ko, ko-KP or en-US.", field="lang"
        )
    language = found["language"]
    if language in _COUNTRY_NOT_LANGUAGE:
        raise UnsupportedLanguage(
            f"{tag[:40]!r} names a country, not a language; "
            f"did you mean {_COUNTRY_NOT_LANGUAGE[language]}?",
            field="lang",
        )
    parts = [_SHORTEST.get(language, language), lowered[len(language) :]]
    if found["script"]:
        start, end = found.span("script")
        parts[1:] = [lowered[len(language) : start], found["script"].title(), lowered[end:]]
    if found["region"]:
        start, end = found.span("region")
        parts[-1] = parts[-1][: start - len(lowered)] + lowered[start:end].upper() + lowered[end:]
    return "".join(parts)


def primary(tag: str) -> str:
    """Return the language of a tag without its script, region and variants."""
    return normalize_tag(tag).partition("-")[0]


@lru_cache(maxsize=4096)
def covers(wanted: str, tag: str) -> bool:
    """Say whether a search for ``wanted`` finds ``tag`` (basic filtering, RFC 4647, 3.3.1)."""
    wanted, tag = normalize_tag(wanted), normalize_tag(tag)
    return tag == wanted or tag.startswith(wanted + "-")


def is_syllabic(tag: str) -> bool:
    """Say whether texts are compared by characters, because spaces do not divide words there."""
    return primary(tag) in _SYLLABIC


def has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))
