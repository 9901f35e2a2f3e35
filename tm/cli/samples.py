"""``tm samples``: the sample articles and terms."""

import click

from tm.cli.common import progress_bar, ready_context
from tm.model.people import LOCAL_USER
from tm.services import samples
from tm.services.context import Context


@click.group("samples")
def samples_command() -> None:
    """Load or remove the sample articles and terms."""


@samples_command.command("load")
@click.option("--once", is_flag=True, help="Not if they were ever loaded and then removed.")
def load_command(once: bool) -> None:
    """Align the sample articles and load them with their terms; nothing is loaded twice."""
    load(ready_context(), once)


@samples_command.command("remove")
def remove_command() -> None:
    """Remove the sample articles, their units and the sample terms."""
    gone = samples.remove_samples(ready_context(), LOCAL_USER)
    click.echo(f"The samples are removed: {gone} units, their articles and terms.")


def load(context: Context, once: bool) -> None:
    """Load the samples with a progress bar and say what came of it."""
    with progress_bar("articles") as progress:
        loaded = samples.load_samples(context, LOCAL_USER, once=once, progress=progress)
    if loaded is None:
        click.echo("The samples are in place, or were removed; nothing was loaded.")
    else:
        click.echo(
            f"Samples: {loaded.articles} articles aligned, {loaded.units} units, "
            f"{loaded.concepts} concepts."
        )
