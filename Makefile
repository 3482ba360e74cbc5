# Cosecha's two commands are `make run` and `make test`. They need Python 3.11, 3.12, 3.13 or 3.14, and nothing else.

# The newest of these that can make an environment; otherwise any, which then says in one sentence what it lacks.
PYTHONS := python3.14 python3.13 python3.12 python3.11 python3
SUPPORTED := (3, 11) <= sys.version_info[:2] <= (3, 14)
PYTHON ?= $(shell for python in $(PYTHONS); do \
	$$python -c 'import sys, ensurepip; sys.exit(not $(SUPPORTED))' 2>/dev/null && echo $$python && exit; done; \
	for python in $(PYTHONS); do \
	$$python -c 'import sys; sys.exit(not $(SUPPORTED))' 2>/dev/null && echo $$python && exit; done; echo python3)
VENV := .venv/bin
# What tests and checks write stays away from what a run has written.
TEST_VAR = COSECHA_VAR=$${COSECHA_VAR:-var}/tests
JOBS ?= 2
# Where it is set, each of the many processes of a run compiles everything again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-bluesky nightly check interpreters lock format clean runtime development

run: runtime
	@$(VENV)/python manage.py start

test: development
	@$(TEST_VAR) $(VENV)/python -m pytest -n $(JOBS) --dist worksteal -rsfE $(TESTS)

# Publishing to Bluesky on its own server, which is downloaded the first time (600 MB); needs g++ and make there.
test-bluesky: development
	@$(TEST_VAR) $(VENV)/python -m tests.campaigns.networks.bluesky.pds.install
	@$(TEST_VAR) $(VENV)/python -m pytest -rsfE --durations 5 --pds -m pds $(TESTS) tests/campaigns/networks/bluesky

# Everything on both databases, the long tests too, and Hypothesis at its deepest. Takes hours.
nightly:
	@.ci/run nightly

check: development
	@$(TEST_VAR) $(VENV)/python -m tools.check

# The smoke tests on every other supported Python that this machine has; all tests with OPTIONS=--whole.
interpreters: development
	@$(TEST_VAR) $(VENV)/python -m tools.interpreters $(OPTIONS)

# Newest versions with OPTIONS=--upgrade.
lock: development
	@$(VENV)/python -m tools.requirements $(OPTIONS)

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
