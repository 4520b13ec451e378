# `make` lists the targets. Everything is installed into .venv from requirements/*.txt (locked, with hashes).
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
T ?=
BIN := .venv/bin
RUN_STAMP := .venv/run.stamp
DEV_STAMP := .venv/dev.stamp
BENCH_STAMP := .venv/bench.stamp
CATALOGUES := $(wildcard kayoi/locale/*/LC_MESSAGES/*.po)
COMPILED := $(CATALOGUES:.po=.mo)
.DEFAULT_GOAL := help
.PHONY: help run test lint fix check proof bench docs migration app lock

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(RUN_STAMP) $(COMPILED) ## start web server and worker with the demo (PORT=8000)
	@KAYOI_DEMO=$${KAYOI_DEMO:-1} $(BIN)/python manage.py run --port $(PORT)

test: $(DEV_STAMP) $(COMPILED) ## run the tests (T=path for one)
	@$(BIN)/python -m tests.run $(T)

lint: $(DEV_STAMP) $(COMPILED) ## style, types, floors and rooms
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/djlint --check --lint --quiet kayoi
	@$(BIN)/lint-imports --no-cache | tail -n 12
	@$(BIN)/mypy

fix: $(DEV_STAMP) ## mend what can be mended automatically
	@$(BIN)/ruff check --fix --quiet; $(BIN)/ruff format --quiet; $(BIN)/djlint --reformat --quiet kayoi

check: lint test ## exactly what CI runs

proof: $(DEV_STAMP) $(COMPILED) ## what takes long: kills, races, row-level security alone, fuzz (prints each count)
	@$(BIN)/python -m tests.proof $(T)

bench: $(BENCH_STAMP) $(COMPILED) ## measure speed against a peer, in interleaved rounds
	@$(BIN)/python -m tests.bench $(T)

docs: $(DEV_STAMP) $(COMPILED) ## write docs/reference anew
	@KAYOI_DEMO=1 $(BIN)/python manage.py write_docs

migration: $(DEV_STAMP) ## make a migration (app=casefiles name=add_stage)
	@test -n "$(app)" && test -n "$(name)" || { echo 'usage: make migration app=casefiles name=add_stage'; exit 2; }
	@$(BIN)/python manage.py makemigrations $(app) --name $(name)

app: $(DEV_STAMP) ## make a new room (name=stays floor=programmes)
	@test -n "$(name)" && test -n "$(floor)" || { echo 'usage: make app name=stays floor=programmes'; exit 2; }
	@$(BIN)/python manage.py new_room $(floor) $(name)

lock: ## write requirements/*.txt anew from pyproject.toml (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/run.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --extra dev -c requirements/run.txt -o requirements/dev.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --extra bench -c requirements/dev.txt -o requirements/bench.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Kayoi needs Python 3.11 or newer: make PYTHON=python3.12 …'; exit 1; }
	@$(PYTHON) -m venv .venv || { echo 'On Debian and Ubuntu: apt install python3-venv'; rm -rf .venv; exit 1; }

$(RUN_STAMP): requirements/run.txt | .venv/bin/python
	@echo 'Installing the packages of requirements/run.txt (once) …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

$(DEV_STAMP): requirements/dev.txt $(RUN_STAMP) | .venv/bin/python
	@echo 'Installing the packages of requirements/dev.txt (once) …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(BENCH_STAMP): requirements/bench.txt $(DEV_STAMP) | .venv/bin/python
	@echo 'Installing the packages of requirements/bench.txt (once) …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

%.mo: %.po $(RUN_STAMP)
	@$(BIN)/pybabel --quiet compile --use-fuzzy -i $< -o $@
