# `make chat` and `make test` do all that they need by themselves; `make` alone lists the rest.
# Works with GNU make 3.81 and later.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check
RUN := $(VENV)/run-time.stamp
DEV := $(VENV)/dev.stamp
MUTANTS := $(VENV)/mutants.stamp
AUDIT := $(VENV)/audit.stamp
LOAD := $(VENV)/load.stamp

AXE := build/axe-core/package/axe.min.js
AXE_VERSION := 4.14.1
PICTURES := answer-nl-1280-light check-nl-1280-light answer-en-390-dark

.PHONY: help chat setup ingest test coverage lint audit fuzz mutants eval eval-full eval-gate figures ablate fit bench bench-large load test-ui test-model pictures test-llm test-faults readme hooks
.DEFAULT_GOAL := help

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

chat: ingest ## set everything up and serve the web chat on http://127.0.0.1:7860 (another port: PORT=8000)
	@$(PY) -m app serve $(if $(PORT),--port $(PORT))

setup: ingest ## environment, model and index, so that nothing is left to fetch

ingest: $(RUN) ## build the index of the corpus, if it isn't current
	@$(PY) -m ingest

test: $(DEV) ## the test suite
	@$(PY) -m pytest -q -n 2 --dist loadscope -m "not model"

test-model: $(DEV) ingest ## the tests that load the real model: its vectors beside the reference's, an answer offline
	@$(PY) -m pytest -q -m model

coverage: $(DEV) ## the test suite with line and branch coverage of app and ingest
	@$(PY) -m pytest -q --cov

lint: $(DEV) ## ruff, mypy and import-linter
	@$(PY) -m ruff check --output-format concise .
	@$(PY) -m ruff format --check --output-format concise .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports

audit: $(AUDIT) ## known holes in what is installed (needs a network), our own code, and whose licences
	@$(VENV)/bin/bandit -q -c pyproject.toml -r app ingest
	@$(VENV)/bin/pip-licenses --from=mixed --order=license --packages $$(sed -n 's/==.*//p' requirements.lock)
	@$(VENV)/bin/pip-audit --strict --no-deps --disable-pip -r requirements.lock

fuzz: $(DEV) ## whatever comes in, thousands of times; some minutes
	@FUZZ_EXAMPLES=3000 $(PY) -m pytest -q tests/test_fuzz.py

mutants: $(MUTANTS) ## which changes to the eligibility code no test notices; takes some 20 minutes
	@rm -rf mutants
	@nice -n 10 $(VENV)/bin/mutmut run --max-children 1
	@$(PY) -m tools.mutants

eval: $(DEV) ingest ## ask the evaluation cases, beside simpler systems; the report goes to reports/
	@$(PY) -m eval

eval-full: $(DEV) ingest ## that, with altered questions, altered texts and mutants of the answers: half an hour
	@$(PY) -m eval --full

eval-gate: ingest ## the dev cases: fails on any breach and on a drop that can't be chance
	@$(PY) -m eval gate

figures: $(DEV) ingest ## measure, and commit to it: README.md's table and the figures of the gate
	@$(PY) -m eval publish

ablate: $(DEV) ingest ## what each part is worth: the dev cases without it
	@$(PY) -m eval ablate

fit: ingest ## refit what decides whether the texts answer a question
	@$(PY) -m eval fit

bench: $(DEV) ingest ## how long an answer takes, beside a tutorial's stack; rewrites docs/performance.md
	@$(PY) -m eval.bench

bench-large: $(DEV) ingest ## the same with many texts, and where approximate search pays; a quarter of an hour
	@$(PY) -m eval.large

load: $(LOAD) ingest ## 1, 10, 50 and 200 visitors of the chat at once; six minutes
	@$(PY) -m tools.load

test-ui: $(DEV) ingest ## the chat in a real browser, with pictures in reports/screens; needs chromium
	@command -v chromium > /dev/null || { echo "chromium isn't installed. Install it: apt-get install chromium" >&2; exit 1; }
	@$(MAKE) -s $(AXE) || echo "axe-core can't be fetched (npm): its checks are left out"
	@$(PY) -m pytest -q -m browser tests/browser || { echo "Once more those that failed: a browser on a busy machine can be late"; $(PY) -m pytest -q -m browser --last-failed tests/browser; }

test-faults: $(DEV) ## a real server under a real load while things go wrong; takes some minutes
	@$(PY) -m pytest -q -m faults tests/faults

pictures: test-ui ## that, and the README's pictures made anew from its screenshots
	@for name in $(PICTURES); do cp reports/screens/$$name.png docs/images/$$name.png; done

test-llm: $(DEV) ingest ## a real chat model (CMI_CHAT_MODEL) beside the verbatim answers, see docs/evaluation.md
	@$(PY) -m eval worded

readme: ingest ## rewrite README.md's transcript and settings
	@$(PY) -m tools.readme

hooks: $(DEV) ## run the linters before each commit
	@$(VENV)/bin/pre-commit install

# A stamp is made last: an installation that was broken off is taken up again.
$(RUN): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or later is needed, and '$(PYTHON)' isn't one. Name another: make chat PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "'$(PYTHON)' can't make a virtual environment. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing what requirements.lock names into $(VENV) (once, some minutes and 2 GB) ..."
	@$(PIP) -r requirements.lock
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	@echo "Installing what requirements-dev.lock names besides ..."
	@$(PIP) -r requirements-dev.lock
	@touch $@

$(MUTANTS): requirements-mutants.lock $(DEV)
	@echo "Installing what requirements-mutants.lock names besides ..."
	@$(PIP) -r requirements-mutants.lock
	@touch $@

# Checks whether a page is open to all; run by the browser tests in the page itself, shipped with nothing.
$(AXE): Makefile
	@rm -rf build/axe-core && mkdir -p build/axe-core
	@cd build/axe-core && npm pack --silent axe-core@$(AXE_VERSION) > /dev/null && tar xzf axe-core-$(AXE_VERSION).tgz
	@touch $@

$(AUDIT): requirements-audit.lock $(DEV)
	@echo "Installing what requirements-audit.lock names besides ..."
	@$(PIP) -r requirements-audit.lock
	@touch $@

$(LOAD): requirements-load.lock $(DEV)
	@echo "Installing what requirements-load.lock names besides ..."
	@$(PIP) -r requirements-load.lock
	@touch $@
