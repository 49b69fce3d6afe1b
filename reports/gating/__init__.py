"""The release gate: whether a candidate may replace a baseline, and the small file a baseline is kept in."""
