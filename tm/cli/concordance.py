"""``tm concordance``: units in which words stand."""

import click

from tm.cli.common import echo_json, json_option, memory_option, ready_context
from tm.model.people import LOCAL_USER
from tm.model.units import ConcordanceHit
from tm.services.concordance import concordance


@click.command("concordance")
@click.argument("text")
@click.option("--lang", required=True, help="Language of the text, such as ko or en.")
@memory_option
@click.option("--limit", default=20, show_default=True)
@click.option("--cursor", help="What the page before gave as next.")
@json_option
def concordance_command(
    text: str,
    lang: str,
    memories: tuple[str, ...],
    limit: int,
    cursor: str | None,
    as_json: bool,
) -> None:
    """Show the units in which TEXT stands, the newest first.

    All words must stand there; "a phrase" stands in a row, -word must not stand there, and
    /a regular expression/ is looked for in the text as it is stored.  Write -- before a TEXT that
    begins with a hyphen.
    """
    found = concordance(
        ready_context(), LOCAL_USER, text, lang, memories=memories, limit=limit, cursor=cursor
    )
    if as_json:
        echo_json(
            {
                "hits": [_answer(hit) for hit in found.hits],
                "next": found.next,
                "total": found.total,
                "counted_all": found.counted_all,
            }
        )
        return
    for hit in found.hits:
        click.echo(f"{hit.memory_name}, {hit.status.value}")
        click.echo(f"      {hit.lang}: {hit.source}")
        for translation in hit.translations:
            click.echo(f"      {translation.lang}: {translation.text}")
    least = "" if found.counted_all else "at least "
    more = f"; older ones: --cursor {found.next}" if found.next else ""
    click.echo(f"{least}{found.total:,} found{more}")


def _answer(hit: ConcordanceHit) -> dict[str, object]:
    return {
        "unit": hit.unit,
        "memory": hit.memory_name,
        "lang": hit.lang,
        "source": hit.source,
        "spans": hit.spans,
        "translations": [{"lang": v.lang, "text": v.text} for v in hit.translations],
        "status": hit.status.value,
    }
