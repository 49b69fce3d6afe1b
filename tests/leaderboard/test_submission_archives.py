"""Archives of strangers: whatever the bytes are, a message that names archive, member and line, and exit status 3."""

from __future__ import annotations

import json
import os
import stat
import struct
import tempfile
import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from submission_support import forged, lines, members, packed, submitted, written

from mmbench.errors import RunError
from mmbench.leaderboard.submitting.archive import unpacked
from mmbench.leaderboard.submitting.checking import check
from mmbench.leaderboard.submitting.manifest import MANIFEST, MAX_LINE, MEMBERS
from mmbench.submissions import check_submission, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module", autouse=True)
def _temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Unpack into a folder of this module's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary")))
        yield


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the archive of a small run."""
    return submitted(tmp_path_factory.mktemp("good") / "run", "random", "figures:n=12")


def refused(archive: Path, *says: str) -> None:
    """Check that an archive is refused, with a message that names it and says this, and that nothing is left behind."""
    with pytest.raises(RunError) as error:
        check_submission(archive, {})
    assert error.value.exit_code == 3
    assert str(error.value).startswith(f"{archive}: "), error.value
    for part in (*says, ";"):
        assert part in str(error.value)
    assert not list(Path(tempfile.gettempdir()).iterdir())


def rebuilt(archive: Path, change: Callable[[zipfile.ZipInfo], None], extra: tuple[str, ...] = ()) -> Path:
    """Return an archive beside this one whose members' entries were changed; `extra` members are added."""
    out = archive.with_name("rebuilt.zip")
    with zipfile.ZipFile(out, "w") as opened:
        for name, data in [*members(archive).items(), *((name, b"x") for name in extra)]:
            info = zipfile.ZipInfo(name)
            change(info)
            opened.writestr(info, data)
    return out


def test_a_good_one_is_taken(good: Path) -> None:
    assert check_submission(good, {}).status == "rescored"
    assert check_submission(rebuilt(good, lambda info: None), {}).status == "rescored"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "images/x.png", "run.json/", "RUN.JSON", "run.json\n"]
)
def test_a_member_of_another_name_is_refused(name: str, good: Path, tmp_path: Path) -> None:
    refused(rebuilt(good, lambda info: None, (name,)), "is none of submission.json, run.json")
    assert not (tmp_path / "passwd").exists()


def test_a_member_twice_is_refused(good: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        archive = rebuilt(good, lambda info: None, ("run.json",))
    refused(archive, "run.json: is in the archive twice")


@pytest.mark.parametrize("name", MEMBERS)
def test_a_member_that_is_missing_is_named(name: str, good: Path, tmp_path: Path) -> None:
    content = members(good)
    del content[name]
    refused(written(tmp_path / "x.zip", content), f"{name}: is not in the archive")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO])
def test_a_link_a_folder_and_a_pipe_are_refused(kind: int, good: Path) -> None:
    def change(info: zipfile.ZipInfo) -> None:
        if info.filename == "items.jsonl":
            info.external_attr = (kind | 0o777) << 16

    refused(rebuilt(good, change), "items.jsonl: is a link or folder")


def test_an_encrypted_member_is_refused(good: Path, tmp_path: Path) -> None:
    data = bytearray(good.read_bytes())
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    (tmp_path / "x.zip").write_bytes(data)
    refused(tmp_path / "x.zip", "is encrypted")


def test_other_ways_of_packing_are_refused(good: Path) -> None:
    refused(rebuilt(good, lambda info: setattr(info, "compress_type", zipfile.ZIP_BZIP2)), "is packed by method 12")


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"not a zip at all" * 10, b"\x1f\x8b" + bytes(100), b"PK\x05\x06" + bytes(18)]
)
def test_what_is_no_archive_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    refused(tmp_path / "x.zip")
    with pytest.raises(RunError, match="cannot be read"):
        check_submission(tmp_path, {})
    with pytest.raises(RunError, match="cannot be read: No such file"):
        check_submission(tmp_path / "nowhere.zip", {})


