"""What a device is doing: how busy the GPU is, how much memory was taken, how fast memory is read."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Load", "bandwidth", "peak_memory", "weight_bytes"]

EVERY = 0.5
COPIES = 10


class Load:
    """Samples the GPU's utilisation while a block runs, and starts the count of peak memory anew."""

    def __init__(self) -> None:
        self._samples: list[float] = []
        self._done = threading.Event()
        self._tool = shutil.which("nvidia-smi")
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Load:
        import torch

        if torch.cuda.is_available():
            torch.cuda.empty_cache()
            torch.cuda.reset_peak_memory_stats()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._done.set()
        self._thread.join()

    def utilisation(self) -> float | None:
        """Return the mean utilisation in percent, as the driver's own tool gives it; None without a GPU."""
        return statistics.mean(self._samples) if self._samples else None

    def _watch(self) -> None:
        query = [self._tool, "--query-gpu=utilization.gpu", "--format=csv,noheader,nounits"]
        while self._tool and not self._done.wait(EVERY):
            found = subprocess.run([str(part) for part in query], capture_output=True, text=True, check=False)
            if found.returncode == 0:
                self._samples.append(float(found.stdout.split()[0]))


def peak_memory() -> float | None:
    """Return the most GPU memory in GiB that was taken since the count began; None without a GPU."""
    import torch

    return torch.cuda.max_memory_allocated() / 2**30 if torch.cuda.is_available() else None


def weight_bytes(model: Any) -> int:
    """Return the bytes of weights that decoding one token reads: the text model's and the output layer's."""
    tower = {id(weights) for name, weights in model.named_parameters() if "visual" in name or "vision" in name}
    total = sum(weights.numel() * weights.itemsize for weights in model.parameters() if id(weights) not in tower)
    embedding = model.get_input_embeddings().weight  # of which a token reads one row
    return int(total - embedding.numel() * embedding.itemsize)


def bandwidth(device: Any) -> float:
    """Return the bytes that memory gives in a second, by copying a large block back and forth."""
    import torch

    size = (1 << 30) if device.type == "cuda" else (1 << 26)
    block, other = (torch.empty(size, dtype=torch.uint8, device=device) for _ in range(2))
    other.copy_(block)
    _wait(device)
    start = time.perf_counter()
    for _ in range(COPIES):
        other.copy_(block)
    _wait(device)
    return 2 * COPIES * size / (time.perf_counter() - start)


def _wait(device: Any) -> None:
    import torch

    if device.type == "cuda":
        torch.cuda.synchronize(device)
