# What a person or CI asks of this project. Each command does its own set-up; the work is in scripts/.

SHELL := /bin/bash
COMPOSE ?= docker compose
export COMPOSE KEEP

.DEFAULT_GOAL := help
.PHONY: help deps build lint test test-all demo compose-test network-test clean \
	bench-cluster bench-faults bench-fetch bench-growth bench-index bench-ingest \
	bench-kernels bench-messaging bench-peers bench-queries bench-scaling bench-shards

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## Install the system packages that are missing (apt)
	@scripts/deps.sh build test

build: ## Build the release executables
	@scripts/build.sh

lint: ## Check formatting and shell scripts
	@scripts/lint.sh

test: ## Lint, unit tests, end-to-end tests on release executables
	@scripts/test.sh

test-all: ## The same with long fault runs and cut networks, for any processor, under the address and thread sanitizers
	@TIMTIN_FAULT_ROUNDS=$${TIMTIN_FAULT_ROUNDS:-50} scripts/test.sh
	@scripts/network-test.sh
	@scripts/test-baseline.sh
	@scripts/sanitize.sh address
	@scripts/sanitize.sh thread

demo: ## Start a cluster, ingest seeds/, search it (KEEP=1 leaves it running until Ctrl-C)
	@scripts/demo.sh

compose-test: ## Prove compose.yaml at scale and under faults (COMPOSE=… names another compose command)
	@scripts/compose-test.sh

network-test: build ## Cut networks and move a broker to another address, under searches (root, Linux)
	@scripts/network-test.sh

clean: ## Remove everything that was built
	rm -rf .build .build-asan .build-tsan

bench-cluster: build ## Ingest the corpus through a cluster and offline, check answers, score the judged sets
	@scripts/bench-cluster.sh

bench-messaging: build ## Measure an empty call through the broker beside a bare relay of libzmq
	@scripts/bench-messaging.sh

bench-queries: build ## Drive a cluster with a query log, in a closed and in an open loop
	@scripts/bench-queries.sh

bench-ingest: build ## Ingest the corpus with one and two indexers: rates, cost of each stage, acknowledged to searchable
	@scripts/bench-ingest.sh

bench-scaling: build ## Measure queries/s with 1, 2 and 4 workers, each on an equal slice of a processor
	@scripts/bench-scaling.sh

bench-fetch: build ## Measure workers that fetch: from an empty disk to the first answer, and under an ingest
	@scripts/bench-fetch.sh

bench-faults: build ## Kill every part 50 times under load: times to the next acknowledgement and answer
	@scripts/bench-faults.sh

bench-shards: build ## Compare the answers of one shard and of two, before merges and after, for every query of a file
	@scripts/bench-shards.sh

bench-peers: build ## Compare with tantivy, Lucene and PISA on the corpus: every tag of queries, build, size, memory
	@scripts/bench-peers.sh

bench-growth: build ## Measure how the time of a query grows with the number of documents
	@scripts/bench-growth.sh

bench-index: ## Measure building and searching an index of made-up documents
	@scripts/bench-index.sh

bench-kernels: ## Measure the kernels of the index, nanoseconds a call
	@scripts/bench-kernels.sh
