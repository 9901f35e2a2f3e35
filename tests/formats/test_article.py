import pytest

from tests.formats.contract import BINARY
from tm.errors import InvalidInput, ParseError, TooLarge
from tm.formats.article import Article, read_article

PAGE = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title> 쌀값 &amp; 환율\n</title><style>p {{}}</style></head>
<body><nav><p>menu</p></nav><h1>쌀값</h1>
<p>첫째 <b>문단</b>의 <a href="x">글</a><script>alert(1)</script>이다.<!-- no --> 끝.</p>
바깥 글 <div><p>a &lt; b<br>둘째 줄<br><br>새 문단</p></div>
<ul><li>하나</li><li>둘</li></ul></body></html>"""
PARAGRAPHS = "쌀값\n\n첫째 문단의 글이다. 끝.\n\n바깥 글\n\na < b\n둘째 줄\n\n새 문단\n\n하나\n\n둘"


def page(body: str, name: str = "a.html") -> Article:
    return read_article(f"<html><body>{body}</body></html>".encode(), name)


@pytest.mark.parametrize("name", ["page.HTML", "upload"])
def test_a_page(name: str) -> None:
    assert read_article(PAGE.encode(), name) == Article("쌀값 & 환율", PARAGRAPHS)


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("euc-kr", "cp949"), ("ks_c_5601-1987", "euc_kr"), ("utf-8", "utf-8"), ("utf-16", "utf-8"),
     ("euc-kr", "utf-8"), ("utf-8", "cp949"), ("unicode_escape", "utf-8"), ("utf-8", "utf-16")],
)  # fmt: skip
def test_encodings_of_pages(charset: str, encoding: str) -> None:
    data = PAGE.format(charset=charset).encode(encoding)
    assert read_article(data, "a.html").text == PARAGRAPHS


def test_a_western_page_says_what_it_is() -> None:
    data = '<html><meta charset="windows-1252"><p>Größe'.encode("cp1252")
    assert read_article(data).text == "Größe"


def test_a_text_file_keeps_its_lines() -> None:
    data = "\r\n제목\r\n\r\n첫 줄  \r\n둘째 줄\r\n".encode("cp949")
    assert read_article(data, "a.txt") == Article(None, "제목\n\n첫 줄  \n둘째 줄")


def test_the_title_may_be_the_heading() -> None:
    assert page("<title> </title><h1>The <i>decree</i></h1><p>Text.").title == "The decree"


def test_the_article_of_a_page_is_what_is_read() -> None:
    assert page("<p>ads<article><p>Text.</article><p>more ads").text == "Text."
    assert page("<p>one<article>a</article><article>b</article>").text == "one\n\na\n\nb"
    assert page("<p>Text.<article><img></article>").text == "Text."


def test_hostile_pages_are_only_text() -> None:
    article = page(
        '<p>&lt;script&gt; <img src="http://127.0.0.1:9/" onerror="x">&#0;&#1;text</p>'
        '<iframe src="file:///etc/passwd">frame</iframe>'
    )
    assert article.text.startswith("<script>")
    assert "frame" not in article.text


def test_entities_of_a_page_are_not_expanded() -> None:
    data = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><p>a &x; b</html>'
    assert "&x;" in read_article(data, "a.html").text


@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_files_that_are_refused(name: str) -> None:
    for data, offset in ((b"", 0), (BINARY, 0), (b"word \xff", 5), (b"word\0", 4), (b" \n", 0)):
        with pytest.raises(ParseError) as caught:
            read_article(data, name)
        assert caught.value.offset == offset
    with pytest.raises(InvalidInput, match="no letters"):
        read_article(b"<p>123</p>" if name == "a.html" else b"1-2-3", name)


def test_a_page_without_text() -> None:
    with pytest.raises(ParseError, match="no text"):
        page("<script>only()</script>")


def test_size() -> None:
    assert read_article(b"word", limit=4).text == "word"
    with pytest.raises(TooLarge, match="5 bytes"):
        read_article(b"words", limit=4)


def test_nesting_does_no_harm() -> None:
    article = page("Text. " + "<div><b>" * 5000 + "deep" + "</b></div>" * 5000)
    assert article.text.startswith("Text.")
