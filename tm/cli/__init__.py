"""The ``tm`` command; subcommands are imported when they are asked for, so help is quick.

Exit status: 0 done, 1 refused with one clear line on standard error, 2 wrong usage.
"""

import sys
from importlib import import_module
from typing import Any

import click

from tm import __version__
from tm.errors import TmError

COMMANDS = {
    "align": ("tm.cli.align", "Align two articles, or many pairs given as JSON lines."),
    "concordance": ("tm.cli.concordance", "Show words in use, with their translations."),
    "db": ("tm.cli.serve", "Upgrade the database."),
    "demo": ("tm.cli.serve", "Serve the samples from a throw-away data directory."),
    "export": ("tm.cli.exchange", "Write a memory to a file."),
    "import": ("tm.cli.exchange", "Read a TMX, TSV, CSV or two parallel files into a memory."),
    "index": ("tm.cli.index", "Build the index of segments anew, or see how far it is."),
    "inspect": ("tm.cli.inspect", "Show what the service sees in a text."),
    "lookup": ("tm.cli.lookup", "Find matches for a segment, or for many given as JSON lines."),
    "samples": ("tm.cli.samples", "Load or remove the sample articles and terms."),
    "serve": ("tm.cli.serve", "Run the service on loopback: pages, API and a job worker."),
    "terms": ("tm.cli.terms", "Import, export, look up and recognize terms."),
    "worker": ("tm.cli.serve", "Run a job worker alone."),
}


class LazyGroup(click.Group):
    """Knows its commands by name and one line; imports a command's module when it runs."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _ = COMMANDS[name]
        command = getattr(import_module(module), f"{name}_command")
        assert isinstance(command, click.Command)  # noqa: S101 -- the table above says so.
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what the project refuses on purpose ends in one line and status 1."""
        try:
            return super().invoke(ctx)
        except TmError as error:
            click.echo(f"tm: {error}", err=True)
            sys.exit(1)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            click.echo(f"tm: {error.filename or 'system'}: {error.strerror}", err=True)
            sys.exit(1)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tm")
def main() -> None:
    """Translation memory: align articles, look segments and terms up, import and export.

    Settings come from the environment: TM_DATA_DIR, TM_DATABASE_URL, TM_HOST, TM_PORT,
    TM_SECRET_KEY, TM_MAX_UPLOAD_MB.
    """
