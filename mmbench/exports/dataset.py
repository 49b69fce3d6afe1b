"""A benchmark as a dataset folder: pictures, a table for people, one for `datasets`, and a `benchmark.yaml`.

images/<id>.png     the pictures (<id>-2.png and on where there are several)
items.jsonl         a row an item: the columns of docs/own-benchmark.md, and what else the item knows
test.parquet        the same rows with the pictures inside
README.md           the dataset card: `datasets.load_dataset(folder)` reads test.parquet by it
benchmark.yaml      `mmbench eval --benchmark folder` asks it again by it
"""

from __future__ import annotations

import json
import re
from shlex import quote
from typing import TYPE_CHECKING, Any

import msgspec

from mmbench.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.exporting import Rows
    from mmbench.records import BenchmarkCard, Item

__all__ = ["hint", "paths", "unshowable", "write"]

FILES = ("images", "items.jsonl", "test.parquet", "README.md", "benchmark.yaml")
_TEXTS = ("tolerance", "facts", "places", "resolution", "units", "mistakes", "metadata")
"""Columns of which every row has its own names: in parquet they are JSON text."""
_UNSAFE = re.compile(r"[^\w.-]")


def paths(out: Path, benchmark: str) -> tuple[Path, ...]:
    """Return what `write` makes below the folder `out`.

    Raises:
        UsageError: `out` is a file.
    """
    if out.is_file():
        raise UsageError(f"--out {out}: expected a folder, found a file.")
    return tuple(out / name for name in FILES)


def unshowable(item: Item) -> str:
    """Return nothing: a dataset can hold every item."""
    return ""


def hint(out: Path, rows: Rows) -> str:
    """Say how to load the folder and how to ask it again."""
    folder = quote(str(out))
    return (
        f'in Python: datasets.load_dataset("{out}", split="test")\n'
        f"asked again: mmbench eval --model MODEL --benchmark {quote(f'./{out}') if not out.is_absolute() else folder}"
    )


def write(rows: Rows, files: tuple[Path, ...]) -> None:
    """Write the folder."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    images, table, parquet, card, yaml = files
    images.mkdir()
    made: list[dict[str, Any]] = []
    shown: list[list[dict[str, Any]]] = []
    with table.open("wb") as file:
        for item, pictures in rows:
            names = [_file_name(item, number, data) for number, data in enumerate(pictures, 1)]
            for name, data in zip(names, pictures, strict=True):
                (images / name).write_bytes(data)
            row = {**_row(item), "image": names}
            file.write(msgspec.json.encode(row) + b"\n")
            made.append({k: _text(v) if k in _TEXTS else v for k, v in row.items() if k != "image"})
            shown.append([{"bytes": data, "path": name} for name, data in zip(names, pictures, strict=True)])
    pictures_column = pa.array(shown, pa.list_(pa.struct([("bytes", pa.binary()), ("path", pa.string())])))
    features = pa.Table.from_pylist(made).append_column("images", pictures_column)
    pq.write_table(features.replace_schema_metadata(_features(features.schema)), parquet, row_group_size=100)
    card.write_text(_card(rows.card, len(made)), encoding="utf-8")
    yaml.write_text(_yaml(rows.card), encoding="utf-8")


def _file_name(item: Item, number: int, data: bytes) -> str:
    suffix = "jpg" if data.startswith(b"\xff\xd8") else "png"
    name = _UNSAFE.sub("_", "-".join(filter(None, (item.question.id, item.variant))))[:150]
    return f"{name}-{number}.{suffix}" if number > 1 else f"{name}.{suffix}"


def _row(item: Item) -> dict[str, Any]:
    """Return an item in the columns of a benchmark folder; the id says the variant where there are several."""
    question, key = item.question, item.key
    row = {
        "id": "-".join(filter(None, (question.id, item.variant))),
        "question": question.text,
        "setting": question.setting,
        "prompt": question.prompt,
        "choices": question.choices,
        "answer": key.answer if key.choice is None else chr(ord("A") + key.choice),
        "accepted": key.accepted,
        "kind": key.kind,
        "unit": question.unit,
        "language": question.language,
        "tolerance": {
            name: value for name, value in msgspec.structs.asdict(key.tolerance).items() if value is not None
        },
        "facts": key.facts,
        "places": key.places,
        "resolution": key.resolution,
        "units": key.units,
        "description": key.description,
        "program": key.program,
        "labels": key.labels,
        "solution": key.solution,
        "mistakes": key.mistakes,
        "domain": item.domain,
        "skills": item.skills,
        "difficulty": item.difficulty,
        "cluster": item.cluster,
        "variant": item.variant,
        "task": item.task,
        "metadata": item.metadata,
    }
    plain: dict[str, Any] = msgspec.to_builtins(row)
    return plain


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _features(schema: Any) -> dict[bytes, bytes]:
    """Return the metadata by which `datasets` knows that the last column holds pictures."""
    from datasets import Features, Image, Sequence

    features = Features.from_arrow_schema(schema)
    features["images"] = Sequence(Image())
    return {b"huggingface": json.dumps({"info": {"features": features.to_dict()}}).encode()}


def _card(card: BenchmarkCard, rows: int) -> str:
    licence = card.licence or "unknown"
    return (
        f"---\nlicense: {json.dumps(licence.lower())}\nconfigs:\n- config_name: default\n  data_files:\n"
        f"  - split: test\n    path: test.parquet\n---\n\n# {card.title}\n\n{rows} items of `{card.name}`"
        f"{f', version {card.version}' if card.version else ''}, written by `mmbench export`. Licence: {licence}.\n\n"
        "`facts`, `places` (left, top, right, bottom in pixels), `resolution`, `units`, `tolerance`, `mistakes` and "
        "`metadata` are JSON text in `test.parquet` and objects in `items.jsonl`; `program` is an expression over the "
        "facts.\n"
    )


def _yaml(card: BenchmarkCard) -> str:
    settings = {
        "name": f"{card.name}-exported",
        "rows": "items.jsonl",
        "images": "images",
        "title": card.title,
        "version": card.version,
        "licence": card.licence,
        "images_republishable": card.images_republishable,
        "citation": card.citation,
    }
    return msgspec.yaml.encode({name: value for name, value in settings.items() if value != ""}).decode()
