"""Reading answers: extract them from free-form text, parse them to values, compare values. No key is seen here."""

from mmbench.scoring.answers.equal import numbers_equal, same_text
from mmbench.scoring.answers.extract import Extraction, extract
from mmbench.scoring.answers.parse import parse_list, parse_number, pick_choice

__all__ = ["Extraction", "extract", "numbers_equal", "parse_list", "parse_number", "pick_choice", "same_text"]
