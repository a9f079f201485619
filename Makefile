# Fonds: one command for each thing. `make help` lists them.
PYTHON ?= python3
IN := .venv/bin/python
HOUSE := $(addprefix tests/house/test_,arrows.py sizes.py templates.py documents.py compose.py)
# A production whose settings are read but whose database is never asked.
PRODUCTION := FONDS_ENV=production DJANGO_SETTINGS_MODULE=config.settings TRUSTED_PROXIES=none \
	SECRET_KEY=checked-but-never-used-0123456789abcdefghijklmnopqrstuvwxyz \
	ALLOWED_HOSTS=archive.example.org DATABASE_URL=postgresql://archive.example.org/fonds

.DEFAULT_GOAL := help
.PHONY: help setup run test test-fast check fmt sure bench bench-search bench-anchoring lock words

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

check: setup ## lint, types, migrations, settings, templates, the rules of the house
	@.venv/bin/ruff check --quiet
	@.venv/bin/ruff format --check --quiet
	@.venv/bin/mypy
	@DATA_DIR=.cache/check $(IN) manage.py makemigrations --check --dry-run
	@DATA_DIR=.cache/check $(IN) manage.py check --fail-level WARNING --database default
	@$(PRODUCTION) $(IN) -m django check --deploy --fail-level WARNING
	@.venv/bin/djlint --lint --quiet templates
	@$(IN) -m pytest -q $(HOUSE)

fmt: setup ## format the code
	@.venv/bin/ruff check --fix --quiet
	@.venv/bin/ruff format --quiet

sure: check test ## everything that must hold before a change is handed in

bench: setup ## measure ingest, pages and their statements
	@$(IN) -m tests.bench

bench-search: setup ## measure search
	@$(IN) -m tests.bench search

bench-anchoring: setup ## measure the re-attaching of annotations
	@$(IN) -m tests.bench anchoring

lock: setup ## compile the lock files after a change to requirements*.in
	@for name in requirements requirements-dev; do .venv/bin/uv pip compile --quiet --universal --generate-hashes \
		--no-emit-index-url --python-version 3.11 --override requirements-overrides.txt \
		--custom-compile-command "make lock" $$name.in -o $$name.txt; done

words: setup ## gather the words of the interface and compile the Russian catalogue (needs GNU gettext)
	@.venv/bin/django-admin makemessages --locale ru --no-location --no-wrap --no-obsolete --extension html,txt,py \
		--ignore node_modules --ignore .venv --ignore tests
	@.venv/bin/django-admin compilemessages --locale ru --ignore node_modules --ignore .venv
