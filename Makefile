# The README's commands. `make test` is what CI runs; nothing but Python 3.11 with pip and venv is assumed.
PYTHON ?= python3
BIN := .venv/bin

LMMS := .venv-lmms/bin
VISION := .venv-vision/bin

.PHONY: test check unit fuzz install clean test-lmms test-vision

test: install check unit fuzz

# torch comes first and alone: whatever else is installed later then keeps this version.
install: $(BIN)/.installed

$(BIN)/.installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet torch==2.13.0
	$(BIN)/pip install --quiet -e '.[hf,lora,openai,anthropic,gemini,ray,dev]'
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

# The real lmms-eval, in an environment of its own and without what it requires: that is CUDA and a hundred packages.
test-lmms: $(LMMS)/.installed
	OMP_NUM_THREADS=1 $(LMMS)/pytest tests/lmms

$(LMMS)/.installed: pyproject.toml
	$(PYTHON) -m venv .venv-lmms
	$(LMMS)/pip install --quiet torch==2.13.0
	$(LMMS)/pip install --quiet -e '.[hf,openai]' decord evaluate hypothesis loguru pytest python-dotenv pytz
	$(LMMS)/pip install --quiet --no-deps lmms-eval==0.7.3
	touch $@

# Architectures whose processors need torchvision, which beside a CPU torch breaks every model of transformers.
test-vision: $(VISION)/.installed
	OMP_NUM_THREADS=1 $(VISION)/pytest tests/vision_extra

$(VISION)/.installed: pyproject.toml
	$(PYTHON) -m venv .venv-vision
	$(VISION)/pip install --quiet torch==2.13.0
	$(VISION)/pip install --quiet -e '.[hf]' pytest hypothesis num2words
	$(VISION)/pip install --quiet --no-deps torchvision==0.28.0
	touch $@

clean:
	rm -rf .venv .venv-lmms .venv-vision build dist *.egg-info
