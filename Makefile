# Everything a newcomer needs: `make demo` to see it, `make test` to trust it.
PYTHON ?= python3
BIN := .venv/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

VENV := .venv/.installed
NODE := node_modules/.installed
STATIC := build/.built
MESSAGES := build/.messages

.PHONY: setup demo run check test bench docs messages clean

setup: $(VENV) $(STATIC) $(MESSAGES)

$(VENV): requirements/dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Fingerpost needs Python 3.11 or newer; set PYTHON=python3.11 or later.")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP_INSTALL) --require-hashes --requirement requirements/dev.txt
	$(PIP_INSTALL) --no-build-isolation --no-deps --editable .
	touch $@

$(NODE): package-lock.json
	npm ci --no-audit --no-fund
	touch $@

$(STATIC): $(NODE) $(VENV) $(shell find fingerpost -type f -path '*/assets/*' -o -type f -path '*/static/*')
	mkdir -p build/static
	sed 's,//# sourceMappingURL=.*,,' node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js > build/static/govuk-frontend.min.js
	cp node_modules/htmx.org/dist/htmx.min.js build/static/htmx.min.js
	node_modules/.bin/sass --quiet-deps --silence-deprecation=import --no-source-map --style=compressed --load-path=node_modules fingerpost/core/assets/fingerpost.scss build/static/fingerpost.css
	$(BIN)/fingerpost collectstatic --noinput --verbosity 0
	touch $@

$(MESSAGES): $(VENV) fingerpost/core/catalogues.py $(wildcard fingerpost/locale/*/LC_MESSAGES/django.po)
	$(BIN)/fingerpost messages --compile
	mkdir -p build
	touch $@

demo: setup
	$(BIN)/fingerpost demo

run: setup
	$(BIN)/fingerpost migrate --verbosity 0
	$(BIN)/fingerpost serve

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/fingerpost check
	$(BIN)/fingerpost makemigrations --check --dry-run --verbosity 0
	$(BIN)/python -m docs.generate --check

test: setup
	$(BIN)/python -m pytest -n auto

bench: setup
	$(BIN)/python -m bench

docs: setup
	$(BIN)/python -m docs.generate

messages: setup
	$(BIN)/fingerpost messages

clean:
	rm -rf fingerpost/locale/*/LC_MESSAGES/django.mo .venv node_modules build var *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
