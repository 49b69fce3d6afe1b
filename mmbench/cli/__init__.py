"""The command line. Commands are imported when they are called; errors end with the exit status of their kind.

Exit status: 0 done, 1 the gate says regression, 2 wrong usage, 3 not comparable or incomplete, 4 the gate says
inconclusive where that is to fail, 5 failures over budget, 70 internal error, 130 interrupted, 141 nobody reads the
output any more.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any, NoReturn

import click

from mmbench import __version__
from mmbench.errors import EXIT_INTERNAL, EXIT_INTERRUPTED, EXIT_PIPE, MmbenchError, UsageError, did_you_mean, printable

__all__ = ["cli", "key_value", "main", "print_json"]

COMMANDS = {
    "baseline": "Save a run as a small file to hold later runs against, or show one.",
    "cache": "Show or prune a folder of kept answers.",
    "check": "Decide whether a response gives a gold answer, and show why.",
    "check-data": "Check a folder of data row by row.",
    "compare": "Compare runs item by item: paired differences, with intervals and tests.",
    "diagnose": "Say what kind of mistake a response makes, and show the step that proves it.",
    "doctor": "Say what is installed, what can run here and what can be reached.",
    "eval": "Ask a model the items of one or more benchmarks, and score the answers.",
    "export": "Write a benchmark, pictures and answers included, for another harness.",
    "gate": "Decide whether a candidate may replace a baseline: pass, regression or inconclusive.",
    "import": "Make a run of another harness's predictions.",
    "list": "List benchmarks, adapters, simulators, strategies and importers.",
    "power": "Say how many items a difference needs, or how small a difference a benchmark can show.",
    "report": "Write a report on runs: leaderboards by domain, tables, plots, a page of wrong answers.",
    "score": "Score a run anew from its directory, without the model.",
    "show": "Show a run, or single items of it.",
    "site": "Build a static leaderboard site of runs and submissions, look at one, or check either.",
    "submit": "Pack a run for a leaderboard: responses and provenance, no pictures, no keys.",
}


class _Commands(click.Group):
    """Knows its commands by name and imports one only to run it or to show its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"mmbench.cli.{cmd_name.replace('-', '_')}_command")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            ctx.fail(f"no command '{name}'.{did_you_mean(name, COMMANDS)} Known: {', '.join(sorted(COMMANDS))}.")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="mmbench")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """Measure how well multimodal models do mathematics."""
    ctx.obj = {"debug": debug}


def main() -> NoReturn:
    """Run the command line and exit with an honest status."""
    debug = "--debug" in sys.argv or bool(os.environ.get("MMBENCH_DEBUG"))
    try:
        code = cli.main(args=_debug_first(sys.argv[1:]), prog_name="mmbench", standalone_mode=False)
    except click.exceptions.Abort:
        _end("interrupted; the same command continues", EXIT_INTERRUPTED)
    except KeyboardInterrupt:
        _end("interrupted; the same command continues", EXIT_INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except MmbenchError as error:
        if debug:
            raise
        _end(f"error: {error}", error.exit_code)
    except SystemExit as stop:
        # click ends with 1 where the reader of its output has gone, as `head` does; 1 is the gate's.
        sys.exit(EXIT_PIPE if stop.code == 1 else stop.code)
    except Exception as error:
        if debug:
            import traceback

            traceback.print_exc()
        _end(f"internal error: {type(error).__name__}: {error} (run with --debug for the traceback)", EXIT_INTERNAL)
    sys.exit(code if isinstance(code, int) else 0)


def _debug_first(arguments: list[str]) -> list[str]:
    """Let `--debug` stand anywhere on the command line."""
    rest = [argument for argument in arguments if argument != "--debug"]
    return ["--debug", *rest] if len(rest) < len(arguments) else rest


def _end(message: str, code: int) -> NoReturn:
    click.echo(printable(message), err=True)
    sys.exit(code)


def print_json(value: Any) -> None:
    """Print a value as indented JSON."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def key_value(text: str, option: str) -> tuple[str, str]:
    """Read `KEY=VALUE` of an option that may be repeated."""
    key, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"{option}: expected KEY=VALUE, found '{text}'.")
    return key, value
