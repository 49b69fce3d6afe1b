"""The static leaderboard site: built from run directories and reports."""
