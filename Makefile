SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# Node trusts the certificates that the machine trusts (a company's own, say), as pip does.
export NODE_USE_SYSTEM_CA := 1

# MB that a fresh installation needs: Python packages, Node packages, build, data.
NEEDED_MB := 3000

WEB_SOURCES := $(shell find web/src web/public web/tools -type f 2>/dev/null) \
	$(wildcard web/*.json web/*.js web/.npmrc)

COUNT_PACKAGES := awk '/^(Collecting|Requirement already)/ { n++; if (n % 20 == 0) { print "  " n " packages seen ..."; fflush() } } \
	/^(Downloading|  Downloading)/ && /[0-9][0-9]\.[0-9] MB/ { print "  " $$1 " " $$2 " " $$3 " " $$4; fflush() } \
	/^Installing collected/ { print "  unpacking ..."; fflush() } /ERROR|error:/ { print; fflush() }'

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- running -----------------------------------------------------------------------------------

.PHONY: up start down reset status demo tour
up: $(VENV)/.app web/dist/.built ## Install what is missing, start everything, stay in the foreground
	@exec $(BIN)/praan up

start: $(VENV)/.app web/dist/.built ## The same in the background; returns when Praan is ready
	@exec $(BIN)/praan start

down: ## Stop everything; data stay
	@if [ -x $(BIN)/praan ]; then exec $(BIN)/praan down; else echo "Praan is not running."; fi

reset: ## Stop, then delete all local data (asks first; make reset YES=1 does not)
	@if [ -x $(BIN)/praan ]; then exec $(BIN)/praan reset $(if $(YES),--yes); else echo "There is nothing to delete."; fi

status: ## Show processes, addresses and health
	@if [ -x $(BIN)/praan ]; then $(BIN)/praan status || true; else echo "Praan is not installed yet: make up"; fi

demo: $(VENV)/.app ## Fill the running Praan with a family and its weeks of data
	@exec $(BIN)/praan demo

tour: $(VENV)/.app ## Walk through the running Praan: register, program, photo, score
	@exec $(BIN)/praan tour

# ---- checking ----------------------------------------------------------------------------------

.PHONY: test check fmt bench bench-search
# Most of a browser test is waiting, and of one that kills processes too: they run beside the others, with servers of their
# own, and tell at the end.
BESIDE := tests/e2e tests/faults
BESIDE_LOG := .pytest_cache/beside.log
test: $(VENV)/.dev web/dist/.built chromium ## All tests: web lint and units, Python, browser
	@echo "== Web: lint"
	@cd web && npm run --silent lint
	@echo "== Web: unit tests"
	@cd web && npm run --silent test
	@echo "== Python tests (beside them those of $(BESIDE), into $(BESIDE_LOG))"
	@mkdir -p $(dir $(BESIDE_LOG)); \
	( trap 'kill $$(jobs -p) 2>/dev/null || true' EXIT; worst=0; \
	  for part in $(BESIDE); do \
	    $(BIN)/python -m pytest $$part & wait $$! || worst=$$?; \
	  done; exit $$worst ) >$(BESIDE_LOG) 2>&1 & beside=$$!; \
	trap 'kill $$beside 2>/dev/null || true' EXIT; \
	python=0; $(BIN)/python -m pytest $(BESIDE:%=--ignore=%) || python=$$?; \
	echo "== $(BESIDE)"; \
	shown=0; wait $$beside || shown=$$?; \
	cat $(BESIDE_LOG); \
	exit $$(( python > shown ? python : shown ))

check: $(VENV)/.dev ## Style, types and import rules
	@echo "== ruff"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo "== mypy"
	@$(BIN)/mypy --strict
	@echo "== import rules"
	@$(BIN)/lint-imports

fmt: $(VENV)/.dev web/node_modules/.installed ## Format all code
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .
	@cd web && npm run --silent format

bench: $(VENV)/.dev ## Measure speed against the goals; starts what it needs
	@$(BIN)/python -m bench

bench-search: $(VENV)/.dev ## Measure the search with a million logs (about 6 minutes, 3 GB)
	@$(BIN)/python -m bench.search

PRAAN_URL ?= http://127.0.0.1:$(or $(PRAAN_PORT),8000)
SHOTS ?= /tmp/praan-pictures

.PHONY: pictures lighthouse
pictures: $(VENV)/.dev chromium ## Every page of the running Praan in every dress (into SHOTS=...), and those of the docs
	@$(BIN)/python -m tests.e2e.shots $(PRAAN_URL) $(SHOTS)
	@$(BIN)/python -m tests.e2e.pictures $(PRAAN_URL)

lighthouse: $(VENV)/.dev web/lighthouse/node_modules/.installed chromium ## Hold the running Praan to Lighthouse's scores
	@$(BIN)/python -m tests.e2e.lighthouse $(PRAAN_URL)

.PHONY: chromium
chromium:
	@if [ -n "$${PRAAN_CHROMIUM:-}" ]; then \
		[ -x "$$PRAAN_CHROMIUM" ] || { echo "PRAAN_CHROMIUM is $$PRAAN_CHROMIUM, but that is no program."; exit 1; }; \
	elif ! command -v chromium >/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing Chromium for the browser tests ..."; \
			apt-get update -qq; \
			DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null; \
		else \
			echo "The browser tests need Chromium. Install it with:"; \
			echo "    sudo apt-get install chromium fonts-noto-core"; \
			echo "or set PRAAN_CHROMIUM to a Chromium program."; \
			exit 1; \
		fi; \
	fi

# ---- keeping up to date ------------------------------------------------------------------------

.PHONY: client lock clean
client: $(VENV)/.app web/node_modules/.installed ## Regenerate the web app's API client from the OpenAPI document
	@$(BIN)/praan openapi > web/openapi.json.new
	@mv web/openapi.json.new web/openapi.json
	@cd web && npm run --silent client

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock: $(VENV)/.dev ## Recompile requirements/*.lock from pyproject.toml
	@$(COMPILE) --extra local -o requirements/app.lock pyproject.toml
	@$(COMPILE) --extra local --extra dev -c requirements/app.lock -o requirements/dev.lock pyproject.toml

clean: ## Delete what was built or installed in this checkout (data stay)
	@rm -rf $(VENV) web/node_modules web/lighthouse/node_modules web/dist web/.angular .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# ---- installing: each stamp is newer than what it was made from ----------------------------------

# Programs in a virtual environment know its path: one that was moved is made anew.
ifneq ($(CURDIR),$(shell cat $(VENV)/.python 2>/dev/null))
.PHONY: $(VENV)/.python
endif
$(VENV)/.python:
	@python=; \
	for candidate in $${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do \
		if command -v "$$candidate" >/dev/null && "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			python=$$candidate; break; \
		fi; \
	done; \
	if [ -z "$$python" ] || ! "$$python" -c 'import venv, ensurepip' 2>/dev/null; then \
		echo "Praan needs Python 3.11 or newer with venv. Install it with:"; \
		echo "    sudo apt-get install python3 python3-venv"; \
		exit 1; \
	fi; \
	free=$$(df -Pm . | awk 'NR == 2 { print $$4 }'); \
	if [ "$$free" -lt $(NEEDED_MB) ]; then \
		echo "The disk is too full: $$free MB free here, $(NEEDED_MB) MB needed to install Praan."; \
		exit 1; \
	fi; \
	echo "Creating $(VENV) with $$("$$python" --version) ..."; \
	"$$python" -m venv --clear $(VENV)
	@echo "$(CURDIR)" > $@

$(VENV)/.app: requirements/app.lock pyproject.toml $(VENV)/.python
	@echo "Installing Python packages (a minute or two the first time) ..."
	@$(BIN)/python -m pip install --progress-bar off --require-hashes -r requirements/app.lock 2>&1 | $(COUNT_PACKAGES)
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.app
	@echo "Installing development packages ..."
	@$(BIN)/python -m pip install --progress-bar off --require-hashes -r requirements/dev.lock 2>&1 | $(COUNT_PACKAGES)
	@touch $@

web/node_modules/.installed: web/package-lock.json | $(VENV)/.app
	@echo "Installing the web app's packages (about a minute the first time) ..."
	@cd web && npm ci --no-fund --no-audit --loglevel=error
	@touch $@

web/lighthouse/node_modules/.installed: web/lighthouse/package-lock.json | $(VENV)/.app
	@echo "Installing Lighthouse ..."
	@cd web/lighthouse && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	@touch $@

web/dist/.built: web/node_modules/.installed $(WEB_SOURCES)
	@echo "Building the web app (about half a minute) ..."
	@cd web && npm run --silent build
	@touch $@
