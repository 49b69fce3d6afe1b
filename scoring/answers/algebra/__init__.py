"""What an expression is worth, and whether two are the same."""
