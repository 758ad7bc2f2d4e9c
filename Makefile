# Atalaya. Everything starts from a bare Python >= 3.11, make and a package registry.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
# What the shell of a machine may carry over and would confuse the environment built here.
unexport VIRTUAL_ENV PYTHONPATH PYTHONDONTWRITEBYTECODE PYTHONHOME
export PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW := ignore
export DO_NOT_TRACK := 1

# One more than processors: a third of the time of the tests is waiting, for a browser, a server, a clock. Two more were
# slower (34 minutes for 25): each worker starts a database, a browser and its pages anew.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.PHONY: help setup check format test demo run bench lock componentes tratamiento clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/ready data/models/card.json ## build .venv from the locked list and train the model

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || { \
	  echo "Atalaya necesita Python 3.11, 3.12 o 3.13 y aquí hay: $$($(PYTHON) --version 2>&1)." \
	       "Instale uno de ellos y repita con: make PYTHON=python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { \
	  echo "No se pudo crear .venv. En Debian falta el paquete python3-venv."; exit 1; }
	@echo "Instalando las bibliotecas de requirements.lock en .venv …"
	@if $(BIN)/python -m pip install -q --require-hashes --no-deps -r <(sed -n '/^uv==/,/^[a-z]/{/^uv==/p;/--hash/p}' requirements.lock) 2>/dev/null; \
	  then $(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes requirements.lock; \
	  else $(BIN)/python -m pip install -q --require-hashes -r requirements.lock; fi
	@if test -x $(BIN)/uv; then $(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	  else $(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .; fi
	@touch $@

data/models/card.json: .venv/ready $(wildcard data/corpus/*.csv) $(wildcard classifiers/*.py)
	@$(BIN)/atalaya entrenar

check: .venv/ready ## everything CI runs: format, lint, types, import floors, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

format: .venv/ready ## rewrite the code in the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: setup ## the tests (PostgreSQL and Chromium ones where the programs are present)
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

demo: setup ## six weeks of invented news, a filled queue in the browser
	@$(BIN)/atalaya demo

run: setup ## the real thing: sources.yaml, a lasting database in var/, every three hours
	@$(BIN)/atalaya operar

bench: setup ## measure a cycle of 300 feeds and the rest of bench/
	@for b in bench/*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done

lock: .venv/ready ## resolve requirements.lock anew
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock

componentes: .venv/ready ## write build/componentes.json, the bill of materials (CycloneDX) of the lock
	@$(BIN)/python docs/componentes.py

tratamiento: .venv/ready ## write build/tratamiento.md, the record of processing of the tables there are
	@$(BIN)/python docs/tratamiento.py

clean: ## remove what make built (never the data in var/)
	rm -rf .venv build *.egg-info data/models
