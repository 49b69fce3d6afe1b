"""Student work: a solution written by hand with one wrong line."""
