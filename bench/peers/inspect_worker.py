"""inspect_ai on the items of bench/overhead.py: `inspect_worker.py FOLDER blind|decode COUNT`.

Its own dataset, task, log and `match` scorer around a model that does nothing, or nothing but decode its picture.
"""

from __future__ import annotations

import base64
import io
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from inspect_ai import Task, eval
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessageUser, ContentImage, ContentText, ModelAPI, ModelOutput, modelapi
from inspect_ai.scorer import match
from inspect_ai.solver import generate

MODE = sys.argv[2]


def decode(messages: list[Any]) -> None:
    """Decode the pictures of a request, which arrive as data URIs."""
    from PIL import Image

    for message in messages:
        for block in message.content:
            if isinstance(block, ContentImage):
                data = block.image
                raw = base64.b64decode(data.split(",", 1)[1]) if data.startswith("data:") else Path(data).read_bytes()
                Image.open(io.BytesIO(raw)).convert("RGB")


@modelapi(name="nothing")
class Nothing(ModelAPI):
    """Answers 7."""

    async def generate(self, input: list[Any], tools: Any, tool_choice: Any, config: Any) -> ModelOutput:
        """Answer 7."""
        if MODE == "decode":
            decode(input)
        return ModelOutput.from_content("nothing", "The bar ends at the line marked 7, so the answer is 7.")


def main() -> None:
    """Run once and print items per CPU second (imports left out)."""
    folder, count = Path(sys.argv[1]), int(sys.argv[3])
    samples = []
    start = time.process_time()
    with (folder / "items.jsonl").open() as file:
        for _, line in zip(range(count), file, strict=False):
            row = json.loads(line)
            blocks = [ContentImage(image=str(folder / row["image"])), ContentText(text=f"Question: {row['question']}")]
            samples.append(Sample(id=row["id"], input=[ChatMessageUser(content=blocks)], target=row["answer"]))
    task = Task(dataset=MemoryDataset(samples), solver=generate(), scorer=match(numeric=True))
    with tempfile.TemporaryDirectory() as logs:
        [log] = eval(task, model="nothing/x", log_dir=logs, display="none", max_connections=16)
    seconds = time.process_time() - start
    if log.status != "success" or log.results is None or log.results.completed_samples != count:
        raise SystemExit(f"the run is not whole: {log.status}")
    print(json.dumps({"items_per_cpu_s": count / seconds}))


if __name__ == "__main__":
    main()
