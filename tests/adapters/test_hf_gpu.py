"""`hf:` on a GPU: the same answers as on the CPU, alone and in company, and a budget made from the memory there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from local_model import ask, asked_of, counting_request, loaded

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.records import Request

pytestmark = pytest.mark.gpu


@pytest.fixture(autouse=True)
def cuda() -> None:
    torch = pytest.importorskip("torch")
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device here")


def requests_of(folder: Path, **sampling: Any) -> list[Request]:
    texts = ["", "x " * 5, "x " * 12, ""]
    return [
        counting_request(folder, 1 + k % 4, text=texts[k % 4], seed=k, max_tokens=4 + k, **sampling) for k in range(20)
    ]


@pytest.mark.parametrize("join", [False, True])
@pytest.mark.parametrize("temperature", [0.0, 2.0])
def test_answers_in_fp32_are_those_of_the_cpu(tiny_llava: Path, tmp_path: Path, join: bool, temperature: float) -> None:
    requests = requests_of(tmp_path, temperature=temperature)
    here = asked_of(tiny_llava, requests, device_map="cuda:0", dtype="float32", join=join, batch_size=6)
    there = asked_of(tiny_llava, requests, device_map="cpu", dtype="float32", batch_size=1)
    assert [each.text for each in here] == [each.text for each in there]


def test_pictures_are_read_in_half_precision(tiny_llava: Path, tmp_path: Path) -> None:
    requests = [counting_request(tmp_path, n, max_tokens=16) for n in (2, 4, 1, 3)]
    answers = asked_of(tiny_llava, requests, device_map="cuda:0", dtype="bfloat16")
    assert [answer.text for answer in answers] == ["\\boxed{2}", "\\boxed{4}", "\\boxed{1}", "\\boxed{3}"]


def test_memory_that_really_runs_out_halves_the_budget(tiny_llava: Path, tmp_path: Path) -> None:
    """Rows that do not fit together in what a memory limit leaves are answered in smaller batches."""
    import torch

    requests = [counting_request(tmp_path, 1 + k % 4, text="y " * 1500, max_tokens=2) for k in range(64)]
    with loaded(tiny_llava, device_map="cuda:0", dtype="float32") as model:
        (alone,) = ask(model, requests[:1])
        before = model.engine.limits.tokens
        total = torch.cuda.get_device_properties(0).total_memory
        torch.cuda.empty_cache()
        try:
            torch.cuda.set_per_process_memory_fraction((torch.cuda.memory_reserved() + (400 << 20)) / total)
            answers = ask(model, requests)
        finally:
            torch.cuda.set_per_process_memory_fraction(1.0)
        assert model.engine.limits.tokens < before
    assert len(answers) == 64
    assert answers[0].text == alone.text
