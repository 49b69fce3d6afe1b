"""Runs compared item by item: what is read, what is reckoned, how it is told on a terminal and in files."""
