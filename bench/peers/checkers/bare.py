"""Importing one module out of a package without the package's own start, which may need a whole training stack."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType
from typing import Any


def bare_import(package: str, module: str, **named: Any) -> Any:
    """Import a module of an installed distribution; the packages above it are there but empty.

    `named` maps other modules, dots as `__`, to what they hold: those that are imported but not needed to judge.
    """
    for name, holds in named.items():
        sys.modules[name.replace("__", ".")] = shell = ModuleType(name)
        vars(shell).update(holds)
    parts = module.split(".")
    for end in range(1, len(parts)):
        name = ".".join(parts[:end])
        if name not in sys.modules:
            sys.modules[name] = shell = ModuleType(name)
            shell.__path__ = [str(Path(str(distribution(package).locate_file("/".join(parts[:end])))))]
    return import_module(module)
