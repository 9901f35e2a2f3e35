import pytest

from tm.errors import ParseError
from tm.text.markup import check, plain


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("", ""),
        ("no markup &amp; no code", "no markup & no code"),
        ('a <bpt i="1">&lt;b&gt;</bpt>bold<ept i="1">&lt;/b&gt;</ept> word', "a bold word"),
        ('one<ph x="1">{0}</ph>two<it pos="begin">[</it><ut>raw</ut>', "onetwo"),
        ('the <hi type="term">customs <hi>yard</hi></hi> again', "the customs yard again"),
        ("see<ph>&lt;fn&gt;<sub>A note of its own.</sub></ph> there", "see there"),
    ],
)
def test_only_the_sentence_is_read(fragment: str, text: str) -> None:
    assert plain(fragment) == text


@pytest.mark.parametrize(
    "fragment",
    [
        "<b>bold</b>",
        "a <hi>b",
        "</seg><seg>",
        "a & b",
        "a <!-- remark --> b",
        "<?run it?>",
        "&undefined;",
        '<x:hi xmlns:x="urn:other">a</x:hi>',
        "nul \0",
        "lone \ud800",
        "<hi>" * 5_000 + "</hi>" * 5_000,
    ],
)
def test_what_tmx_does_not_know_is_refused(fragment: str) -> None:
    with pytest.raises(ParseError, match="inline markup"):
        check(fragment)
    with pytest.raises(ParseError):
        plain(fragment)


def test_known_markup_passes() -> None:
    check('<bpt i="1">x</bpt><hi>y</hi><ept i="1"/>')
