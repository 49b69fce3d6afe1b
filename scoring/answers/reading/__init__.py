"""From the text of an answer to a typed value: LaTeX, plain text, units, words, dates."""
