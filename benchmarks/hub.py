"""Tables from the dataset hub, or a folder in its layout, through `datasets`; pictures are left in their cells."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from mmbench.errors import UsageError
from mmbench.images import read_cell
from mmbench.records import CellImage

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["cell_image", "hub_rows"]


def hub_rows(name: str, split: str, image_columns: tuple[str, ...]) -> Iterator[tuple[dict[str, Any], str, int]]:
    """Yield each row without its pictures, the Arrow file it stands in, and its number there.

    Args:
        name: a hub id (`owner/name`) or a local folder holding the same files.
        split: the split to read.
        image_columns: columns that hold pictures; they are left unread.

    Raises:
        UsageError: the dataset or the split cannot be had; the message says why.
    """
    import datasets
    import pyarrow as pa

    try:
        table = datasets.load_dataset(name, split=split, keep_in_memory=False)
    except (OSError, ValueError, datasets.exceptions.DatasetsError) as error:
        cause = f" ({error.__cause__})" if error.__cause__ else ""
        raise UsageError(
            f"dataset '{name}', split '{split}' cannot be loaded: {error}{cause}. "
            "Without a network, give a local copy with --data FOLDER; `mmbench doctor` says what can be reached."
        ) from error
    kept = [column for column in table.column_names if column not in image_columns]
    for cache in table.cache_files:
        file = cache["filename"]
        with pa.memory_map(file) as source:
            number = 0
            for batch in pa.ipc.open_stream(source):
                for row in batch.select(kept).to_pylist():
                    yield row, file, number
                    number += 1


def cell_image(table: str, row: int, column: str) -> CellImage:
    """Return a reference to a picture in a table's cell, hashed."""
    digest = hashlib.sha256(read_cell(table, row, column)).hexdigest()
    return CellImage(table=table, row=row, column=column, sha256=digest)
