"""`lmms:`: the model classes of lmms-eval, chat and simple, run here by the installed package.

A class is made and asked as lmms-eval's own evaluator does it (0.7.3, `lmms_eval/evaluator.py`), without its tasks.
"""

from __future__ import annotations

import difflib
import re
import sys
import time
from contextlib import redirect_stdout
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, ClassVar

from mmbench import registry
from mmbench.adapters.batching import Batcher
from mmbench.adapters.endpoints.calls import SECRET, said
from mmbench.errors import UsageError
from mmbench.images import open_image
from mmbench.interfaces import Capabilities
from mmbench.records import Image, Record, Response, Text, Usage

if TYPE_CHECKING:
    from mmbench.records import BenchmarkCard, Request, Sampling

__all__ = ["LmmsModel"]

PACKAGES = ("lmms_eval",)
TASK, SPLIT = "mmbench", "test"
FAILED = "[LMMS_EVAL_"
"""How lmms-eval's endpoint models begin an answer that is none: `[LMMS_EVAL_REQUEST_FAILED after 5 retries] ...`."""


class _Options(Record, frozen=True, forbid_unknown_fields=True):
    """Options of `lmms:`, named after lmms-eval's own.

    `args` is what `--model_args` takes (`pretrained=owner/name,dtype=bfloat16`). `batch_size` is handed to the model,
    and so many requests go to it together. `force_simple` takes the simple class where there is a chat class too.
    """

    args: str = ""
    batch_size: int = 1
    force_simple: bool = False


class LmmsModel:
    """A model class of lmms-eval: its chat class where it has one.

    What a class makes of decoding settings is its own affair: many heed neither `top_p` nor stop strings, none takes
    a seed. An answer is cut at the stop strings here. A class that swallows an error and answers with nothing has
    answered with nothing.
    """

    Options: ClassVar[type[_Options]] = _Options
    packages = PACKAGES

    def __init__(self, name: str, options: _Options) -> None:
        if not name:
            raise UsageError("lmms needs a model: --model lmms:NAME, such as lmms:qwen2_5_vl")
        if options.batch_size < 1:
            raise UsageError(f"lmms: batch_size must be at least 1, found {options.batch_size}")
        _refuse_secrets(options.args)
        resolved = _resolved(name, options.force_simple)
        self.name = name
        self.options = options
        self.chat = resolved.model_type == "chat"
        self.class_path: str = resolved.class_path
        self.capabilities = Capabilities(system=self.chat, seeds=False, stop=True)
        self.concurrency = 2 * options.batch_size
        self.model: Any = None

    def identity(self) -> dict[str, str]:
        """Return the name, the class, its arguments and the version of lmms-eval."""
        return {
            "name": f"lmms:{self.name}",
            "class": self.class_path,
            "args": self.options.args,
            "lmms_eval": version("lmms-eval"),
        }

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        """Import the class and make the model.

        Raises:
            UsageError: a package that the class needs is missing, or it does not take the arguments.
        """
        from lmms_eval.models import MODEL_REGISTRY_V2

        spec = f"--model lmms:{self.name}"
        with redirect_stdout(sys.stderr):
            try:
                factory = MODEL_REGISTRY_V2.get_model_class(self.name, force_simple=self.options.force_simple)
            except ImportError as error:
                missing = isinstance(error, ModuleNotFoundError) and error.name
                install = f". Install the package that provides '{error.name}'." if missing else ""
                raise UsageError(f"{spec}: {self.class_path} cannot be imported: {_said(error)}{install}") from error
            except (Exception, SystemExit) as error:
                raise UsageError(f"{spec}: {self.class_path} cannot be imported: {_said(error)}") from error
            try:
                self.model = factory.create_from_arg_string(self.options.args, {"batch_size": self.options.batch_size})
            except (Exception, SystemExit) as error:
                raise UsageError(
                    f"{spec} cannot be made with args '{self.options.args}' (expected KEY=VALUE,KEY=VALUE as "
                    f"{self.class_path} takes them): {_said(error)}"
                ) from error
        self._batcher = Batcher(self.answer, _settings, self.options.batch_size)

    def close(self) -> None:
        """Let go of the model, as lmms-eval does at the end of a run."""
        self._batcher.close()
        self.model.clean()
        self.model = None

    async def generate(self, request: Request) -> Response:
        """Answer one request, with whatever else waits."""
        return await self._batcher.submit(request)

    def answer(self, requests: list[Request]) -> list[Response]:
        """Answer requests with equal settings as one list; runs on the model's thread.

        Raises:
            BadItem: a picture cannot be opened.
            RuntimeError: the model raised, called `sys.exit`, or gave no answer for each request.
        """
        start = time.perf_counter()
        documents = {number: _document(request) for number, request in enumerate(requests)}
        self.model.task_dict = {TASK: {SPLIT: documents}}
        try:
            with redirect_stdout(sys.stderr):
                given = self.model.generate_until([self._instance(number, each) for number, each in documents.items()])
        except (Exception, SystemExit) as error:
            raise RuntimeError(f"lmms:{self.name}: {_said(error)}") from error
        finally:
            self.model.task_dict = {}
        if not isinstance(given, list | tuple) or len(given) != len(requests):
            found = f"{len(given)} answers" if isinstance(given, list | tuple) else type(given).__name__
            raise RuntimeError(f"lmms:{self.name}: expected a list of {len(requests)} answers, found {found}")
        seconds = time.perf_counter() - start
        return [
            self._response(one, request.sampling, _padded(given), seconds)
            for one, request in zip(given, requests, strict=True)
        ]

    def _instance(self, number: int, document: dict[str, Any]) -> Any:
        from lmms_eval.api.instance import Instance

        request: Request = document["request"]
        settings = _gen_kwargs(request.sampling)
        context = _context(request)
        where = (number, TASK, SPLIT)
        arguments = (
            (context, _doc_to_messages, settings, *where) if self.chat else (context, settings, _doc_to_visual, *where)
        )
        metadata = {"task": TASK, "doc_id": number, "repeats": 1, "split": SPLIT}
        return Instance(request_type="generate_until", arguments=arguments, idx=0, metadata=metadata)

    def _response(self, given: Any, sampling: Sampling, padded: bool, seconds: float) -> Response:
        text = given if isinstance(given, str) else getattr(given, "text", None)
        if not isinstance(text, str):
            found = f"{type(given).__name__}: {said(repr(given))}"
            error = f"lmms:{self.name} answered neither text nor a GenerationResult with text, found {found}"
            return Response(finish="error", error=error, latency=seconds)
        if text.startswith(FAILED):
            return Response(finish="error", error=f"lmms:{self.name}: {said(text)}", latency=seconds)
        usage = Usage(
            input_tokens=_count(given, "input_tokens"),
            output_tokens=_count(given, "output_tokens"),
            reasoning_tokens=_count(given, "reasoning_tokens"),
        )
        kept = _before(text, sampling.stop)
        cut = kept == text and usage.output_tokens >= sampling.max_tokens and not padded
        return Response(text=kept, finish="length" if cut else "stop", usage=usage, latency=seconds)


