"""A server for looking at a site on one's own machine."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from mmbench.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["served"]


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files, and has the browser ask for each anew, so that a site built again is seen at once."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def served(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of a folder's files, to this machine alone; port 0 takes a free one.

    Raises:
        UsageError: the port is taken, or may not be used.
    """
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(folder)))
    except OSError as error:
        raise UsageError(f"--port {port}: {error.strerror}; give another, or 0 for a free one.") from error
