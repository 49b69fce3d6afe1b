"""The bench's own packages, importable as its scripts import them."""

import sys

from support import ROOT

sys.path.append(str(ROOT / "bench"))
