"""``tm index``: the files by which segments are found, made from the database at any time."""

from dataclasses import asdict

import click

from tm.cli.common import echo_json, json_option, progress_bar, ready_context
from tm.services import indexing


@click.group("index")
def index_command() -> None:
    """Build the index of segments, or see how far it is.

    The database is the truth: the index may be deleted at any time, and comes back by itself.
    """


@index_command.command("build")
def build() -> None:
    """Build what has changed since the last time; ends at once where another process builds."""
    context = ready_context()
    with progress_bar("units") as progress:
        indexing.build(context, wait=False, progress=progress)


@index_command.command("rebuild")
def rebuild() -> None:
    """Throw the index away and build it anew from the database."""
    context = ready_context()
    with progress_bar("units") as progress:
        indexing.build(context, wait=True, anew=True, progress=progress)
    found = indexing.status(context)
    click.echo(f"The index has {found.segments:,} segments, {found.megabytes:,} MB.")


@index_command.command("status")
@json_option
def status(as_json: bool) -> None:
    """Say what the index has, and how far it is behind the database."""
    found = indexing.status(ready_context())
    if as_json:
        echo_json(asdict(found))
        return
    click.echo(
        f"{found.segments:,} segments in {found.layers} layers, {found.megabytes:,} MB; "
        f"revision {found.revision:,} of {found.database_revision:,}, "
        f"{found.behind:,} changed units to read."
    )
