"""Is it right, and if not, what went wrong: answers are extracted, parsed and compared here, without any model.

Scoring is pure: it needs no network and no judge, and gives the same verdict in any thread or process.
"""
