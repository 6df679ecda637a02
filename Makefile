# Sanad. Needs python3 (3.11 or later) and make; everything else comes from locks/.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
# `make run LOCK=runtime` installs what runs Sanad and nothing else.
LOCK ?= dev
READY := .venv/.ready-$(LOCK)
RASA := .venv-rasa/.ready
ENCODER := .venv-encoder/.ready
# Which of Rasa's pipelines: config.yml, or one of nlu/pipelines/.
PIPELINE ?= config.yml
SOURCES := bot flows nlu channels storage
# From 3.12 on coverage costs next to nothing (sys.monitoring); with 3.11 everything works, the tests twice as long.
PYTHONS := 3.12 3.13 3.14 3.11
# Fast first, and in this order: the long drills lie in the middle, where other files fill the time. tests/house is the static checks, so that the test command alone proves all of them.
TIERS ?= $(wildcard tests/house tests/unit tests/contract tests/integration tests/conversations tests/browser)

export SANAD_SHARED ?= $(abspath ../shared)
export UV_SYSTEM_CERTS ?= true
# A start would otherwise compile every module again, for seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check lint stack rasa rasa-serve bench bench-engine bench-public lock clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /|/' | awk -F'|' '{ printf "make %-12s %s\n", $$1, $$2 }'

run: $(READY) ## Sanad with embedded defaults and demo data: SQLite, embedded understanding, in-process worker
	$(BIN)/sanad serve --demo

# Rasa's tests need two gigabytes and minutes: they run where `make rasa` was run, and always where CI=true.
test: .venv/.ready-dev $(if $(filter true,$(CI)),rasa) ## Every test, fast first; lines covered: 95 % of flows, 85 % of the rest
	rm -f .coverage .coverage.*
	$(BIN)/python -m pytest $(TIERS) -n auto --dist loadfile --no-loadscope-reorder --cov --cov-report= -p tests.coverage_gate $(ARGS)

check: lint ## Format, lint, types, import contracts and packs, then every test
	@$(MAKE) test TIERS="$(filter-out tests/house,$(TIERS))"

lint: .venv/.ready-dev ## The static half of check
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy $(addprefix -p ,$(SOURCES))
	$(BIN)/lint-imports --no-logo
	$(BIN)/sanad check

stack: $(READY) ## PostgreSQL, Redis, web and a worker, as in production (SANAD_DATABASE_URL, SANAD_REDIS_URL)
	@PATH="$(CURDIR)/$(BIN):$$PATH" deploy/stack

rasa: $(READY) $(RASA) ## Rasa in .venv-rasa (Python 3.10, about 2 GB), and its model from nlu/data (minutes)
	$(BIN)/sanad nlu rasa --pipeline $(PIPELINE)

rasa-serve: rasa ## Rasa on 127.0.0.1:5005; then, beside it: SANAD_ENGINE=rasa make run
	@PIPELINE=$(PIPELINE) deploy/rasa

bench: .venv/.ready-dev ## Load and side-by-side measurements
	$(BIN)/python -m bench

bench-engine: .venv/.ready-dev ## The engine alone: steps a second, and what makes a step dearer
	$(BIN)/python -m bench.engine

bench-public: .venv/.ready-dev $(RASA) $(ENCODER) ## Understanding on public data, an encoder and Rasa beside it (5 GB, more than an hour)
	$(BIN)/python -m bench.public

lock: $(BIN)/uv ## Re-make locks/ from pyproject.toml (UPGRADE=--upgrade takes newer versions)
	$(COMPILE) --universal --python-version 3.11 --group build -o locks/runtime.txt
	$(COMPILE) --universal --python-version 3.11 --group dev -c locks/runtime.txt -o locks/dev.txt
	$(COMPILE) --python-version 3.10 --python-platform x86_64-manylinux_2_28 --extra rasa -o locks/rasa.txt
	$(COMPILE) --universal --python-version 3.11 --extra encoder -c locks/runtime.txt -o locks/encoder.txt

clean: ## Remove environments, caches and coverage; var/ (your data) stays
	rm -rf tests/stand_ins/node_modules .venv .venv-rasa .venv-encoder .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-annotate --custom-compile-command "make lock" $(UPGRADE)

.venv/bin/python:
	$$(.ci/find-python $(PYTHONS)) -m venv .venv

$(BIN)/uv: $(BIN)/python
	if command -v uv >/dev/null; then ln -sf "$$(command -v uv)" $@; else $< -m pip install --quiet uv; fi

# pip stands in where uv cannot reach the packages: pip knows this machine's own configuration.
.venv/.ready-%: locks/%.txt pyproject.toml | $(BIN)/uv
	rm -f .venv/.ready-*
	$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes $< || \
		$(BIN)/python -m pip install --quiet --require-hashes --requirement $<
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --offline --editable .
	touch $@

$(RASA): locks/rasa.txt | $(BIN)/uv
	@.ci/find-python 3.10 >/dev/null 2>&1 || { printf '%s\n' \
		"Rasa 3.6 needs Python 3.10, and there is none on PATH or under pyenv. Any one of these brings it:" \
		"  $(BIN)/uv python install 3.10 && export PATH=\"\$$(dirname \"\$$($(BIN)/uv python find 3.10)\"):\$$PATH\"" \
		"  pyenv install 3.10" \
		"  sudo apt install python3.10 python3.10-venv      (Ubuntu 22.04)" \
		"Then run 'make rasa' again. Without it the embedded engine does everything." >&2; exit 1; }
	$$(.ci/find-python 3.10) -m venv .venv-rasa
	$(BIN)/uv pip sync --quiet --compile-bytecode --python .venv-rasa/bin/python --require-hashes $< || \
		.venv-rasa/bin/python -m pip install --quiet --require-hashes --requirement $<
	echo "$(CURDIR)" > "$$(.venv-rasa/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/sanad.pth"
	touch $@

$(ENCODER): locks/encoder.txt | $(BIN)/uv
	$$(.ci/find-python $(PYTHONS)) -m venv .venv-encoder
	$(BIN)/uv pip sync --quiet --python .venv-encoder/bin/python --require-hashes $< || \
		.venv-encoder/bin/python -m pip install --quiet --require-hashes --requirement $<
	touch $@
