"""Fields and schemas that take exactly what the OpenAPI document says, and nothing else."""

import re
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

from tm.services.paging import LARGEST_PAGE

# Written as one pattern, so that the document says what is checked; it is the rule of
# tm.text.languages (RFC 5646, section 2.1), which a test compares with it.
_LANGUAGE = (
    r"(?!(?:[Kk][RrPp]|[Jj][Pp]|[Cc][Nn])(?:[-_]|$))"
    r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{3}){0,3}"
    r"(?:[-_][A-Za-z]{4})?"
    r"(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:[-_](?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
    r"(?:[-_][A-WYZa-wyz0-9](?:[-_][A-Za-z0-9]{2,8})+)*"
    r"(?:[-_][Xx](?:[-_][A-Za-z0-9]{1,8})+)?"
)
# The base64 of one to eighteen digits (tm.services.paging): three of them are four letters.
_DIGITS = r"(?:[MN][DTjz]|O[DT])[AEIMQUYcgk]"
_CURSOR = rf"(?:{_DIGITS}[w-z0-5]){{0,5}}(?:{_DIGITS}[w-z0-5]?|[MN][AQgw]|O[AQ])"
_NOT_BLANK = r"[^\u0000]*[^\s\u0000][^\u0000]*"
_NO_NUL = r"[^\u0000]*"
_DATE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_WHOLE = re.compile(r"-?[0-9]{1,18}")


class Pattern(validate.Regexp):
    """A pattern that the whole text must match, as it is documented."""

    def __init__(self, pattern: str, error: str) -> None:
        super().__init__(f"^(?:{pattern})$", error=error)

    def __call__(self, value: Any) -> Any:
        """Return the value; ValidationError unless the pattern matches all of it."""
        if self.regex.fullmatch(value) is None:
            raise ValidationError(self.error)
        return value


class Text(fields.String):
    """A text that every database can keep: no NUL, no half of a surrogate pair."""

    def __init__(
        self,
        *,
        longest: int,
        blank: bool = False,
        pattern: str | None = None,
        error: str = "Is not of the form that it must have.",
        **kwargs: Any,
    ) -> None:
        if pattern is None:
            pattern = _NO_NUL if blank else _NOT_BLANK
            error = "Has a NUL character." if blank else "Is empty, or has a NUL character."
        super().__init__(
            validate=[
                validate.Length(max=longest, error=f"Has more than {longest:,} characters."),
                Pattern(pattern, error),
            ],
            **kwargs,
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
            raise ValidationError("Has half a character (a lone surrogate).")
        return text


def language(**kwargs: Any) -> Text:
    """Return a field for a language tag of BCP 47."""
    error = "Is not a language tag; write one like ko, ko-KP or en-US."
    description = {"description": "A language tag (BCP 47); ko finds ko-KR and ko-KP too"}
    return Text(longest=100, pattern=_LANGUAGE, error=error, metadata=description, **kwargs)


def name(**kwargs: Any) -> Text:
    """Return a field for the name or id of a memory or termbase."""
    return Text(longest=200, **kwargs)


def date(description: str, **kwargs: Any) -> Text:
    """Return a field for a year, month or day."""
    error = "Is not a date; write one like 2025, 2025-03 or 2025-03-01."
    metadata = {"description": description}
    return Text(longest=10, pattern=_DATE, error=error, metadata=metadata, **kwargs)


class Whole(fields.Integer):
    """An integer: in JSON a number without a fraction, in a query its decimal digits."""

    def __init__(self, least: int, most: int, *, in_query: bool = False, **kwargs: Any) -> None:
        self._in_query = in_query
        error = f"Must be from {least:,} to {most:,}."
        super().__init__(validate=validate.Range(min=least, max=most, error=error), **kwargs)

    def _validated(self, value: Any) -> int:
        if self._in_query:
            if isinstance(value, str) and _WHOLE.fullmatch(value):
                return int(value)
        elif isinstance(value, int | float) and not isinstance(value, bool) and value % 1 == 0:
            return int(value)
        raise self.make_error("invalid")


class Truth(fields.Boolean):
    """True or false, not a word or a number that could stand for it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if value is True or value is False:
            return bool(value)
        raise self.make_error("invalid", input=value)


def one_of(values: Any, **kwargs: Any) -> fields.String:
    """Return a field for one of the values of an enumeration, or of a list of words."""
    words = [str(value) for value in values]
    error = f"Must be one of {', '.join(words)}."
    return fields.String(validate=validate.OneOf(words, error=error), **kwargs)


def many_of(field: fields.Field[Any], most: int, least: int = 0, **kwargs: Any) -> fields.List[Any]:
    """Return a field for a list of limited length."""
    error = f"Takes {least:,} to {most:,}."
    return fields.List(field, validate=validate.Length(min=least, max=most, error=error), **kwargs)


def span(description: str) -> fields.List[Any]:
    """Return a field for a stretch of a text: its first code point, and the one behind it."""
    return fields.List(
        fields.Integer(),
        validate=validate.Length(equal=2),
        metadata={"description": f"{description}: code points, end excluded"},
    )


class Query(Schema):
    """Parameters of an address; one that is left out and has no default is None."""

    class Meta:
        unknown = RAISE

    @post_load
    def _with_absent(self, found: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {field: found.get(field) for field in self.fields}


class Body(Schema):
    """A JSON body; ``largest`` is what it may have in bytes."""

    largest = 2 * 1024 * 1024

    class Meta:
        unknown = RAISE


class PageQuery(Query):
    cursor = Text(
        longest=24,
        pattern=_CURSOR,
        error="Is not one that this service gave out.",
        metadata={"description": "What the page before gave as next"},
    )
    limit = Whole(1, LARGEST_PAGE, in_query=True, load_default=50)


class Versioned(Body):
    version = Whole(
        1,
        2**31 - 1,
        required=True,
        metadata={"description": "The version last seen; 409 when it has changed since"},
    )


class Answer(Schema):
    """What is sent back: every field is always there, except those that Meta calls optional."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Document the field as always there."""
        field_obj.required = field_name not in getattr(self.Meta, "optional", ())


def behind_field() -> fields.Integer:
    """Return the field for how far the index is behind the memories, which searches answer."""
    return fields.Integer(
        metadata={
            "description": "How many changed units at least were not searched; 0 but while a large"
            " part of the index is being built"
        }
    )
