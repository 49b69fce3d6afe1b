"""lmms-eval on the items of bench/overhead.py: `lmms_worker.py FOLDER blind|decode COUNT`.

Its own dataset loading, task, sample log and scoring (with one scoring thread, as its rules need) around a chat model
that does nothing, or nothing but decode its picture.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from lmms_eval import evaluator
from lmms_eval.api.model import lmms
from lmms_eval.tasks import TaskManager

MODE = sys.argv[2]
TASK = """
task: bars
dataset_path: json
dataset_kwargs: {{data_files: {{test: {rows}}}}}
test_split: test
output_type: generate_until
doc_to_visual: !function utils.doc_to_visual
doc_to_text: !function utils.doc_to_text
doc_to_messages: !function utils.doc_to_messages
doc_to_target: answer
process_results: !function utils.process_results
metric_list: [{{metric: acc, aggregation: mean, higher_is_better: true}}]
generation_kwargs: {{max_new_tokens: 16}}
"""
UTILS = """
import re
from pathlib import Path
FOLDER = Path({folder!r})

def doc_to_text(doc, kwargs=None):
    return "Question: " + doc["question"]

def doc_to_visual(doc):
    from PIL import Image
    return [Image.open(FOLDER / doc["image"]).convert("RGB")]

def doc_to_messages(doc, kwargs=None):
    path = str(FOLDER / doc["image"])
    content = [{{"type": "image", "url": path}}, {{"type": "text", "text": doc_to_text(doc)}}]
    return [{{"role": "user", "content": content}}]

def process_results(doc, results):
    found = re.findall(r"\\d+", results[0])
    return {{"acc": float(bool(found) and found[-1] == doc["answer"])}}
"""


class Nothing(lmms):
    """Answers 7."""

    is_simple = False

    def generate_until(self, requests: list[Any]) -> list[str]:
        """Answer 7."""
        from PIL import Image

        answers = []
        for request in requests:
            _, messages, _, doc_id, task, split = request.args
            asked = messages(self.task_dict[task][split][doc_id])
            if MODE == "decode":
                Image.open(asked[0]["content"][0]["url"]).convert("RGB")
            answers.append("The bar ends at the line marked 7, so the answer is 7.")
        return answers

    def loglikelihood(self, requests: list[Any]) -> Any:
        """Not asked."""
        raise RuntimeError("not asked")

    def generate_until_multi_round(self, requests: list[Any]) -> Any:
        """Not asked."""
        raise RuntimeError("not asked")


def main() -> None:
    """Run once and print items per CPU second (imports left out)."""
    folder, count = Path(sys.argv[1]), int(sys.argv[3])
    with tempfile.TemporaryDirectory() as place:
        tasks = Path(place)
        with (folder / "items.jsonl").open() as file:
            (tasks / "rows.jsonl").write_text("".join(line for _, line in zip(range(count), file, strict=False)))
        (tasks / "bars.yaml").write_text(TASK.format(rows=tasks / "rows.jsonl"))
        (tasks / "utils.py").write_text(UTILS.format(folder=str(folder)))
        start = time.process_time()
        manager = TaskManager(include_path=place, include_defaults=False)
        options = SimpleNamespace(
            process_with_media=False,
            output_path=place,
            log_samples=True,
            process_docs_parallel=1,
            reasoning_tags="none",
        )
        found = evaluator.simple_evaluate(
            model=Nothing(),
            tasks=["bars"],
            task_manager=manager,
            bootstrap_iters=0,
            cli_args=options,
            log_samples=True,
        )
        (tasks / "samples.jsonl").write_text(
            "".join(json.dumps(row, default=str) + "\n" for row in found["samples"]["bars"])
        )
        seconds = time.process_time() - start
    if len(found["samples"]["bars"]) != count:
        raise SystemExit("the run is not whole")
    print(json.dumps({"items_per_cpu_s": count / seconds}))


if __name__ == "__main__":
    main()
