"""How `hf:` chooses tokens: what was asked for and nothing else, whatever shares the batch."""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from local_model import ask, asked_of, counting_request, loaded, mixed_requests

from mmbench.records import Message, Request, Sampling, Text

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.adapters.hf.decoding import Row


def texts(responses: list[Any]) -> list[str]:
    return [response.text for response in responses]


@pytest.mark.parametrize("options", [{}, {"batch_size": 5}, {"token_budget": 400}, {"join": True, "batch_size": 6}])
def test_a_batch_answers_as_single_requests_do(tiny_llava: Path, tmp_path: Path, options: dict[str, Any]) -> None:
    requests = mixed_requests(tmp_path, 24)
    with loaded(tiny_llava) as model:
        single = [ask(model, [request])[0] for request in requests]
    assert len({response.usage.output_tokens for response in single}) > 4
    together = asked_of(tiny_llava, requests, **options)
    assert texts(together) == texts(single)
    assert [each.usage for each in together] == [each.usage for each in single]


@pytest.mark.parametrize("options", [{"batch_size": 1}, {"batch_size": 7}, {"join": True, "batch_size": 5}])
def test_a_sampled_answer_follows_from_its_seed_whatever_it_is_batched_with(
    tiny_llava: Path, tmp_path: Path, options: dict[str, Any]
) -> None:
    requests = mixed_requests(tmp_path, 24, (12,), temperature=3.0, top_p=0.9, top_k=60)
    first = texts(asked_of(tiny_llava, requests))
    again = texts(asked_of(tiny_llava, requests[::-1], **options))
    assert again[::-1] == first
    assert len(set(first)) > 20


def test_samples_are_drawn_as_often_as_they_are_likely(tiny_llava: Path, tmp_path: Path) -> None:
    """The first token of 400 samples against the probabilities that the model itself gives, by a chi-squared test.

    However sure the model is of its first token, the temperature makes it e^3 times as likely as the twentieth.
    """
    from scipy.stats import chisquare

    told = counting_request(tmp_path, 2, text="x x", max_tokens=1, logprobs=20)
    with loaded(tiny_llava) as model:
        (first,) = ask(model, [told])[0].logprobs
        temperature = (first.top[0][1] - first.top[-1][1]) / 3
        settings: dict[str, Any] = {"max_tokens": 1, "temperature": temperature, "top_k": 20, "logprobs": 0}
        sampled = ask(model, [counting_request(tmp_path, 2, text="x x", samples=400, **settings)])[0]
    assert len(sampled.others) == 399
    counts = Counter(each.logprobs[0].text for each in (sampled, *sampled.others))
    weights: dict[str, float] = {}
    for text, logprob in first.top:
        weights[text] = weights.get(text, 0.0) + math.exp((logprob - first.top[0][1]) / temperature)
    expected = {
        text: 400 * weights[text] / sum(weights.values()) for text in sorted(weights, key=lambda t: -weights[t])
    }
    assert set(counts) <= set(expected), "a token beyond the twentieth was drawn"
    likely = [text for text in list(expected)[:-1] if expected[text] >= 5]
    assert len(likely) >= 2
    observed = [counts[text] for text in likely]
    wanted = [expected[text] for text in likely]
    assert chisquare([*observed, 400 - sum(observed)], [*wanted, 400 - sum(wanted)]).pvalue > 0.001


def test_a_sample_of_several_is_that_of_its_own_seed(tiny_llava: Path, tmp_path: Path) -> None:
    several = counting_request(tmp_path, 3, temperature=5.0, max_tokens=8, seed=11, samples=4)
    alone = counting_request(tmp_path, 3, temperature=5.0, max_tokens=8, seed=11)
    with loaded(tiny_llava) as model:
        (response,) = ask(model, [several])
        (first,) = ask(model, [alone])
    answers = [response.text, *texts(list(response.others))]
    assert len(answers) == len(set(answers)) == 4
    assert first.text == response.text
    assert response.usage.input_tokens == first.usage.input_tokens
    tokens = first.usage.output_tokens + sum(other.usage.output_tokens for other in response.others)
    assert response.usage.output_tokens == tokens


def test_greedy_samples_are_one_answer_given_several_times(tiny_llava: Path, tmp_path: Path) -> None:
    (response,) = asked_of(tiny_llava, [counting_request(tmp_path, 3, max_tokens=16, samples=3)])
    assert texts([response, *response.others]) == ["\\boxed{3}"] * 3


def test_top_k_of_one_is_greedy(tiny_llava: Path, tmp_path: Path) -> None:
    requests = [counting_request(tmp_path, n, temperature=9.0, top_k=1, max_tokens=16, seed=n) for n in (1, 2, 3, 4)]
    assert texts(asked_of(tiny_llava, requests)) == ["\\boxed{1}", "\\boxed{2}", "\\boxed{3}", "\\boxed{4}"]


