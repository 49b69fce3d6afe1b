"""The bounds on the work one answer may cause, checked before anything is computed. They bound work, not time."""

MAX_RESPONSE = 1_000_000
"""Characters of a response that are looked at, from its end."""
MAX_ANSWER = 2_000
"""Characters of an extracted answer or a gold that are parsed; a longer one is not read."""
MAX_TOKENS = 800
MAX_DEPTH = 60
"""Nesting of brackets, fractions, exponents, in the text and in the tree."""
MAX_DIGITS = 400
"""Digits of one number as written."""
MAX_BITS = 20_000
"""Bits of any integer that exact arithmetic makes."""
MAX_FACTORIAL = 3_000
MAX_EXPONENT = 10_000
"""Absolute value of an exponent (integer part) in exact arithmetic, and of a decimal exponent as written."""
