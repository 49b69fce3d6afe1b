"""`mmbench export`."""

from __future__ import annotations

from pathlib import Path

import click

from mmbench.cli import print_json
from mmbench.errors import EXIT_FAILURES, UsageError, printable

__all__ = ["command"]

SHOWN = 20


@click.command("export")
@click.argument("kind", metavar="[dataset|figures|lmms-eval-task|vlmevalkit-tsv]")
@click.option("--benchmark", metavar="NAME[:K=V,...]|FOLDER", default="", help="What to export.")
@click.option("--data", metavar="FOLDER", type=click.Path(path_type=Path), help="Local copy of the benchmark's data.")
@click.option("--split", metavar="SPLIT", default="", help="Split of the benchmark.")
@click.option("--out", metavar="PATH", type=click.Path(path_type=Path), required=True, help="Folder, or FILE.tsv.")
@click.option("--limit", type=click.IntRange(1), help="Export only so many rows.")
@click.option("--n", type=click.IntRange(1), help="With `figures`: how many problems.  [default: 300]")
@click.option("--seed", type=int, help="With `figures`: which test.  [default: 0]")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    kind: str,
    benchmark: str,
    data: Path | None,
    split: str,
    out: Path,
    limit: int | None,
    n: int | None,
    seed: int | None,
    as_json: bool,
) -> int:
    """Write a benchmark, pictures and answer keys included, for others to use, and say how.

    dataset: a folder with pictures, items.jsonl and a parquet file that `datasets` loads; figures: the same of the
    generated suite. lmms-eval-task: a folder for --include_path, scored there by our checker. vlmevalkit-tsv: a dataset
    for VLMEvalKit.
    Exit status: 0 done, 2 nothing can be exported, 3 PATH is there already or cannot be written, 5 some rows cannot be.
    """
    from mmbench.exporting import export

    if kind == "figures":
        kind, benchmark = "dataset", _generated(benchmark, n, seed)
    elif n is not None or seed is not None:
        raise UsageError(f"--n and --seed go with `mmbench export figures`, not with '{kind}'.")
    if not benchmark:
        raise UsageError("nothing to export: give --benchmark NAME (see `mmbench list benchmarks`).")
    done = export(kind, benchmark, out, data, split, limit)
    if as_json:
        print_json({"files": [str(path) for path in done.files], "rows": done.rows, "problems": done.problems})
        return EXIT_FAILURES if done.problems else 0
    click.echo(f"{done.rows} rows, pictures and answer keys included, in {', '.join(map(str, done.files))}")
    if not done.card.images_republishable:
        licence = done.card.licence or "no licence is stated"
        click.echo(f"for your own use: the pictures may not be published again ({licence})")
    click.echo(done.hint)
    for problem in done.problems[:SHOWN]:
        click.echo(printable(f"left out: {problem}"), err=True)
    if len(done.problems) > SHOWN:
        click.echo(f"left out: {len(done.problems) - SHOWN} more; --json lists all", err=True)
    return EXIT_FAILURES if done.problems else 0


def _generated(benchmark: str, n: int | None, seed: int | None) -> str:
    """Return the suite `figures` with what `--n` and `--seed` say, in place of its options or beside them."""
    if benchmark.partition(":")[0] not in ("", "figures"):
        raise UsageError(f"--benchmark {benchmark}: `mmbench export figures` takes the suite 'figures' only.")
    given = [benchmark.partition(":")[2], "" if n is None else f"n={n}", "" if seed is None else f"seed={seed}"]
    return "figures:" + ",".join(filter(None, given))
