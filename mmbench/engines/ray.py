"""`--engine ray`: replicas of a model on one machine or many, placed and kept alive by Ray.

The driver, this process, lays out the items, hands requests to the replicas and writes the run directory; a replica is
a Ray actor that makes the model from its spec (`mmbench.engines.replica`).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mmbench
from mmbench import registry
from mmbench.config import EvalConfig
from mmbench.engines.pool import Pool
from mmbench.engines.replica import Origin, Replica
from mmbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from mmbench.interfaces import Model
    from mmbench.records import BenchmarkCard, Request, Response

__all__ = ["RayModel"]

STORE = 512 << 20
"""Bytes of shared memory for pictures on their way, in a cluster that is started here."""
REACHED = 5.0
"""Seconds that a cluster's head has to accept a connection; Ray itself would try for minutes."""


class RayModel:
    """The model as replicas on Ray. It is the same run as without: its identity is the inner model's."""

    def __init__(self, model: Model, config: EvalConfig) -> None:
        registry.require("--engine ray", ("ray",), "mmbench[ray]")
        gpus = config.gpus_per_replica
        if gpus is not None and gpus > 1 and not gpus.is_integer():
            raise UsageError(f"--gpus-per-replica {gpus:g}: expected a whole number, or a share of one GPU up to 1")
        self.capabilities = model.capabilities
        self.concurrency = config.replicas * model.concurrency
        self._model = model
        self._config = config
        self._pool: Pool | None = None
        self._actors: list[Any] = []
        self._opened = contextlib.ExitStack()
        self._loop: asyncio.AbstractEventLoop | None = None

    def identity(self) -> dict[str, str]:
        """Return what makes the inner model what it is: where it runs makes no other model of it."""
        return self._model.identity()

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        """Connect to the cluster, or start one here, and wait for the first replica to have loaded the model.

        Raises:
            UsageError: the cluster cannot be reached or has no room, or a replica cannot load the model.
        """
        import ray

        revision = self._model.identity().get("revision", "")
        spec = EvalConfig(model=self._config.model, model_options=self._config.model_options)
        try:
            self._connect()
            placement = {"num_cpus": 1, "num_gpus": self._gpus(ray.nodes())}
            ray.method(max_task_retries=-1)(Replica.where)  # waits through restarts; every other call fails at once
            actor = ray.remote(Replica).options(
                max_restarts=-1, max_task_retries=0, scheduling_strategy="SPREAD", **placement
            )
            origin = Origin(mmbench.__version__, revision, str(Path.cwd()))
            self._actors = [actor.remote(spec, cards, origin) for _ in range(self._config.replicas)]
            self._pool = Pool(self._actors, self.capabilities.blind)
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._loop.run_forever, name="ray-engine", daemon=True)
            self._thread.start()
            _done(self._pool.start(), self._loop)
            self.concurrency = self._config.replicas * self._pool.window
        except BaseException:
            self.close()
            raise

    async def generate(self, request: Request) -> Response:
        """Have the replica with the fewest requests in flight answer; a request survives its replica's death."""
        if self._pool is None or self._loop is None:
            raise RuntimeError("asked before load")
        answer = asyncio.run_coroutine_threadsafe(self._pool.answer(request), self._loop)
        return await asyncio.wrap_future(answer)

    def close(self) -> None:
        """End the replicas, and the cluster if it was started here."""
        import ray

        if self._pool is not None and self._loop is not None:
            _done(self._pool.close(), self._loop)
            _done(self._loop.shutdown_default_executor(), self._loop)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
            self._loop = None
        if ray.is_initialized():
            for actor in self._actors:
                ray.kill(actor, no_restart=True)
        self._actors = []
        self._opened.close()

    def _connect(self) -> None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        import ray

        if ray.is_initialized():
            return
        quiet = {"log_to_driver": False, "logging_level": logging.ERROR}
        self._opened.enter_context(contextlib.redirect_stdout(sys.stderr))  # Ray tells of deaths on stdout, always
        self._opened.callback(ray.shutdown)
        address = self._config.ray_address
        if not address:
            cores = max(os.cpu_count() or 1, self._config.replicas)
            ray.init("local", include_dashboard=False, num_cpus=cores, object_store_memory=STORE, **quiet)
            return
        advice = (
            "start it with `ray start --head` and the same RAY_AUTH_MODE; without --ray-address one is started here"
        )
        _reach(address, advice)
        try:
            ray.init(address, **quiet)
        except (Exception, SystemExit) as error:  # an address that answers and is no cluster ends in SystemExit
            raise UsageError(f"--ray-address {address}: no Ray cluster: {str(error)[:300]}; {advice}") from None

    def _gpus(self, nodes: Sequence[dict[str, Any]]) -> float:
        """Return the GPUs of a replica, after checking that the cluster has room for one.

        Raises:
            UsageError: there is no node that could ever hold a replica.
        """
        config = self._config
        found = [node["Resources"] for node in nodes if node["Alive"]]
        total = sum(node.get("GPU", 0) for node in found)
        asked = config.gpus_per_replica
        each = (1.0 if total else 0.0) if asked is None else asked
        room = sum(int(min(node.get("CPU", 0), node.get("GPU", 0) / each if each else float("inf"))) for node in found)
        has = ", ".join(f"{node.get('GPU', 0):g} GPUs and {node.get('CPU', 0):g} CPUs" for node in found[:8])
        said = f"a replica takes {each:g} GPUs and 1 CPU of one node; the cluster's nodes have {has or 'nothing'}"
        if not room:
            raise UsageError(f"--replicas {config.replicas}: no room for any: {said}. See --gpus-per-replica.")
        if room < config.replicas:
            print(
                f"ray: room for {room} of {config.replicas} replicas: {said}. Others join when there is.",
                file=sys.stderr,
            )
        return each


def _done(work: Coroutine[Any, Any, None], loop: asyncio.AbstractEventLoop) -> None:
    """Wait for work on the engine's loop."""
    asyncio.run_coroutine_threadsafe(work, loop).result()


def _reach(address: str, advice: str) -> None:
    host, colon, port = address.rpartition(":")
    if not colon or not port.isdigit():
        return
    try:
        socket.create_connection((host, int(port)), timeout=REACHED).close()
    except (OSError, OverflowError) as error:
        raise UsageError(f"--ray-address {address}: cannot be reached: {error}; {advice}") from None
