"""The Ray engine on real clusters: spread, dead nodes, poisonous items, pictures, killed and interrupted drivers."""

from __future__ import annotations

import json
import shutil
import signal
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ray_support import benchmark, driver, plugin, processes_of, wait_for
from support import Scripted, read_lines

from mmbench.config import EvalConfig
from mmbench.engines.ray import RayModel
from mmbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("ray"), pytest.mark.filterwarnings("ignore::FutureWarning:ray")]

STORE = 100 << 20
KEY = "planted-3f9c"


class Site:
    """A cluster of two nodes with a GPU each, as Ray believes, and what reaches it."""

    def __init__(self, cluster: Any, session: Path) -> None:
        self.cluster = cluster
        self.session = session

    def eval(self, data: Path, out: Path, *options: str, replicas: int = 2) -> Any:
        asked = ["--model", "probe", "--benchmark", str(data), "--out", str(out), "--engine", "ray", "--json"]
        where = ["--ray-address", self.cluster.address, "--replicas", str(replicas)]
        given = [part for option in options for part in ("--model-option", option)]
        return driver([*asked, *where, *given])


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Set what Ray and the plugin need in the environment; yield Ray's folder (its sockets bear no long path)."""
    folder = Path(tempfile.mkdtemp(prefix="mmr"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", plugin(tmp_path_factory.mktemp("site")))
        patch.setenv("RAY_TMPDIR", str(folder))
        patch.setenv("RAY_AUTH_MODE", "disabled")
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("OPENAI_API_KEY", KEY)
        yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def site(quiet: Path) -> Iterator[Site]:
    from ray.cluster_utils import Cluster

    settings = {"num_cpus": 2, "num_gpus": 1, "object_store_memory": STORE}
    cluster = Cluster(initialize_head=True, head_node_args={**settings, "include_dashboard": False})
    cluster.add_node(**settings)
    yield Site(cluster, quiet)
    cluster.shutdown()


def answers(out: Path) -> list[list[str]]:
    """Return what each answered item told: node, process, the key's beginning, the picture's path and size."""
    return [line["trace"]["text"].split("|") for line in read_lines(out / "responses.jsonl") if "failure" not in line]


def test_items_are_spread_and_pictures_arrive_where_no_file_is_shared(site: Site, tmp_path: Path) -> None:
    data = benchmark(tmp_path / "sums", 24)
    done = site.eval(data, tmp_path / "run", "pause=0.3", replicas=3)
    _, errors = done.communicate(timeout=60)
    assert done.returncode == 0, errors
    assert "room for 2 of 3 replicas" in errors
    told = answers(tmp_path / "run")
    nodes = Counter(node for node, *_ in told)
    assert (len(told), len(nodes)) == (24, 2), nodes
    size = str((data / "pictures" / "a.png").stat().st_size)
    for _, _, key, path, length in told:
        assert (key, length) == (KEY[:7], size)
        assert "mmbench-" in path
        assert not Path(path).exists(), "a picture was left behind on the node"
    holders = [path for path in site.session.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert not holders, "Ray wrote the key down"


def test_a_dead_node_costs_a_retry_of_what_it_was_answering(site: Site, tmp_path: Path) -> None:
    data = benchmark(tmp_path / "sums", 150)
    third = site.cluster.add_node(num_cpus=2, num_gpus=1, object_store_memory=STORE)
    done = site.eval(data, tmp_path / "run", "pause=0.3", replicas=3)
    log = tmp_path / "run" / "responses.jsonl"
    wait_for(lambda: done.poll() is not None or (log.exists() and third.node_id.encode() in log.read_bytes()))
    assert done.poll() is None, done.communicate(timeout=5)
    site.cluster.remove_node(third, allow_graceful=False)
    output, errors = done.communicate(timeout=60)
    assert done.returncode == 0, errors
    assert json.loads(output)["n"] == 150
    assert "died; what it was answering is asked again" in errors
    lines = read_lines(log)
    assert Counter(line["item"] for line in lines) == Counter({f"sums/{n}": 1 for n in range(150)})
    assert not any("failure" in line for line in lines)


def test_an_item_that_kills_its_replica_fails_alone(site: Site, tmp_path: Path) -> None:
    data = benchmark(tmp_path / "sums", 12)
    done = site.eval(data, tmp_path / "run", "poison=What is 3 + 3?", "wrong=5 + 5", "window=4", replicas=1)
    output, errors = done.communicate(timeout=90)
    assert done.returncode == 5, errors
    assert json.loads(output)["failed"] == 2
    failures = {
        line["item"]: line["failure"]["error"]
        for line in read_lines(tmp_path / "run" / "responses.jsonl")
        if "failure" in line
    }
    assert set(failures) == {"sums/3", "sums/5"}
    assert "its replica died while it was in flight, 3 times" in failures["sums/3"]
    assert failures["sums/5"] == "cannot do 5 + 5"
    assert len(answers(tmp_path / "run")) == 10


def test_what_prevents_loading_is_wrong_usage(site: Site, tmp_path: Path) -> None:
    data = benchmark(tmp_path / "sums", 2)
    for option, said in (("missing=true", "the weights of probe are not on this node"), ("fatal=true", "died 3 times")):
        done = site.eval(data, tmp_path / option, option)
        _, errors = done.communicate(timeout=60)
        assert (done.returncode, said in errors, "Traceback" in errors) == (2, True, False), errors
        assert not (tmp_path / option / "responses.jsonl").exists()


def test_a_cluster_without_room_and_none_at_all(site: Site, tmp_path: Path) -> None:
    asked = ["--model", "random", "--limit", "2", "--engine", "ray"]
    cases = (
        (["--ray-address", site.cluster.address, "--gpus-per-replica", "8"], "takes 8 GPUs and 1 CPU of one node"),
        (["--ray-address", "127.0.0.1:1"], "cannot be reached"),
        (["--gpus-per-replica", "1.5"], "expected a whole number"),
    )
    for number, (options, said) in enumerate(cases):
        done = driver([*asked, "--out", str(tmp_path / str(number)), *options])
        _, errors = done.communicate(timeout=60)
        assert (done.returncode, said in errors) == (2, True), errors


def test_without_ray_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'mmbench\[ray\]'"):
        RayModel(Scripted(lambda request: ""), EvalConfig(replicas=2))


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_a_driver_that_is_killed_or_interrupted_leaves_nothing_and_goes_on(
    end: signal.Signals, quiet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Path(tempfile.mkdtemp(prefix="mmk"))
    monkeypatch.setenv("RAY_TMPDIR", str(session))
    monkeypatch.setenv("TMPDIR", str(session))
    data = benchmark(tmp_path / "sums", 30)
    out = tmp_path / "run"
    command = ["--model", "probe", "--benchmark", str(data), "--out", str(out), "--replicas", "2"]
    slow = driver([*command, "--model-option", "pause=0.5"])
    log = out / "responses.jsonl"
    wait_for(lambda: slow.poll() is not None or (log.exists() and log.stat().st_size > 0))
    assert slow.poll() is None, slow.communicate(timeout=5)
    actors = {int(told[1]) for told in answers(out)}
    assert processes_of(str(session)), "the check that nothing is left behind would see nothing"
    slow.send_signal(end)
    _, errors = slow.communicate(timeout=60)
    assert slow.returncode == (-9 if end == signal.SIGKILL else 130), errors
    assert "Traceback" not in errors
    assert wait_for(lambda: not processes_of(str(session)), 30), processes_of(str(session))
    assert wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in actors), 30)
    if end == signal.SIGINT:
        assert not list(session.glob("mmbench-*")), "pictures were left behind"
    else:
        again = driver([*command, "--model-option", "pause=0.5"])
        _, errors = again.communicate(timeout=60)
        assert (again.returncode, "continuing" in errors) == (0, True), errors
        assert Counter(line["item"] for line in read_lines(log)) == Counter({f"sums/{n}": 1 for n in range(30)})
    shutil.rmtree(session, ignore_errors=True)
