# Everything a newcomer needs is `make run` and `make test`; `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: help run test lint bench bench-match clean install install-test install-bench translations faults fuzz

help:  ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: install  ## Set up, load the samples, and open the service on loopback
	$(BIN)/tm db upgrade
	$(BIN)/tm samples load --once
	exec $(BIN)/tm serve

test: lint  ## Lint, types, import contracts, and every test on SQLite and PostgreSQL
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup tests

lint: install-test  ## Ruff, strict mypy and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install-bench  ## Measure in minutes; prints ratios taken in one run
	$(BIN)/python -m benchmarks.bench_align
	$(BIN)/python -m benchmarks.bench_match --quick

bench-match: install-bench  ## Measure the match engine at 1,000,000 units against its targets
	$(BIN)/python -m benchmarks.bench_match

faults: install-test  ## Kill processes for minutes; nothing may be lost or done twice
	$(BIN)/python -m pytest -q tests/faults/killed_workers.py tests/faults/killed_index.py

fuzz: install-test  ## Many more generated requests and segments than `make test` tries
	TM_FUZZ_EXAMPLES=100 $(BIN)/python -m pytest -q -n 2 tests/api/test_fuzz.py
	TM_FUZZ_EXAMPLES=3000 $(BIN)/python -m pytest -q -n 2 tests/match/test_index.py

clean:  ## Remove what was built here; data directories stay
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

install: $(VENV)/.installed
install-test: $(VENV)/.installed-test
install-bench: $(VENV)/.installed-bench

$(VENV)/.installed: pyproject.toml constraints.txt tm/match/kernel.c
	@./.ci/install '.'
	@touch $@

$(VENV)/.installed-test: pyproject.toml constraints.txt tm/match/kernel.c
	@./.ci/install '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: pyproject.toml constraints.txt tm/match/kernel.c
	@./.ci/install '.[test,bench]'
	@touch $@ $(VENV)/.installed $(VENV)/.installed-test

translations: install  ## Collect messages for people, and compile their Korean
	cd tm/web && ../../$(BIN)/pybabel -q extract --no-location --omit-header -F translations/babel.cfg -o translations/messages.pot .
	cd tm/web && ../../$(BIN)/pybabel -q update --no-fuzzy-matching --omit-header -i translations/messages.pot -d translations -l ko
	cd tm/web && ../../$(BIN)/pybabel -q compile --use-fuzzy -d translations -l ko
	rm tm/web/translations/messages.pot