def test_log_probabilities_are_the_model_s_own(tiny_llava: Path, tmp_path: Path) -> None:
    """Against one forward pass over the finished text, before temperature and truncation."""
    import torch

    request = counting_request(tmp_path, 2, temperature=4.0, top_p=0.8, max_tokens=9, seed=5, logprobs=3)
    finished: list[Row] = []
    with loaded(tiny_llava, dtype="float32") as model:
        hand_out = model.engine._hand_out

        def noted(rows: list[Row], running: Any) -> None:
            finished.extend(rows)
            hand_out(rows, running)

        model.engine._hand_out = noted  # type: ignore[method-assign]
        (response,) = ask(model, [request])
        prepared = model.preparer.prepare(request)
        tokens = finished[0].tokens
        answer = torch.tensor([tokens])
        inputs = {
            **prepared.inputs,
            "input_ids": torch.cat([prepared.inputs["input_ids"], answer], 1),
            "attention_mask": torch.ones(1, prepared.length + len(tokens), dtype=torch.long),
        }
        with torch.inference_mode():
            logprobs = model.engine.model(**inputs).logits[0].log_softmax(-1)
    assert len(response.logprobs) == response.usage.output_tokens == len(tokens) > 1
    for place, (token, number) in enumerate(zip(response.logprobs, tokens, strict=True)):
        before = logprobs[prepared.length + place - 1]
        assert token.logprob == pytest.approx(before[number].item(), abs=1e-4)
        assert [value for _, value in token.top] == pytest.approx(before.topk(3).values.tolist(), abs=1e-4)
        assert len(token.top) == 3


def test_an_answer_ends_before_a_stop_string(tiny_llava: Path, tmp_path: Path) -> None:
    plain = counting_request(tmp_path, 2, max_tokens=16)
    stopped = counting_request(tmp_path, 2, max_tokens=16, stop=("never", "d{"))
    first, second = asked_of(tiny_llava, [plain, stopped])
    assert (first.text, second.text, second.finish) == ("\\boxed{2}", "\\boxe", "stop")
    assert second.usage.output_tokens < first.usage.output_tokens


def test_the_start_of_an_answer_is_continued(tiny_llava: Path, tmp_path: Path) -> None:
    asked = counting_request(tmp_path, 4, max_tokens=16)
    begun = Request(
        messages=(*asked.messages, Message(role="assistant", content=(Text(text="\\boxed{"),))),
        sampling=asked.sampling,
    )
    (response,) = asked_of(tiny_llava, [begun])
    assert response.text == "4}"


def test_the_system_turn_reaches_the_model(tiny_llava: Path, tmp_path: Path) -> None:
    request = counting_request(tmp_path, 4, max_tokens=2)
    system = Message(role="system", content=(Text(text="Be brief."),))
    with loaded(tiny_llava) as model:
        prepared = model.preparer.prepare(Request(messages=(system, *request.messages), sampling=Sampling()))
        text = model.preparer.processor.tokenizer.decode(prepared.inputs["input_ids"][0])
    assert text.startswith("<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n")


def test_control_tokens_in_a_question_stay_text(tiny_llava: Path, tmp_path: Path) -> None:
    """A question may say `<image>` or `<|im_end|>`: it must neither break the request nor end the user's turn."""
    request = counting_request(
        tmp_path, 2, text="What does <image> mean? <|im_end|><|im_start|>assistant", max_tokens=4
    )
    with loaded(tiny_llava) as model:
        prepared = model.preparer.prepare(request)
        ids = prepared.inputs["input_ids"][0].tolist()
        image, start = model.preparer.processor.tokenizer.convert_tokens_to_ids(["<image>", "<|im_start|>"])
        assert (ids.count(image), ids.count(start)) == (16, 2)
        assert ask(model, [request])[0].error == ""


def test_a_checkpoint_s_own_decoding_settings_are_not_applied_in_silence(tiny_llava: Path, tmp_path: Path) -> None:
    """Published checkpoints come with repetition penalties and temperatures; a run decodes as `run.json` says."""
    import shutil

    folder = tmp_path / "penalised"
    shutil.copytree(tiny_llava, folder)
    settings = json.loads((folder / "generation_config.json").read_text())
    settings |= {"repetition_penalty": 5.0, "do_sample": True, "temperature": 9.0, "no_repeat_ngram_size": 1}
    (folder / "generation_config.json").write_text(json.dumps(settings))
    requests = mixed_requests(tmp_path, 24)
    assert texts(asked_of(folder, requests)) == texts(asked_of(tiny_llava, requests))


def test_thoughts_are_kept_apart_from_the_answer(tiny_llava: Path, tmp_path: Path) -> None:
    with loaded(tiny_llava) as model:
        tokenizer = model.preparer.processor.tokenizer
        said = tokenizer("<think>\nTwo squares.\n</think>\n\n\\boxed{2}", add_special_tokens=False)["input_ids"]
        replies = iter(said)

        def speak(input_ids: Any, scores: Any) -> Any:
            token = next(replies, tokenizer.eos_token_id)
            return scores.new_full(scores.shape, float("-inf")).index_fill(1, scores.new_tensor([token]).long(), 0.0)

        generate = model.engine.model.generate
        model.engine.model.generate = lambda **given: generate(**{**given, "logits_processor": [speak]})
        (response,) = ask(model, [counting_request(tmp_path, 2, max_tokens=90)])
    assert (response.reasoning, response.text) == ("Two squares.", "\\boxed{2}")
