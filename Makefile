# Everything works from a fresh clone with nothing but Python 3.11 or newer (make PYTHON=python3.12 ... names another).
PYTHON ?= python3
RUN := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup demo test check dev bench docs format lock api screenshots clean

help:  ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s%s\n", $$1, $$2 }' Makefile

setup:  ## environment, packages, web client (idempotent)
	@$(PYTHON) tools/require_python.py
	@$(PYTHON) -m tools.setup

demo: setup  ## half a year of a real retailer's trade, in the browser
	@$(RUN) -m heliu demo $(ARGS)

test: setup  ## everything: static checks, SQLite, PostgreSQL, browser, web client (STAGES="unit sqlite" runs some)
	@$(RUN) -m tools.test_all $(STAGES)

check: setup  ## before a commit: format, types, layers, fast tests
	@$(RUN) -m tools.test_all static unit

dev: setup  ## server with reload and the web client's development server
	@$(RUN) -m tools.dev

bench: setup  ## figures as ratios to a floor measured in the same run
	@$(RUN) -m tools.postgres run -- $(RUN) -m bench $(ARGS)

docs: setup  ## the documentation as a static site in site/, links checked
	@$(RUN) -m tools.docs

format: setup  ## lay out Python and TypeScript as the checks want it
	@$(RUN) -m ruff check --quiet --fix-only .
	@$(RUN) -m ruff format .
	@$(RUN) -m tools.node run format

api: setup  ## write web/openapi.json and the typed client anew
	@$(RUN) -m heliu openapi --out web/openapi.json
	@$(RUN) -m tools.node run api

screenshots: setup  ## pictures for the README, taken by the browser tests into docs/images
	@HELIU_SCREENSHOTS=1 $(RUN) -m pytest -q tests/e2e/test_pictures.py

lock: setup  ## write the requirement locks anew after a change in pyproject.toml
	@$(RUN) -m tools.lock $(ARGS)

clean:  ## remove what was built; books and settings stay where HELIU_HOME says
	rm -rf .venv .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis site build test-results
	rm -rf web/node_modules web/dist heliu/config/static_spa heliu.egg-info
