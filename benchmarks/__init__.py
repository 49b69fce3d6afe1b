"""Where items come from: one module a dataset family, the built-in figure suite, readers of others' predictions."""
