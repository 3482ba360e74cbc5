# Cosecha's two commands are `make run` and `make test`. They need Python 3.11 or newer, and nothing else.

# The newest Python that can make an environment; or else any, which then says in one sentence what it lacks.
PYTHON := $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && exit; done; \
	for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && exit; done; echo python3)
VENV := .venv/bin
# What tests and checks write stays away from what a run has written.
TEST_VAR = COSECHA_VAR=$${COSECHA_VAR:-var}/tests
JOBS ?= 2

.PHONY: run test nightly check lock format clean runtime development

run: runtime
	@$(VENV)/python manage.py start

test: development
	@$(TEST_VAR) $(VENV)/python -m pytest -n $(JOBS) --dist worksteal -rsfE $(TESTS)

# Everything on both databases, the long tests too, and Hypothesis at its deepest. Takes hours.
nightly:
	@.ci/run nightly

check: development
	@$(TEST_VAR) $(VENV)/python -m tools.check

lock: development
	@$(VENV)/python -m tools.requirements

format: development
	@$(VENV)/ruff check --fix .
	@$(VENV)/ruff format .
	@$(VENV)/oxlint --fix
	@$(VENV)/oxfmt

# Removes the environment and what tests wrote; never what a run has written.
clean:
	rm -rf .venv var/tests .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

runtime:
	@$(PYTHON) -m tools.install requirements.txt

development:
	@$(PYTHON) -m tools.install requirements-dev.txt
