# Fonds: one command for each thing. `make help` lists them.
PYTHON ?= python3
IN := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup run test test-fast check fmt sure bench bench-search bench-anchoring lock

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 25

setup: ## install everything that running, testing and checking need
	@$(PYTHON) -I config/install.py --dev

run: ## set up what is missing and start the archive (PORT=8000, DATA_DIR=.data)
	@$(PYTHON) -I config/install.py
	@$(IN) -m config.run

test: ## run every test, with coverage gates
	@$(PYTHON) -I config/install.py --dev --browser
	@$(IN) -m pytest -n 2 --cov --cov-report=json:.cache/coverage.json --gates

test-fast: setup ## run the tests that are not slow
	@$(IN) -m pytest -n 2 -m "not slow"

check: setup ## lint, types, migrations, settings, templates
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check --quiet
	@.venv/bin/mypy
	@$(IN) -m tests.checks

fmt: setup ## format code and templates
	@.venv/bin/ruff check --fix --quiet || true
	@.venv/bin/ruff format --quiet
	@.venv/bin/djlint --reformat --quiet templates || true

sure: check test ## everything that must hold before a change is handed in

bench: setup ## measure ingest, pages and their statements
	@$(IN) -m pytest tests/bench -m "slow or not slow" -s

bench-search: setup ## measure search
	@$(IN) -m pytest tests/bench/search -m "slow or not slow" -s

bench-anchoring: setup ## measure the re-attaching of annotations
	@$(IN) -m pytest tests/bench/anchoring -m "slow or not slow" -s

lock: setup ## compile the lock files after a change to requirements*.in
	@for name in requirements requirements-dev; do .venv/bin/uv pip compile --quiet --universal --generate-hashes \
		--no-emit-index-url --python-version 3.11 --custom-compile-command "make lock" $$name.in -o $$name.txt; done
