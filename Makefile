# Two commands for a stranger: `make serve` shows the working system, `make test` passes the tests.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DEVELOPED := $(VENV)/.developed
SOURCES := tawasul cases routing sla classifier web
PYTEST := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help serve test check format lint types contracts translations corpus bench soak lock clean

help: ## say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

serve: $(INSTALLED) ## set up all there is to set up, and show the working system
	@exec $(BIN)/tawasul serve

test: $(DEVELOPED) ## pass the tests, on every database that answers
	$(PYTEST) -n 2 --dist loadgroup $(TESTS)

check: $(DEVELOPED) format lint types contracts test ## all that has to hold before a change lands

format: $(DEVELOPED) ## is the code laid out as agreed?
	$(BIN)/ruff format --check .

lint: $(DEVELOPED) ## does the code follow the rules?
	$(BIN)/ruff check .

types: $(DEVELOPED) ## do the types hold?
	$(BIN)/mypy $(SOURCES)

contracts: $(DEVELOPED) ## do imports go downwards only?
	$(BIN)/lint-imports

corpus: $(DEVELOPED) ## count and check the texts that the sorter learns from, and keep the counts in docs/corpus.md
	$(BIN)/python -m benchmarks.corpus

bench: $(DEVELOPED) ## measure speed and memory, and keep the figures in docs/measurements
	$(BIN)/python -m benchmarks

soak: $(DEVELOPED) ## the long runs: crashes and fuzz for many seeds
	$(PYTEST) -m "slow" --soak

lock: ## resolve the dependencies anew
	@$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements.lock
	@$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11 --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## remove what was installed and built
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 is missing. On Debian and Ubuntu: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) deploy/make_venv.py $(VENV)

$(INSTALLED): $(VENV)/bin/python requirements.lock requirements-ml.in pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-ml.in
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(DEVELOPED): $(INSTALLED) requirements-dev.lock requirements-dev-ml.in
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev-ml.in
	@touch $@
