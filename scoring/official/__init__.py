"""The published metrics, one module each, reproduced exactly: same rule, same rounding, same traps."""