def test_a_torn_archive_is_refused_wherever_it_is_torn(good: Path, tmp_path: Path) -> None:
    data = good.read_bytes()
    for size in range(0, len(data), 97):
        (tmp_path / "x.zip").write_bytes(data[:size])
        refused(tmp_path / "x.zip", "is no zip archive, or its end is missing")


@given(st.integers(0), st.integers(1, 255))
def test_an_archive_with_any_byte_changed_is_refused_or_the_same(good: Path, place: int, change: int) -> None:
    data = bytearray(good.read_bytes())
    data[place % len(data)] ^= change
    other = good.with_name("changed.zip")
    other.write_bytes(data)
    try:
        with unpacked(other) as opened, unpacked(good) as whole:
            assert list(opened.responses()) == list(whole.responses())
            assert list(opened.verdicts()) == list(whole.verdicts())
            check(opened)
    except RunError as error:
        assert str(error).startswith(f"{other}: ")


def test_bytes_before_behind_and_a_list_without_end_are_refused(good: Path, tmp_path: Path) -> None:
    archive = tmp_path / "x.zip"
    archive.write_bytes(b"#!/bin/sh\n" + good.read_bytes())
    refused(archive, "holds bytes that belong to no member")
    archive.write_bytes(good.read_bytes() + b"x")
    refused(archive, "is no zip archive")
    many = {**members(good), **{f"m{number}": b"" for number in range(100)}}
    refused(written(archive, many), "lists 105 members")
    data = good.read_bytes()
    archive.write_bytes(data[:-22] + b"PK\x06\x07" + bytes(16) + data[-22:])
    refused(archive, "ends otherwise than `mmbench submit` ends one")
    with zipfile.ZipFile(archive, "w") as opened:
        opened.comment = b"hello"
    refused(archive)


