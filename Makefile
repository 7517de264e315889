# The front door: `make` alone lists what there is.
# DATA= (a folder) and PORT= may be given to demo; ARGS= to test, as in ARGS="tests/cities -x".
# The tests run in as many processes as there are CPUs; for a debugger: ARGS="tests/cities -n 0 --pdb".

VENV := .venv
RUN := $(VENV)/bin/python -m collaborative.embedded
THROWAWAY := $(RUN) exec --throwaway --
# The locks name everything, so pip must not go and look for more: a newer release would stop it.
PIP := $(VENV)/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --require-hashes

# The first Python on this machine that is new enough; another may be given, as in PYTHON=python3.12.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$each && break; done)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo setup test test-records faults browser lint bench docs ci clean

help: ## List what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup ## Run the portal with sample data until Ctrl-C (PORT=, DATA=)
	@exec $(RUN) up

setup: $(VENV)/.demo node_modules/.ready ## Only set up: Python packages and front-end files

test: $(VENV)/.development node_modules/.ready browser ## Run the whole test suite (ARGS= goes to pytest)
	@exec $(THROWAWAY) pytest -n auto -m "not records" $(ARGS)

test-records: $(VENV)/.development node_modules/.ready ## Run the tests that read real records kept outside
	@exec $(THROWAWAY) pytest -m records $(ARGS)

faults: $(VENV)/.development ## Break what mail runs on, again and again (long)
	@exec $(THROWAWAY) pytest -m faults tests/faults $(ARGS)

browser: $(VENV)/.development ## Make sure that there is a browser for the tests
	@$(VENV)/bin/python -m collaborative.embedded.browser

lint: $(VENV)/.development node_modules/.ready ## Check style, types, layers, templates and migrations
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djlint --quiet --lint templates
	$(THROWAWAY) mypy
	$(THROWAWAY) python manage.py makemigrations --check --dry-run
	@if docker compose version >/dev/null 2>&1; \
	then echo docker compose config && docker compose config --quiet; \
	else echo "docker-compose.yml was not checked: there is no docker compose here."; fi

bench: $(VENV)/.development node_modules/.ready ## Measure the pages beside bare ones
	@exec $(THROWAWAY) python -m tests.bench

docs: $(VENV)/.development ## Write the docs that are made from the tables in the code
	@exec $(THROWAWAY) python manage.py write_docs

ci: ## Run what .ci/run runs
	@exec .ci/run

clean: ## Remove all that was set up, and the demo's data (DATA=)
	@test ! -x $(VENV)/bin/python || $(RUN) clean
	@rm -rf $(VENV) node_modules staticfiles htmlcov .coverage .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.demo: requirements/demo.txt | $(VENV)/bin/python
	@echo "Python packages ..."
	@$(PIP) --requirement $<
	@touch $@

$(VENV)/.development: requirements/development.txt | $(VENV)/bin/python
	@echo "Python packages for tests and checks ..."
	@$(PIP) --requirement $<
	@touch $@

# Debian keeps the part that makes virtual environments in a package of its own.
$(VENV)/bin/python:
	@test -n "$(PYTHON)" && $(PYTHON) -c '$(NEW_ENOUGH)' || { \
		echo "The portal needs Python 3.11 or newer, and this machine has none on its PATH." \
			"Name one, as in: make PYTHON=/opt/python/bin/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null && echo "python3-venv ..." && \
		apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qqy install \
			--no-install-recommends python3-venv >/dev/null; } || { \
		echo "$(PYTHON) cannot make virtual environments. On Debian, run as root:" \
			"apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)

# Where npm is absent, Node comes from a wheel.
node_modules/.ready: package.json package-lock.json .npmrc | $(VENV)/bin/python
	@echo "Front-end files ..."
	@command -v npm >/dev/null || $(PIP) --requirement requirements/node.txt
	@PATH="$$PATH:$(CURDIR)/$(VENV)/bin" npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
	@touch $@
