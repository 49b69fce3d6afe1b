"""Reading answers: extract them from free-form text, parse them to values, compare values. No key is seen here."""

from mmbench.scoring.answers.comparing.choices import pick_choice, pick_letter
from mmbench.scoring.answers.comparing.compare import Comparison, compare
from mmbench.scoring.answers.comparing.policy import Policy, policy
from mmbench.scoring.answers.extraction.extract import Extraction, extract
from mmbench.scoring.answers.reading.read import read

__all__ = ["Comparison", "Extraction", "Policy", "compare", "extract", "pick_choice", "pick_letter", "policy", "read"]
