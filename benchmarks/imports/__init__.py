"""Readers of other harnesses' and papers' predictions. Nothing is unpickled, nothing is evaluated."""
