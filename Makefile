# Two commands on a fresh Debian with Swift: `make demo` and `make test`. `make` alone lists them all.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift

# A warning is an error in every build of this repository (Package.swift says why this is no setting of its own).
export VOD_INGEST_STRICT := 1

# Manifests of other projects, read in place by some tests; where there are none, those tests say what they could not look at.
ifndef VOD_INGEST_CORPORA
ifneq ($(wildcard ../shared/corpora/.),)
export VOD_INGEST_CORPORA := $(abspath ../shared/corpora)
endif
endif

DEBUG := .build/debug
RELEASE := .build/release
# What is measured and killed is what is installed: the same build, with Swift's runtime in it.
RELEASE_BUILD := $(SWIFT) build -c release --static-swift-stdlib
SWIFT_SOURCES := Package.swift Sources Tests Fuzz/Package.swift $(wildcard Fuzz/Sources/Fuzz*) \
  Benchmarks/Package.swift Benchmarks/Sources/MicroBenchmarks

.PHONY: help setup build demo test test-tsan test-asan soak sbom interop docs fuzz check format schemas install clean bench-scale bench bench-peers bench-check

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-11s %s\n", $$1, $$2}' Makefile

setup: ## install the system packages that are missing (apt)
	@scripts/setup

build: setup ## build the programs
	$(SWIFT) build --product vod-ingest
	$(SWIFT) build --product vod-emulator

demo: setup examples/media/large.mp4 ## upload examples/nightly.yaml to the embedded emulator, write three reports
	$(SWIFT) build --product vod-ingest
	rm -rf examples/out examples/nightly.emulator.state.sqlite*
	mkdir -p examples/out
	$(DEBUG)/vod-ingest run examples/nightly.yaml --emulator \
	  --report examples/out/report.csv --report examples/out/report.json --report examples/out/report.html

examples/media/large.mp4: scripts/make-large-media
	scripts/make-large-media $@

# Tests that run at once: programs, emulators and clients share one process and its few threads, and none is to starve.
TEST_WIDTH ?= 8
TEST := $(SWIFT) test --experimental-maximum-parallelization-width $(TEST_WIDTH)

test: setup examples/media/large.mp4 ## build and run every test
	$(SWIFT) build --build-tests
	$(TEST) --skip-build
	@scripts/setup python3-venv
	@scripts/interop
	@scripts/schema-agreement
	@Tests/Soak/soak.py --kills $(SHORT_SOAK_KILLS)

# Kills of the soak inside `make test`.
SHORT_SOAK_KILLS ?= 15
SOAK_KILLS ?= 500
soak: setup ## kill the program SOAK_KILLS times (default 500) amid faults, compare the emulator's books with the files
	$(RELEASE_BUILD) --product vod-ingest
	$(RELEASE_BUILD) --product vod-emulator
	Tests/Soak/soak.py --kills $(SOAK_KILLS) --programs $(RELEASE)

test-tsan: setup examples/media/large.mp4 ## every test of the packages under the thread sanitizer (a build of its own)
	TSAN_OPTIONS='suppressions=$(abspath Tests/tsan-suppressions.txt)' $(TEST) --sanitize thread --scratch-path .build-tsan

test-asan: setup examples/media/large.mp4 ## every test of the packages under the address sanitizer (a build of its own)
	ASAN_OPTIONS=detect_leaks=0 $(TEST) --sanitize address --scratch-path .build-asan

sbom: setup ## what the programs are built from, with licences, as CycloneDX to .build/sbom.json
	@scripts/sbom > .build/sbom.json
	@echo .build/sbom.json

interop: setup ## run the provider's own SDKs, unmodified, against the emulator
	@scripts/setup python3-venv
	$(SWIFT) build --product vod-emulator
	@scripts/interop

docs: setup ## write the library's documentation as pages to .build/docs
	$(SWIFT) build --target VODUpload
	@scripts/docs

bench-scale: setup ## judge a million entries beside libyaml and PyYAML, and 100,000 with files; writes a table
	@scripts/setup clang python3-venv
	$(RELEASE_BUILD) --product vod-ingest
	@Benchmarks/job-scale

FUZZ_SECONDS ?= 60
fuzz: ## break the readers of all input for FUZZ_SECONDS each (default 60)
	@scripts/setup python3
	scripts/fuzz $(FUZZ_SECONDS)

bench: setup ## measure uploads beside every peer of bench-peers (BENCH='--rounds 1 small-tls' for less)
	@scripts/setup cc libssl-dev openssl python3 perf
	$(RELEASE_BUILD) --product vod-ingest
	python3 Benchmarks/bench.py --results Benchmarks/results $(BENCH)

bench-peers: ## install from PyPI what bench compares with
	@scripts/setup python3-venv
	python3 -m venv .build/benchmarks/venv
	.build/benchmarks/venv/bin/pip install --quiet --disable-pip-version-check --requirement Benchmarks/uploaders.txt

bench-check: setup ## count the instructions of the micro-benchmarks, compare with Benchmarks/Thresholds
	@scripts/setup valgrind python3
	$(SWIFT) build -c release --package-path Benchmarks --product MicroBenchmarks
	python3 Benchmarks/check.py Benchmarks/.build/release/MicroBenchmarks $(BENCH)

check: ## formatting, layers, sizes, documentation, generated files
	@scripts/setup python3
	@scripts/check

format: ## format the sources
	$(SWIFT) format --in-place --parallel --recursive $(SWIFT_SOURCES)

schemas: setup ## write schemas/ anew
	$(SWIFT) build --product vod-ingest
	$(DEBUG)/vod-ingest schema job > schemas/job.schema.json
	$(DEBUG)/vod-ingest schema report > schemas/report.schema.json

install: setup ## build for release and install below PREFIX (default /usr/local)
	$(RELEASE_BUILD) --product vod-ingest
	$(RELEASE_BUILD) --product vod-emulator
	PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' scripts/install $(RELEASE)

clean: ## remove what was built and written
	rm -rf .build .build-tsan .build-asan Benchmarks/.build examples/out examples/*.state.sqlite* examples/media/large.mp4
