# The README's commands. `make test` is what CI runs; nothing but Python 3.11 with pip and venv is assumed.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: test check unit fuzz install clean

test: install check unit fuzz

# torch comes first and alone: whatever else is installed later then keeps this version.
install: $(BIN)/.installed

$(BIN)/.installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet torch==2.13.0
	$(BIN)/pip install --quiet -e '.[hf,dev]'
	$(BIN)/python -m compileall -q adapters benchmarks leaderboard mmbench reports scoring
	touch $@

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy tests bench
	$(BIN)/lint-imports --no-logo

unit:
	$(BIN)/pytest -n 2 --dist loadgroup

# A minute of made-up answers, each with a bound on its work; the seed is printed.
fuzz:
	MMBENCH_FUZZ_SECONDS=60 $(BIN)/pytest tests/scoring/test_fuzz.py

clean:
	rm -rf .venv build dist *.egg-info
