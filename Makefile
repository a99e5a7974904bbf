# Start here: `make demo` shows the shop, `make test` runs everything CI runs.
# Paths are relative and programs are called as modules, so a checkout may live under any name.
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help demo test check web-environment environment chromium lint types imports templates \
	migrations migration tests fmt bench fuzz soak clean clean-data

help: ## What can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: web-environment ## The shop with sample data on this machine (PORT=8000, SCALE=province or 100x)
	@$(PY) -m app.cli demo --with-parent

test: environment chromium lint types imports templates migrations tests ## Everything CI runs

check: test ## The same as test

web-environment:
	@sh tools/bootstrap.sh web

environment:
	@sh tools/bootstrap.sh dev
	@sh tools/bootstrap.sh peers

chromium:
	@sh tools/chromium.sh

lint: environment ## Style of the Python code
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: environment ## Types, strictly
	$(PY) -m mypy

imports: environment ## Which package may import which
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

templates: environment ## Style of the templates
	$(PY) -m djlint templates --lint --quiet

migrations: environment ## Up, down, up again, and no difference from the models
	$(PY) -m tools.migrations check

migration: environment ## Writes a migration from the models: make migration m="what changes"
	$(PY) -m tools.migrations new "$(m)"

tests: environment ## pytest alone, in parallel
	$(PY) -m pytest -n auto

fmt: environment ## Lets ruff put the code in order
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: environment ## Measures the hot paths against a bare response
	$(PY) -m benchmarks

fuzz: environment ## 200 made-up requests to every operation of the API (FUZZ_EXAMPLES=200)
	FUZZ_EXAMPLES=$${FUZZ_EXAMPLES:-200} $(PY) -m pytest -q -n 0 -s tests/api/test_fuzz.py

soak: environment ## Every desk at every width; minutes of mixed traffic, watching memory and stock
	EVERY_WIDTH=1 $(PY) -m pytest -q -n auto tests/browser/test_every_desk.py
	EVERY_LABEL=1 $(PY) -m pytest -q -n auto tests/traceability/labels/test_decoding.py
	$(PY) -m benchmarks.soak

clean: ## Removes what tools wrote; keeps the data, .venv and .venv-peers
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
	find app tests tools migrations benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

clean-data: web-environment ## Deletes the demo's database and files for good
	@$(PY) -m app.cli clean-data