def _refuse_secrets(args: str) -> None:
    """Refuse keys among the arguments: they are recorded with the run."""
    for name in re.findall(r"([\w-]+)[\"']?\s*[=:]", args):
        if SECRET.search(name):
            raise UsageError(f"lmms: args must not hold a key, found '{name}='; set it in the environment instead")
    if re.search(r"://[^/,\s]*@", args):
        raise UsageError("lmms: args must not hold a password, found an address with one; set it in the environment")


def _resolved(name: str, force_simple: bool) -> Any:
    """Return what lmms-eval's registry knows of a model; its class is not imported yet.

    Raises:
        UsageError: lmms-eval is missing or broken, or knows no such model.
    """
    registry.require("lmms", PACKAGES, "mmbench[lmms]")
    try:
        with redirect_stdout(sys.stderr):  # its log goes where standard output is at its import
            from lmms_eval.models import MODEL_REGISTRY_V2
    except ImportError as error:
        raise UsageError(
            f"lmms needs lmms-eval 0.7.3 or newer with all it requires: {error}; pip install 'mmbench[lmms]'"
        ) from error
    known = MODEL_REGISTRY_V2.list_model_names()
    if name not in known:
        near = " or ".join(f"'{found}'" for found in difflib.get_close_matches(name, known, n=3, cutoff=0.5))
        meant = f" Did you mean {near}?" if near else ""
        raise UsageError(f"--model lmms:{name}: lmms-eval has no such model.{meant} `lmms-eval models` lists all.")
    return MODEL_REGISTRY_V2.resolve(name, force_simple=force_simple)


def _settings(request: Request) -> Sampling:
    return request.sampling


def _gen_kwargs(sampling: Sampling) -> dict[str, Any]:
    """Return the settings as lmms-eval's tasks write them: anew for each request, as models change what they get."""
    settings: dict[str, Any] = {
        "max_new_tokens": sampling.max_tokens,
        "temperature": sampling.temperature,
        "do_sample": sampling.temperature > 0,
        "num_beams": 1,
    }
    if sampling.temperature > 0:
        settings["top_p"] = sampling.top_p
    if sampling.stop:
        settings["until"] = list(sampling.stop)
    return settings


def _document(request: Request) -> dict[str, Any]:
    """Return what a model looks up by its number: pictures are opened here, where no model hides what fails."""
    blocks = [block for message in request.messages for block in message.content]
    return {"request": request, "images": [open_image(block.image) for block in blocks if isinstance(block, Image)]}


def _doc_to_visual(document: dict[str, Any]) -> list[Any]:
    return list(document["images"])


def _doc_to_messages(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the turns as `lmms_eval.protocol.ChatMessages` reads them: a picture is the `url` of its block."""
    images = iter(document["images"])
    return [
        {
            "role": message.role,
            "content": [
                {"type": "text", "text": block.text}
                if isinstance(block, Text)
                else {"type": "image", "url": next(images)}
                for block in message.content
            ],
        }
        for message in document["request"].messages
    ]


def _context(request: Request) -> str:
    """Return the text of all turns: all that a simple class is given besides the pictures, which it puts first."""
    turns = ("".join(b.text for b in message.content if isinstance(b, Text)) for message in request.messages)
    return "\n\n".join(turns)


def _before(text: str, stops: tuple[str, ...]) -> str:
    ends = [end for end in map(text.find, stops) if end >= 0]
    return text[: min(ends, default=len(text))]


def _padded(given: list[Any] | tuple[Any, ...]) -> bool:
    """Whether the token counts are those of padded rows, which do not tell a cut answer from a whole one."""
    return len(given) > 1 and len({_count(one, "output_tokens") for one in given}) == 1


def _count(given: Any, name: str) -> int:
    """Return a token count, or 0 where a model, as many do, does not give it."""
    count = getattr(getattr(given, "token_counts", None), name, None)
    return count if isinstance(count, int) and count > 0 else 0


def _said(error: BaseException) -> str:
    """Return what was raised, for an error of ours."""
    if isinstance(error, SystemExit):
        return f"it called sys.exit({error.code!r})"
    return f"{type(error).__name__}: {said(str(error))}"
