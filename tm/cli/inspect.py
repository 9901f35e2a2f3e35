"""``tm inspect``: what the service sees in a text; needs no database."""

from typing import Any, TextIO

import click

from tm.cli.common import batch_option, echo_json, json_option, run_batch, wanted
from tm.services.storing import storable
from tm.text import korean, sentences, tokens
from tm.text.languages import normalize_tag, primary
from tm.text.quantities import find_quantities, render


@click.command("inspect")
@click.argument("text", required=False)
@click.option("--lang", default="ko", show_default=True)
@batch_option
@json_option
def inspect_command(text: str | None, lang: str, batch: TextIO | None, as_json: bool) -> None:
    """Show the sentences, tokens, keys, quantities and romanizations of TEXT."""
    if batch is not None:
        run_batch(
            batch,
            lambda request: _seen(wanted(request, "text", str), wanted(request, "lang", str, lang)),
        )
        return
    if text is None:
        raise click.UsageError("Give a text, or --batch FILE.")
    seen = _seen(text, lang)
    if as_json:
        echo_json(seen)
        return
    for name, value in seen.items():
        shown = "\n              ".join(map(str, value)) if isinstance(value, list) else value
        click.echo(f"{name:<14}{shown}")


def _seen(text: str, lang: str) -> dict[str, Any]:
    lang = normalize_tag(lang)
    text = storable(text, "text")
    seen: dict[str, Any] = {
        "lang": lang,
        "sentences": [segment.text for segment in sentences.segment(text, lang)],
        "tokens": list(tokens.compared(text, lang).units),
        "quantities": [],
        "renderings": [],
    }
    for quantity in find_quantities(text, lang):
        other = "en" if primary(lang) == "ko" else "ko"
        seen["quantities"].append(quantity.canonical)
        seen["renderings"].append(render(quantity.canonical, other))
    if primary(lang) == "ko":
        seen["northern"] = korean.is_northern(text)
        seen["spelling_key"] = korean.spelling_key(text)[0]
        seen["loose_key"] = korean.loose_key(text)
    seen["romanization_key"] = korean.romanization_key(text)
    return seen