def bomb(path: Path, good: Path, name: str, size: int, block: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members(good).items():
            with archive.open(member, "w") as out:
                for _ in range(size // len(block) if member == name else 0):
                    out.write(block)
                out.write(b"" if member == name else data)
    return path


def test_a_bomb_is_not_unpacked(good: Path, tmp_path: Path) -> None:
    """Two hundred megabytes of zeros: neither memory nor disk nor time for them."""
    archive = bomb(tmp_path / "x.zip", good, "responses.jsonl", 200 << 20, bytes(1 << 20))
    assert archive.stat().st_size < 1 << 20
    tracemalloc.start()
    start = time.perf_counter()
    refused(archive, "responses.jsonl: unpacks to more than 400 times its packed size")
    assert time.perf_counter() - start < 5
    assert tracemalloc.get_traced_memory()[1] < 20 << 20
    tracemalloc.stop()


def test_a_member_has_its_bound_whatever_its_header_says(good: Path, tmp_path: Path) -> None:
    archive = bomb(tmp_path / "x.zip", good, MANIFEST, 2 << 20, os.urandom(1 << 16))
    refused(archive, "submission.json: unpacks to more than it may: a member may unpack to 1 MiB")
    data = bytearray(archive.read_bytes())
    place = data.rfind(b"PK\x01\x02")
    assert data[place + 46 : place + 46 + len(MANIFEST)] == MANIFEST.encode()
    struct.pack_into("<L", data, place + 24, 100)
    archive.write_bytes(data)
    refused(archive, "submission.json")


def test_all_members_together_have_a_bound(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    total = sum(map(len, members(good).values()))
    monkeypatch.setattr("mmbench.leaderboard.submitting.archive.MAX_BYTES", total)
    assert check_submission(good, {}).status == "rescored"
    monkeypatch.setattr("mmbench.leaderboard.submitting.archive.MAX_BYTES", total - 1)
    refused(good, "unpacks to more than it may")


def test_a_line_of_a_hundred_megabytes_is_not_read(good: Path) -> None:
    def long(responses: list[dict[str, object]]) -> bytes:
        return json.dumps(responses[0]).encode()[:-1] + b', "x": "' + bytes(100 << 20) + b'"}\n'

    archive = forged(good, responses=long)
    assert archive.stat().st_size > 100 << 20
    refused(archive, f"responses.jsonl, line 1: is longer than {MAX_LINE >> 20} MiB")


@pytest.mark.parametrize(("name", "line"), [("items", 12), ("responses", 3), ("verdicts", 7)])
@pytest.mark.parametrize("broken", [
    b"{", b"", b"null", b"[]", b'{"item": 3}', b"\xff\xfe", b'{"item": "\xff"}', b"[" * 100_000,
    b'{"item": "x", "seconds": NaN, "outcome": "right"}',
])  # fmt: skip
def test_a_line_that_is_no_record_is_named(name: str, line: int, broken: bytes, good: Path) -> None:
    def edit(records: list[dict[str, object]]) -> bytes:
        told = [json.dumps(record).encode() for record in records]
        told[line - 1] = broken
        return b"\n".join(told) + b"\n"

    edits: dict[str, Any] = {name: edit}
    archive = forged(good, **edits) if name != "verdicts" else unclaimed(good, edit)
    refused(archive, f"{name}.jsonl, line {line}: expected a line as `mmbench submit` writes it")


def unclaimed(archive: Path, edit: Callable[[list[dict[str, object]]], bytes]) -> Path:
    """Return an archive with verdicts that no one could count."""
    import hashlib

    content = members(archive)
    content["verdicts.jsonl"] = edit(lines(content["verdicts.jsonl"]))
    told = json.loads(content[MANIFEST])
    told["members"]["verdicts.jsonl"] = hashlib.sha256(content["verdicts.jsonl"]).hexdigest()
    content[MANIFEST] = json.dumps(told).encode()
    return written(archive.with_name("unclaimed.zip"), content)


def test_a_torn_last_line_is_named(good: Path) -> None:
    refused(forged(good, items=lambda items: json.dumps(items[0]).encode()), "items.jsonl, line 1: is torn")


@pytest.mark.parametrize(("told", "says"), [
    (b"{", "submission.json: expected what `mmbench submit` writes"),
    (b"[" * 100_000, "submission.json: expected what `mmbench submit` writes"),
    (b'{"format": 2}', "the format is 2, expected 1; update mmbench"),
    (b"{}", "the format is 0, expected 1; pack the run anew"),
    (b'{"format": 1}', "missing required field"),
])  # fmt: skip
def test_a_manifest_that_is_none_is_refused(told: bytes, says: str, good: Path, tmp_path: Path) -> None:
    refused(written(tmp_path / "x.zip", {**members(good), MANIFEST: told}), says)


@pytest.mark.parametrize("name", [name for name in MEMBERS if name != MANIFEST])
def test_a_member_edited_after_packing_is_named(name: str, good: Path, tmp_path: Path) -> None:
    content = members(good)
    content[name] = content[name].replace(b"figures", b"Figures", 1)
    refused(written(tmp_path / "x.zip", content), f"{name}: was edited after it was packed")


def test_no_reference_to_a_file_of_this_machine_is_followed(tmp_path: Path) -> None:
    """A stranger's item that names a picture of the maintainer's machine: the site would publish it."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    archive = packed_unknown(tmp_path)

    def edit(items: list[dict[str, object]]) -> list[dict[str, object]]:
        question = items[0]["question"]
        assert isinstance(question, dict)
        question["images"] = [{"kind": "file", "path": str(secret), "sha256": "x"}]
        items[0]["key"] = {"answer": "42", "kind": "integer"}
        return items

    entry = prepare(forged(archive, items=edit), tmp_path / "there", {})
    assert entry.status == "self-reported"
    for path in entry.path.iterdir():
        assert b"secret" not in path.read_bytes()
        assert b'"42"' not in path.read_bytes()


def packed_unknown(tmp_path: Path) -> Path:
    from report_support import an_item, ask

    return packed(ask(tmp_path / "run", [an_item("a"), an_item("b")], lambda key: True))
