"""Fragments on both databases, from what was stored to what is answered."""

import pytest

from tests.services.test_lookup import add, news
from tm.errors import InvalidInput
from tm.model.people import LOCAL_USER
from tm.services import memories
from tm.services.context import Context
from tm.services.fragments import find_fragments

__all__ = ["news"]


def test_stretches_are_shown_where_they_stand(context: Context) -> None:
    add(context, "The price of rice rose in Sinuiju.", "신의주에서 쌀값이 올랐다.")
    add(context, "He left in Sinuiju yesterday.", "그는 어제 신의주를 떠났다.")
    asked = "Smugglers say the price of rice fell in Sinuiju."
    found = find_fragments(context, LOCAL_USER, asked, "en", "ko")
    assert [(f.text, f.total, f.counted_all) for f in found] == [
        ("the price of rice", 1, True),
        ("in Sinuiju.", 1, True),
    ]
    assert [asked[slice(*f.span)] for f in found] == [f.text for f in found]
    [hit] = found[0].hits
    assert [hit.source[slice(*span)] for span in hit.spans] == ["The price of rice"]
    assert hit.translations[0].text == "신의주에서 쌀값이 올랐다."


def test_korean_stretches_are_syllables_in_either_spelling(context: Context) -> None:
    add(context, "Rodong Sinmun reported", "로동신문이 보도하였다")
    [found] = find_fragments(context, LOCAL_USER, "어제 노동신문이 전한 소식", "ko", "en")
    assert (found.text, found.total) == ("노동신문이", 1)
    assert found.hits[0].source[slice(*found.hits[0].spans[0])] == "로동신문이"


def test_what_may_not_be_searched_is_not_told(context: Context) -> None:
    memories.create_memory(context, LOCAL_USER, "other")
    add(context, "The price of rice rose.", "쌀값이 올랐다.", "other")
    asked = "the price of rice"
    assert find_fragments(context, LOCAL_USER, asked, "en", "ko", memories=("news",)) == []
    assert find_fragments(context, LOCAL_USER, asked, "en", "fr") == []
    assert len(find_fragments(context, LOCAL_USER, asked, "en", "ko")) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"limit": 0}, "limit"),
        ({"hits": 21}, "hits"),
        ({"source": "kr"}, "source"),
    ],
)
def test_wrong_input_is_refused_by_name(
    context: Context, wrong: dict[str, object], field: str
) -> None:
    asked = {"text": "rice", "source": "en", "target": "ko", **wrong}
    with pytest.raises(InvalidInput) as caught:
        find_fragments(context, LOCAL_USER, **asked)  # type: ignore[arg-type]
    assert caught.value.field == field
