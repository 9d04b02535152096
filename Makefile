# make lab    open the course in JupyterLab        make test   run everything that CI runs
# Both create .venv and install the locked packages first; nothing else is needed but
# Python 3.11-3.13 and make.

# The first of these that is Python 3.11-3.13.
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11 python,$(shell $p -c 'import sys; (3, 11) <= sys.version_info[:2] <= (3, 13) and print("$p")' 2>/dev/null)) python3)
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/ready

.PHONY: help lab test check notebooks slides pages room format bench lock clean

help:
	@echo "make lab        open the course in JupyterLab"
	@echo "make test       run every test (units, notebooks, browser)"
	@echo "make notebooks  rebuild student notebooks and solutions from notebooks/source"
	@echo "make slides     build slides/*.md into slides/build, one HTML file a deck"
	@echo "make pages      build the course as web pages, into pages"
	@echo "make room       the evening before: build decks, fetch data, try every widget"
	@echo "make check      lint and formatting only"
	@echo "make bench      measure what the README says about speed"
	@echo "make lock       rewrite requirements.lock from pyproject.toml"
	@echo "make clean      remove .venv, caches, built slides and pages (not notebooks, downloads)"

# pip reads the lock first, then adds course_lib itself without asking for anything newer.
# .venv/ready holds the seconds that it took; `make test` prints them.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; ok = (3, 11) <= v <= (3, 13); ok or sys.exit("This course needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is %d.%d. Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" % v)'
	@echo "Installing the course in $(VENV), once. This takes a few minutes."
	$(PYTHON) -m venv $(VENV)
	@date +%s > $(VENV)/started
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@echo $$(( $$(date +%s) - $$(cat $(VENV)/started) )) > $(READY)

lab: $(READY)
	$(BIN)/python tools/lab.py

test: $(READY)
	@$(BIN)/python tools/run_tests.py

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

notebooks: $(READY)
	$(BIN)/python tools/build_notebooks.py

slides: $(READY)
	$(BIN)/python tools/publish.py slides

pages: $(READY)
	$(BIN)/python tools/publish.py pages

room: $(READY)
	$(BIN)/python tools/check_room.py

bench: $(READY)
	@for script in benchmarks/bench_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

lock:
	tools/lock.sh --upgrade

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache *.egg-info slides/build pages
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
