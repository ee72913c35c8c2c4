# Two commands set everything up: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# One thread each: matrices here are small, and threads that wait for each other are slower.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export MKL_NUM_THREADS := 1

.DEFAULT_GOAL := help
.PHONY: run test check bench load soak chaos fuzz audit screenshots help browser

run: $(VENV)/base.stamp  ## start the app and open it in the browser
	$(BIN)/python -m streamlit run app/main.py $(ARGS)

# Two at a time, a file to each and the browser's files last, as tests/conftest.py sorts them.
test: $(VENV)/dev.stamp browser  ## run every test
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder $(ARGS)

check: $(VENV)/dev.stamp  ## style, types and import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

bench: $(VENV)/dev.stamp  ## speed and memory against their bounds
	@late=0; for part in core train tasks clinic app film cluster browser; do \
	  $(BIN)/python benchmarks/bench_$$part.py || late=1; done; exit $$late

load: $(VENV)/dev.stamp  ## a class and three on one process, then two behind the proxy (needs haproxy)
	$(BIN)/python benchmarks/load/bench_load.py $(ARGS)

soak: $(VENV)/dev.stamp  ## memory after 2,000 students have come and gone (ARGS="--sessions 200": shorter)
	$(BIN)/python benchmarks/load/soak.py $(ARGS)

chaos: $(VENV)/dev.stamp browser  ## break things under a learner in a browser (needs haproxy, and root for one)
	$(BIN)/python benchmarks/load/chaos.py $(ARGS)

fuzz: $(VENV)/dev.stamp  ## thousands of hostile links, files and messages (make test tries some of them)
	HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -q --durations=10 tests/fuzz $(ARGS)

# Asks the web, and so is no part of `make check`: docs/security.md.
audit: $(VENV)/audit.stamp  ## known vulnerabilities of what is installed (needs the internet)
	$(BIN)/pip-audit --local --skip-editable $(ARGS)

$(VENV)/audit.stamp: $(VENV)/dev.stamp requirements-audit.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-audit.txt
	@touch $@

screenshots: $(VENV)/dev.stamp  ## take the pictures of docs/screenshots anew
	$(BIN)/python docs/screenshots/take.py

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Gatescope needs Python 3.11 or newer: make PYTHON=/path/to/python …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python could not make $(VENV); on Debian: apt install python3-venv"; exit 1; }

$(VENV)/base.stamp: requirements-base.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-base.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt requirements.txt requirements-base.txt requirements-cluster.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/base.stamp

browser:
	@for name in chromium chromium-browser google-chrome; do \
	  command -v $$name >/dev/null && exit 0; done; \
	if [ -n "$$CI" ]; then \
	  as_root=$$([ "$$(id -u)" = 0 ] || echo "sudo"); \
	  $$as_root apt-get update -qq && \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium haproxy; \
	else echo "No chromium or chrome here: the tests in a browser will be skipped."; fi
