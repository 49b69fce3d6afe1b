"""mmbench measures how well multimodal models do mathematics, and says what kind of mistakes they make.

mmbench.check(response, gold)    judge one answer
mmbench.diagnose(response, ...)  say what kind of mistake it makes, and where
mmbench.load_run(path)           read a run directory
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from os import PathLike

    from mmbench.reports.loaded import LoadedRun
    from mmbench.scoring.check import check
    from mmbench.scoring.diagnose.call import diagnose

__all__ = ["__version__", "check", "diagnose", "load_run"]

__version__ = "0.1.0"


def load_run(path: "str | PathLike[str]") -> "LoadedRun":
    """Open a run directory for reading: its files, its lines as a data frame, its accuracies by any label.

    Raises:
        RunError: there is no run at `path`.
    """
    from pathlib import Path

    from mmbench.reports.loaded import LoadedRun

    run = LoadedRun(Path(path))
    run.run()
    return run


def __getattr__(name: str) -> Any:
    if name == "check":
        from mmbench.scoring.check import check

        return check
    if name == "diagnose":
        from mmbench.scoring.diagnose.call import diagnose

        return diagnose
    raise AttributeError(f"module 'mmbench' has no attribute '{name}'")
