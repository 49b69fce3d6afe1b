"""Pictures by reference: where one is, and a hash of what it is. Nothing here opens one."""

from __future__ import annotations

from mmbench.records.base import Record

__all__ = ["AlteredImage", "CellImage", "FileImage", "GeneratedImage", "ImageRef", "MemberImage"]


class FileImage(Record, frozen=True, tag="file", tag_field="kind"):
    """A picture in a file. `sha256` is that of the file's bytes, empty where the file is missing."""

    path: str
    sha256: str = ""


class CellImage(Record, frozen=True, tag="cell", tag_field="kind"):
    """A picture in a cell of a table: parquet, Arrow, or text with base64 cells.

    `row` counts from 0 within the file; in a text table it starts at byte `offset`. `column` names the column, with
    `[n]` behind it the nth picture of a list, from 0.
    """

    table: str
    row: int
    column: str
    offset: int = 0
    sha256: str = ""


class MemberImage(Record, frozen=True, tag="member", tag_field="kind"):
    """A picture in a zip archive, read in place."""

    archive: str
    member: str
    sha256: str = ""


class GeneratedImage(Record, frozen=True, tag="generated", tag_field="kind"):
    """A picture that `generator` draws from `recipe`; `sha256` is that of the recipe, not of the pixels."""

    generator: str
    recipe: dict[str, str | int]
    sha256: str = ""


class AlteredImage(Record, frozen=True, tag="altered", tag_field="kind"):
    """A picture made of another: `caption` is written above it, then `corruption` (such as `blur:2`) is done to both.

    `sha256` is that of the recipe, the base's hash included; empty where the base is missing.
    """

    base: FileImage | CellImage | MemberImage | GeneratedImage
    caption: str = ""
    corruption: str = ""
    sha256: str = ""


ImageRef = FileImage | CellImage | MemberImage | GeneratedImage | AlteredImage
