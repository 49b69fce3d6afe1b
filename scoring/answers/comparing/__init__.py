"""Comparing values under a policy, and options by letter, text or value."""
