"""The gallery of wrong answers: what was asked, what was answered, and the step that goes wrong."""

from __future__ import annotations

from mmbench.reports.gallery.entries import Entry, gallery
from mmbench.reports.gallery.passages import Passage
from mmbench.reports.gallery.thumbnails import WIDTH, Thumbnail

__all__ = ["WIDTH", "Entry", "Passage", "Thumbnail", "gallery"]
