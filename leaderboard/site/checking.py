"""A built site from outside: every page under its policy, nothing that it refers to missing or elsewhere."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from mmbench.errors import RunError
from mmbench.leaderboard.site.pages import POLICY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["MARK", "check_site", "is_site"]

MARK = "site.json"
"""The file, in the folder of data, by which a folder is known for a site, and may be replaced."""
LOADING = {"script": "src", "img": "src", "link": "href"}
SHOWN = 10


def is_site(folder: Path) -> bool:
    """Return whether a folder holds a site that `site build` wrote."""
    return (folder / "data" / MARK).is_file()


def check_site(folder: Path) -> int:
    """Return how many pages a site has, all of them whole.

    Raises:
        RunError: a page is without our policy, has a script of its own, loads from elsewhere, or refers to what is not
            there; the message names the first such places.
    """
    pages = sorted(folder.rglob("*.html"))
    wrong = [f"{page.relative_to(folder)}: {problem}" for page in pages for problem in _problems(folder, page)]
    if wrong:
        more = f"\n  and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        raise RunError(f"{folder} is not whole:\n  " + "\n  ".join(wrong[:SHOWN]) + more)
    return len(pages)


class _Page(HTMLParser):
    """Notes what a page loads and links to, its policy, and scripts and styles that stand in the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.policy = ""
        self.loads: list[str] = []
        self.links: list[str] = []
        self.own: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "meta" and found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found.get("content", "")
        if tag in LOADING and LOADING[tag] in found:
            self.loads.append(found[LOADING[tag]])
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag == "style" or (tag == "script" and "src" not in found):
            self.own.append(f"<{tag}>")
        self.own += [f"{name} of <{tag}>" for name in found if name.startswith("on") or name == "style"]


def _problems(folder: Path, page: Path) -> Iterator[str]:
    read = _Page()
    read.feed(page.read_text("utf-8"))
    if read.policy != POLICY:
        yield "its content security policy is not ours"
    for own in read.own:
        yield f"a script or style of its own: {own}"
    for address in read.loads:
        if urlsplit(address).scheme or address.startswith("//"):
            yield f"loads from elsewhere: {address}"
    for address in (*read.loads, *read.links):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path:
            continue
        target = (page.parent / unquote(parts.path)).resolve()
        if not target.is_relative_to(folder.resolve()) or not target.is_file():
            yield f"refers to {address}, which is not there"
