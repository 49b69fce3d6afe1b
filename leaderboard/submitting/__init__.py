"""Submissions: a scored run packed into one archive, and an archive of a stranger read and checked."""
