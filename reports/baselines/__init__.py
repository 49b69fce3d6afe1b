"""Baselines: a run's outcomes in a file small enough to commit, for later runs to be held against."""
