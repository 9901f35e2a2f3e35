"""Pages of results: an opaque cursor stands for the last row of the page before."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tm.errors import InvalidInput

Item = TypeVar("Item")
LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """``next`` is the cursor of the following page, None on the last."""

    items: tuple[Item, ...]
    next: str | None


def cursor_of(rows: Sequence[tuple[int, object]], limit: int) -> str | None:
    """Return the cursor after ``limit`` rows where more than these were read."""
    if len(rows) <= limit:
        return None
    return urlsafe_b64encode(str(rows[limit - 1][0]).encode()).decode().rstrip("=")


def row_after(cursor: str | None) -> int:
    """Return the row number that a cursor stands for, 0 for none; InvalidInput for no cursor."""
    if not cursor:
        return 0
    try:
        number = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        if number.isdigit() and len(number) < 19:
            return int(number)
    except (Error, ValueError):
        pass
    raise InvalidInput("The cursor is not one that this service gave out.", field="cursor")
