# `make help` lists what there is. Every target sets up what it needs, once.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
NLU_VENV := nlu/.venv
BENCH_VENV := nlu/.venv-bench
STAMPS := .stamps

.PHONY: help run chat train test unit integration e2e coverage lint format evaluate policy learn bench bench-nlu load chaos fuzz pictures setup setup-dev lock clean

help: ## Show what can be made
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: setup ## Open the local workspace with the bot in it (or join yours)
	@RELAIS_RELOAD_KNOWLEDGE=$${RELAIS_RELOAD_KNOWLEDGE:-true} exec $(VENV)/bin/python -m bot run

chat: setup ## Talk to the same advisor in the terminal
	@exec $(VENV)/bin/python -m bot chat

train: $(STAMPS)/nlu ## Train the understanding if its data changed
	@cd nlu && PYTHONWARNINGS=ignore .venv/bin/python train.py

test: setup-dev train ## Everything: lint, types, unit, contracts, model, journeys
	@scripts/test

unit: $(STAMPS)/dev ## Tests in under a minute on all cores, in random order: no server, no model (ARGS="…" of pytest's)
	@$(VENV)/bin/python -m pytest -m unit -n logical $(ARGS)

integration: $(STAMPS)/dev ## Tests with a real Redis, Slack over HTTP and programs of ours (ARGS="…")
	@$(VENV)/bin/python -m pytest -m integration $(ARGS)

e2e: setup-dev train ## Tests with the trained model, a browser and whole processes (ARGS="…")
	@$(VENV)/bin/python -m pytest -m e2e $(ARGS)

coverage: $(STAMPS)/dev ## Measure what unit and integration tests reach of the bot
	@$(VENV)/bin/python -m pytest -q -m "unit or integration" --cov

lint: setup-dev ## Style, types, import rules, spelling
	@scripts/lint

format: setup-dev ## Put the code in its form
	@$(VENV)/bin/ruff format . && $(VENV)/bin/ruff check --fix .

evaluate: setup-dev ## Measure the understanding on labelled questions (FILE=…, default our held-out ones)
	@$(VENV)/bin/python -m benchmarks.evaluation $(FILE)

policy: setup-dev ## Choose when to answer, ask back or refuse, on labelled questions (FILE=…)
	@$(VENV)/bin/python -m benchmarks.policy $(FILE)

learn: setup-dev ## Learn what a person labelled in a review (FILE=…), and say what accuracy did
	@$(VENV)/bin/python -m benchmarks.learn $(FILE)

bench: setup-dev ## Measure from message to posted reply
	@$(VENV)/bin/python -m benchmarks.latency

bench-nlu: setup-dev $(STAMPS)/bench ## Compare the understanding with Rasa's own pipelines (ARGS="--banking77 DIR …")
	@nice -n 10 $(VENV)/bin/python -m benchmarks.understanding $(ARGS)

load: setup-dev train ## Measure questions a second, beside a bare Bolt echo and a bare Rasa (ARGS="--long")
	@$(VENV)/bin/python -m benchmarks.load $(ARGS)

chaos: setup-dev train ## Ask 2,000 questions while parts are killed and calls fail; judge what was lost or doubled (ARGS="--short")
	@$(VENV)/bin/python -m benchmarks.chaos $(ARGS)

fuzz: setup-dev train ## Send 100,000 hostile requests to every entry (ARGS="--count 2000")
	@$(VENV)/bin/python -m benchmarks.fuzz $(ARGS)

pictures: setup-dev ## Take the pictures of the documentation again
	@RELAIS_PICTURES=$(CURDIR)/docs/pictures $(VENV)/bin/python -m pytest -q tests/e2e/test_journey.py tests/e2e/test_commands.py tests/e2e/test_answers.py tests/e2e/test_escalation.py tests/e2e/test_readiness.py

setup: $(STAMPS)/machine $(STAMPS)/bot $(STAMPS)/nlu $(STAMPS)/playground playground/loopback.so ## Install what running needs

setup-dev: setup $(STAMPS)/dev $(STAMPS)/system ## Install what testing needs

$(STAMPS)/machine: scripts/check_machine.py
	@mkdir -p $(STAMPS)
	@$(PYTHON) scripts/check_machine.py
	@touch $@

$(STAMPS)/python: scripts/check_machine.py
	@mkdir -p $(STAMPS)
	@$(PYTHON) scripts/check_machine.py --python
	@touch $@

$(STAMPS)/bot: requirements.lock scripts/install_bot | $(STAMPS)/python
	@echo "Installing the bot's libraries…"
	@rm -rf $(VENV) $(STAMPS)/dev
	@PYTHON=$(PYTHON) scripts/install_bot $(VENV) requirements.lock
	@touch $@

$(STAMPS)/nlu: nlu/requirements.lock scripts/install_nlu | $(STAMPS)/machine
	@echo "Installing Rasa and TensorFlow (the largest part, one to three minutes)…"
	@PYTHON=$(PYTHON) scripts/install_nlu $(NLU_VENV)
	@touch $@

$(STAMPS)/bench: nlu/requirements-bench.lock scripts/install_nlu | $(STAMPS)/machine
	@echo "Installing Rasa with the whole of TensorFlow, to compare with (one to three minutes)…"
	@PYTHON=$(PYTHON) scripts/install_nlu $(BENCH_VENV) nlu/requirements-bench.lock
	@touch $@

$(STAMPS)/playground: playground/package-lock.json | $(STAMPS)/machine
	@echo "Installing the local workspace…"
	@cd playground && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

playground/loopback.so: playground/loopback.c | $(STAMPS)/machine
	@$${CC:-cc} -shared -fPIC -O2 -Wall -Werror -o $@ $< -ldl

$(STAMPS)/dev: requirements-dev.lock $(STAMPS)/bot
	@echo "Installing what the tests need…"
	@scripts/install_bot $(VENV) requirements-dev.lock
	@touch $@

$(STAMPS)/system: scripts/install_system
	@scripts/install_system
	@touch $@

lock: ## Resolve the locks again (needs uv)
	@scripts/lock

clean: ## Remove everything that was installed, trained or stored
	rm -rf $(VENV) $(NLU_VENV) $(BENCH_VENV) $(STAMPS) playground/node_modules playground/loopback.so nlu/models nlu/.rasa .data .coverage
