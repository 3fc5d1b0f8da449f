# make setup   an environment in .venv with everything, and the command .venv/bin/app-center
# make demo    see it work
# make test    formatting, lint, types, import contracts, tests
# make chaos   processes killed, frozen, their database restarted, their disk full; for minutes
# make sbom    what is installed with it, as CycloneDX, into build/
# make audit   known holes in it, asked of the Python Packaging Advisory Database; needs the internet
# make bench   speed beside what others would use, in build/bench; make bench QUICK=1 takes minutes, BENCH='orders labels' some of it
# make lock    work the requirements files out anew from pyproject.toml; newer versions: make lock UPGRADE=--upgrade
PYTHON ?= python3
PYTEST_ARGS ?=
UPGRADE ?=
ROUNDS ?= 25
QUICK ?=
BENCH ?=

# Hundreds of processes are started by the tests; each would compile everything anew.
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
FOLDERS := core ports sync adapters app_center standins
CODE := core,ports,sync,adapters,app_center,standins
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header $(UPGRADE)
PEERS := $(basename $(notdir $(wildcard benchmarks/requirements/*.in)))

.PHONY: setup demo test chaos bench sbom audit coverage lock clean
.DELETE_ON_ERROR:

setup: .venv/project

demo: setup
	$(BIN)/app-center demo

test: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --recursive $(FOLDERS) --configfile pyproject.toml
	@mkdir -p build
	$(BIN)/pip-licenses --order=license --summary --output-file=build/licences.txt
	$(BIN)/python -m pytest -p tests.ci -n 3 $(PYTEST_ARGS)

sbom: setup
	@mkdir -p build
	$(BIN)/cyclonedx-py requirements requirements/run.txt --pyproject pyproject.toml --of JSON --output-file build/sbom.json

audit: setup
	$(BIN)/pip-audit --disable-pip --require-hashes --requirement requirements/run.txt

chaos: setup
	CHAOS_ROUNDS=$(ROUNDS) $(BIN)/python -m pytest -p tests.ci -s tests/chaos $(PYTEST_ARGS)

bench: setup $(PEERS:%=.venv-bench/%/ready)
	$(BIN)/python -m benchmarks $(if $(QUICK),--quick) --peers .venv-bench --to build/bench $(BENCH)

coverage: setup
	$(BIN)/coverage run --branch --source=$(CODE) -m pytest $(PYTEST_ARGS)
	$(BIN)/coverage report --skip-covered --show-missing

lock: setup
	$(COMPILE) pyproject.toml --output-file requirements/run.txt
	$(COMPILE) pyproject.toml --extra dev --extra kit --output-file requirements/dev.txt
	$(foreach peer,$(PEERS),$(COMPILE) benchmarks/requirements/$(peer).in --output-file benchmarks/requirements/$(peer).txt &&) true

clean:
	rm -rf .venv .venv-bench .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo >&2 \
	  "Python 3.11 or newer is needed, and '$(PYTHON)' is not. Name one that is: make $(MAKECMDGOALS) PYTHON=python3.12"; \
	  exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo >&2 \
	  "'$(PYTHON)' cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

.venv/requirements: requirements/dev.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.venv/project: .venv/requirements pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv-bench/%/ready: benchmarks/requirements/%.txt | .venv/bin/python
	@rm -rf $(@D) && .venv/bin/python -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
