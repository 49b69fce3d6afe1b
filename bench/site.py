"""What it costs to build a leaderboard site, how large it is, and how fast its pages answer.

    python bench/site.py [--quick]

Twenty runs of 6,000 items in twelve domains, as `bench/report.py` makes them. The build is a process of its own on this
machine's processors; its CPU seconds and peak memory are those of all its processes. Sizes are of the files, the
pictures apart, and the texts of responses apart from the scripts that hold them. The pages are opened from the disk in
Chromium, each time by a new browser; of five times the median counts. A click on a facet counts until the browser has
drawn what it changes. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from report import WRAP, items_of, make_run, pictures

from mmbench.rundir import RunDir

RUNS, ITEMS, TRIES = 20, 6_000, 5
GOALS = {
    "build_s": 60.0,
    "build_peak_mib": 1000.0,
    "site_mb_without_pictures_and_texts": 30.0,
    "first_paint_ms": 1000.0,
    "facet_click_ms": 100.0,
}
MB = 1_000_000

CLICK = """() => new Promise((done) => {
  const box = [...document.querySelectorAll("fieldset input[type=checkbox]")].find((each) => !each.checked);
  const start = performance.now();
  box.click();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0));
})"""
PAINT = """() => new Promise((done) => {
  new PerformanceObserver((list) => {
    const found = list.getEntries().find((each) => each.name === "first-contentful-paint");
    if (found) done(found.startTime);
  }).observe({ type: "paint", buffered: true });
})"""


def build(runs: list[Path], out: Path) -> dict[str, float]:
    """Build the site and return seconds, CPU seconds and peak MiB."""
    arguments = [sys.executable, "-m", "mmbench", "site", "build", *map(str, runs), "--out", str(out)]
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", WRAP, *arguments], capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        raise SystemExit(done.stderr[-2000:])
    used = json.loads(done.stdout.strip().split("\n")[-1])
    return {"build_s": seconds, "build_cpu_s": used["cpu"], "build_peak_mib": used["mib"]}


def sizes(site: Path, runs: list[Path]) -> dict[str, float]:
    """Return the megabytes of the site, in all and without pictures and the texts of responses."""
    files = [path for path in site.rglob("*") if path.is_file()]
    whole = sum(path.stat().st_size for path in files)
    drawn = sum(path.stat().st_size for path in files if path.parent.name == "pictures")
    texts = sum(len(json.dumps(line.trace.text).encode()) for run in runs for line in RunDir(run).responses())
    return {
        "site_mb": whole / MB,
        "pictures_mb": drawn / MB,
        "texts_mb": texts / MB,
        "site_mb_without_pictures_and_texts": (whole - drawn - texts) / MB,
        "index_mb": (site / "data" / "index.js").stat().st_size / MB,
        "files": len(files),
    }


def opened(browser: Browser, path: Path) -> Page:
    """Return a page in a context of its own."""
    page = browser.new_context().new_page()
    page.goto(path.absolute().as_uri())
    return page


def answering(site: Path) -> dict[str, float]:
    """Return how many milliseconds pages take."""
    found: dict[str, list[float]] = {}
    for _ in range(TRIES):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            found.setdefault("first_paint_ms", []).append(opened(browser, site / "index.html").evaluate(PAINT))
            page = opened(browser, site / "explorer.html")
            page.wait_for_selector("fieldset input[type=checkbox]", state="attached")
            page.evaluate(CLICK)  # the first one compiles what the others use
            found.setdefault("facet_click_ms", []).append(page.evaluate(CLICK))
            browser.close()
    return {name: statistics.median(times) for name, times in found.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="4 runs of 600 items")
    count, size = (4, 600) if parser.parse_args().quick else (RUNS, ITEMS)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        pictures(folder)
        items = items_of(folder, size, grouped=False)
        runs = [folder / f"run-{number:02d}" for number in range(count)]
        for number, run in enumerate(runs):
            make_run(run, number, items)
        site = folder / "site"
        figures = {**build(runs, site), **sizes(site, runs), **answering(site)}
    print(f"{count} runs of {size} items")
    print(f"{'figure':<38} {'value':>9} {'goal':>9}")
    for name, value in figures.items():
        print(f"{name:<38} {value:>9.1f} {GOALS.get(name, ''):>9}")
    print(json.dumps({"runs": count, "items": size, **{name: round(value, 2) for name, value in figures.items()}}))


if __name__ == "__main__":
    main()
