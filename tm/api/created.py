"""Where something new is: the Location header."""

from typing import Any

from tm.api.common import PREFIX

HEADERS = {"Location": "Where it is"}
Answered = tuple[Any, dict[str, str]]


def at(collection: str, public_id: str) -> dict[str, str]:
    """Return the headers that say where a new member of a collection is."""
    return {"Location": f"{PREFIX}/{collection}/{public_id}"}
