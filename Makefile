# Nabta. `make` alone lists what there is.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory --no-builtin-rules

# The one folder outside the checkout: compiled code, tools, developers' PostgreSQL.
NABTA_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/nabta
export CARGO_TARGET_DIR ?= $(NABTA_CACHE)/target
export CARGO_TERM_COLOR ?= $(if $(MAKE_TERMOUT),always,auto)
export CARGO_NET_RETRY ?= 5
export PATH := $(PATH):$(NABTA_CACHE)/tools/bin
ifeq ($(CI),true)
export CARGO_INCREMENTAL ?= 0
endif

NABTA := "$$CARGO_TARGET_DIR/debug/nabta"

.PHONY: help
help: ## list what there is
	@echo "make TARGET, where TARGET is:"
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)$$/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

.PHONY: run
run: tools ## build Nabta, fill ./data with demo data and serve it here
	@echo "Building Nabta. The first time this takes some minutes (about 5 on two cores); later only what changed."
	@cargo build --bin nabta
	@echo "Making or updating the database in ./data"
	@$(NABTA) migrate up
	@echo "Loading the demo data (nothing is changed when it is there)"
	@$(NABTA) demo load
	@bash tests/scripts/playground.sh "$(NABTA_CACHE)/playground" || echo "The playground's scripts could not be installed; everything else works"
	@echo "Starting the server; Ctrl-C stops it"
	@NABTA_HTTP__PLAYGROUND_DIR="$(NABTA_CACHE)/playground" exec $(NABTA) serve

.PHONY: test
test: ## every check: format, lints, build, tests on SQLite and PostgreSQL, dependencies
	@bash tests/scripts/test.sh

.PHONY: lint
lint: ## clippy on everything; a warning is an error
	cargo clippy --workspace --all-targets -- -D warnings

.PHONY: fmt
fmt: ## format the code
	cargo fmt

.PHONY: schema
schema: ## write the committed generated files anew: GraphQL schema, permission matrix, database diagram
	cargo run --bin nabta -- schema export --out graphql/schema.graphql
	UPDATE=1 cargo test -p nabta-tests committed_

.PHONY: promise
promise: ## at a release: what clients may rely on from now on is the schema of today
	cp graphql/schema.graphql graphql/promised.graphql

.PHONY: demo
demo: tools ## put the demo data in ./data back to its beginning
	cargo build --bin nabta
	$(NABTA) migrate up
	$(NABTA) demo reset

.PHONY: soak
soak: tools ## the long rounds of faults: 200 kills, 10 restarts of PostgreSQL
	@bash tests/scripts/tools.sh balancer
	cargo build --bin nabta
	NABTA_SOAK=1 bash tests/scripts/postgres.sh with cargo test -p nabta-tests --test all -- faults:: --test-threads=1

.PHONY: bench
bench: ## measure the released service (up to 45 minutes); ONLY=P1,P3 for a part; writes docs/benchmarks.md
	@bash tests/scripts/tools.sh cc cargo valgrind
	cargo build --release --bin nabta --bin bench
	NABTA_TEST_SMTP="$$(bash tests/scripts/smtp.sh)" bash tests/scripts/postgres.sh with "$$CARGO_TARGET_DIR/release/bench" $(if $(ONLY),--only $(ONLY))

.PHONY: audit
audit: ## look the dependencies up in the advisory database (fetches it: not possible everywhere)
	@bash tests/scripts/tools.sh cargo deny
	cargo deny check advisories

.PHONY: tools
tools:
	@bash tests/scripts/tools.sh cc cargo

.PHONY: postgres-start
postgres-start: ## start a PostgreSQL for development; prints what to export
	@url="$$(bash tests/scripts/postgres.sh start)"; echo "export NABTA_TEST_POSTGRES=$$url"

.PHONY: postgres-stop
postgres-stop: ## stop it and remove its data
	@bash tests/scripts/postgres.sh stop

.PHONY: clean
clean: ## remove ./data and the cache folder (compiled code, tools)
	@bash tests/scripts/postgres.sh stop
	@bash tests/scripts/postgres.sh sweep
	rm -rf data "$(NABTA_CACHE)"
