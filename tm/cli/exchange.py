"""``tm import`` and ``tm export``: a memory from and to files."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import click

from tm.cli.common import echo_json, json_option, progress_bar, ready_context
from tm.errors import InvalidInput
from tm.formats import FORMATS, Written
from tm.model.jobs import Job, JobState
from tm.model.people import LOCAL_USER
from tm.model.units import Status
from tm.services import exports, imports
from tm.services.jobs import Report

_formats = click.Choice(sorted(FORMATS))
_statuses = click.Choice([status.value for status in Status])


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--memory", required=True, help="Made if there is none of that name.")
@click.option("--format", "format_", type=_formats, help="Seen from the file if left out.")
@click.option("--status", type=_statuses, help="What every unit gets; approved if left out.")
@click.option("--source-lang", help="Language of the first column or file.")
@click.option("--target-lang", help="Language of the second column or file.")
@json_option
def import_command(
    files: tuple[Path, ...],
    memory: str,
    format_: str | None,
    status: str | None,
    source_lang: str | None,
    target_lang: str | None,
    as_json: bool,
) -> None:
    """Read FILES into a memory: one file, or two parallel ones with --format moses."""
    context = ready_context()
    with progress_bar("units") as show:

        def progress(job: Job) -> None:
            show(job.done, job.total)

        job = imports.import_units(
            context,
            LOCAL_USER,
            files,
            memory=memory,
            format=format_,
            status=Status(status) if status else None,
            source_lang=source_lang,
            target_lang=target_lang,
            progress=progress,
        )
    if job.state is not JobState.DONE:
        if as_json and job.report:
            echo_json(job.report)
        raise InvalidInput(job.error or f"The import was {job.state.value}.")
    say_report(job.report, as_json)


@click.command("export")
@click.option("--memory", required=True)
@click.option("--format", "format_", type=_formats, default="tmx", show_default=True)
@click.option("--source-lang", help="For formats of two languages.")
@click.option("--target-lang", help="For formats of two languages.")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    required=True,
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    help="The file to write, - for standard output; twice for moses.",
)
def export_command(
    memory: str,
    format_: str,
    source_lang: str | None,
    target_lang: str | None,
    outputs: tuple[Path, ...],
) -> None:
    """Write the units of a memory to a file."""
    context = ready_context()
    with ExitStack() as stack:
        streams = [opened(stack, path) for path in outputs]
        written = exports.export_units(
            context,
            LOCAL_USER,
            memory,
            format_,
            streams if len(streams) > 1 else streams[0],
            source_lang=source_lang,
            target_lang=target_lang,
        )
    say_written(written, "units")


def opened(stack: ExitStack, path: Path) -> BinaryIO:
    """Open a file for writing until the stack ends; - is standard output."""
    if str(path) == "-":
        return sys.stdout.buffer
    return stack.enter_context(path.open("wb"))


def say_written(written: Written, what: str) -> None:
    """Say on standard error what was written, and what the format could not hold."""
    click.echo(f"{written.items} {what} written.", err=True)
    for reason, count in written.reasons.items():
        click.echo(f"Not kept by this format: {reason} ({count} times).", err=True)


def say_report(report: Report, as_json: bool) -> None:
    """Print what came of an import: counts, then a line for each reason to skip."""
    if as_json:
        echo_json(report)
        return
    click.echo(
        f"{report.get('read', 0)} read, {report.get('added', 0)} added, "
        f"{report.get('merged', 0)} merged, {report.get('skipped', 0)} skipped."
    )
    for reason in report.get("reasons", []):
        click.echo(
            f"  {reason['reason']}: {reason['count']} times, first at {reason['first_place']}: "
            f"{reason['example']}"
        )
