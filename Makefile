# Each target does all that it needs by itself. Settings are environment variables, see docs/settings.md.
PYTHON ?= python3
BIN := .venv/bin
DATA ?=

.PHONY: install run test lint bench quality torture lock clean

install: .venv/installed

run: install
	@exec $(BIN)/python -m gunicorn --config config/gunicorn.py service.wsgi:app

# By whole files, since the tests of one file share their servers.
test: .venv/developing
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

lint: .venv/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/developing
	$(BIN)/python -m tests.benchmarks

quality: .venv/developing
	$(BIN)/python -m tests.quality $(DATA)

# Hours. Loopback only; a part that this machine does not allow, or that is not installed, says so.
torture: .venv/developing
	$(BIN)/python -m tests.torture.kill
	$(BIN)/python -m tests.torture.batches
	$(BIN)/python -m tests.torture.faults
	$(BIN)/python -m tests.torture.fuzz
	-$(BIN)/python -m tests.torture.pipeline
	$(BIN)/python -m tests.torture.overload 60

# Needs uv. The lock names no index, so that it installs from wherever pip is set up to look.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q --group dev -c requirements.lock -o tests/requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.13 install")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/developing: .venv/installed tests/requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.lock
	@touch $@
