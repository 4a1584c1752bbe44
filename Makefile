# Two commands: `make run` and `make test`. `make help` lists all.
# PORT and STATE choose another port and state folder, so that two copies can run side by side.

PORT ?= 8000
STATE ?= .state
ARGS ?=
UPGRADE ?=
export PORT STATE

BIN := .venv/bin
READY := .venv/.ready
DEVSTACK := $(BIN)/python -m singlewindow.devstack
# The first of these that is 3.11 or newer makes the virtual environment; PYTHON=... chooses another.
PYTHONS := python3 python3.13 python3.12 python3.11
PYTHON ?= $(shell for each in $(PYTHONS); do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$each" && break; done)

.DEFAULT_GOAL := help
.PHONY: help run demo backup restore test test-browser drills fuzz lint format bench-quick shell lock licences sbom audit vendor messages clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(READY) ## start the whole service with samples until Ctrl-C (PORT=8000 STATE=.state)
	@$(DEVSTACK) run

demo: $(READY) ## the same in a temporary folder: show the samples' table, exit 0 if all are as expected
	@$(DEVSTACK) demo

test: $(READY) ## all checks and tests; ARGS="tests/permits -k x" runs only pytest, with these
	@$(DEVSTACK) test -- $(ARGS)

test-browser: $(READY) ## journeys in a real browser, with and without scripts, in both languages; accessibility of every page
	@$(BIN)/python -m singlewindow.devstack.browser
	@BROWSER_TESTS=on $(DEVSTACK) test -- tests/browser -n 2 $(ARGS)

drills: $(READY) ## fault drills, the full set; writes docs/reliability.md (ARGS="--only F1 F9 --scale 0.1")
	@DRILLS=full $(DEVSTACK) test -- tests/faults
	@$(BIN)/python -m tests.faults --write docs/reliability.md $(ARGS)

backup: $(READY) ## base backup of the stack on STATE, running or not, and its log from now on, into DIR=...
	@DIR="$(DIR)" $(DEVSTACK) backup

restore: $(READY) ## the store on STATE from DIR=..., to the end of its log or TO="2026-11-25 10:00:00+00"
	@DIR="$(DIR)" TO="$(TO)" $(DEVSTACK) restore

lint: $(READY) ## ruff, mypy and the import contracts
	@$(DEVSTACK) lint

format: $(READY) ## let ruff format and repair
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench-quick: $(READY) ## lodgings a second beside raw inserts, as a ratio
	@$(DEVSTACK) with --web -- python -m benchmarks.quick $(ARGS)

fuzz: $(READY) ## 10,000 requests of all kinds against a service of its own, each answer held against the OpenAPI document
	@$(DEVSTACK) with --web -- python -m tests.contract.fuzz $(ARGS)

shell: $(READY) ## a shell with the environment of the stack on STATE
	@$(DEVSTACK) shell

lock: $(READY) ## write the locks (UPGRADE=--upgrade takes newer transitive releases)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" $(UPGRADE) --output-file requirements.lock \
		requirements.txt requirements-analytics.txt requirements-selection.txt requirements-pdf.txt requirements-dev.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" $(UPGRADE) --output-file requirements-pdf.lock \
		--constraint requirements.lock requirements-pdf.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" $(UPGRADE) --output-file requirements-spark.lock \
		--constraint requirements.lock requirements-spark.txt

licences: $(READY) ## runtime requirements whose licence pyproject.toml does not allow
	@$(BIN)/python -m singlewindow.devstack.supply licences

sbom: $(READY) ## write sbom.json, the bill of materials (CycloneDX)
	@$(BIN)/python -m singlewindow.devstack.supply sbom > sbom.json && echo "sbom.json"

audit: $(READY) ## known vulnerabilities of what is locked; needs the network, and says so when it has none
	@$(BIN)/python -m singlewindow.devstack.supply audit

vendor: ## the pages' styles and scripts of others, from npm, as the two vendor folders name them; needs node
	@cd declarations/web/vendor && npm ci --silent && npm run --silent vendor && ls -l ../static/web/vendor
	@cd singlewindow/vendor && npm ci --silent && npm run --silent vendor && rm -r node_modules

messages: $(READY) ## find the pages' messages, and compile their Japanese
	@$(BIN)/python -m singlewindow.devstack.messages

clean: ## remove the virtual environment, the state folder and all caches
	@if [ -L "$(STATE)/postgres" ]; then rm -rf "$$(readlink "$(STATE)/postgres")"; fi
	@rm -rf .venv "$(STATE)" .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis staticfiles
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock
	@test ! -L .venv || { echo ".venv is a link to another checkout's: install requirements.lock there." >&2; exit 1; }
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or name it with PYTHON=..." >&2; exit 1; }
	@echo "  Installing the pinned requirements into .venv (once)"
	@$(PYTHON) -m venv --clear .venv >/dev/null || \
		{ echo "Python's venv module is missing: install it (Debian: python3-venv)." >&2; rm -rf .venv; exit 1; }
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@
