#!/usr/bin/env bash
# Makes sure that the tools that the build and the checks need are there, installing what is missing.
# Does nothing, quickly, when all of it is there already.
#
#   tools.sh [NAME...]      NAME: make | cc | cargo | lints | deny | pdf | valgrind | balancer | antivirus
#                           no NAME: all but valgrind, which benchmarks need, balancer, which tests of deploy/ need, and antivirus,
#                           which tests of files need
#
# cargo-deny is taken from PATH when it is new enough; else it is built once into <cache>/tools, which the
# Makefile puts on PATH. Why it is built from source: docs/decisions/0002-tooling.md
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

deny_version=0.20.2 # built when no other is found
deny_minimum=0.20.0 # the oldest that is taken from PATH

need_make() { have make || apt_install make; }

need_cc() { have cc || apt_install build-essential; }

need_cargo() {
    have cargo || die "cargo is not on PATH: install Rust 1.95 or newer (rustup), then try again"
}

need_lints() {
    cargo fmt --version >/dev/null 2>&1 || die "rustfmt is missing: rustup component add rustfmt"
    cargo clippy --version >/dev/null 2>&1 || die "clippy is missing: rustup component add clippy"
}

need_balancer() { # haproxy and nginx, whose examples are tested
    have haproxy || [ -x /usr/sbin/haproxy ] || apt_install haproxy
    have nginx || [ -x /usr/sbin/nginx ] || apt_install nginx-light
}

# What reads documents as their readers' programs do.
need_pdf() {
    { have pdftotext && have pdffonts; } || apt_install poppler-utils
    have qpdf || apt_install qpdf
}

# Beside it comes a program that fetches signatures: neither is to run here, tests start clamd with one signature of their own.
need_antivirus() {
    have clamd || [ -x /usr/sbin/clamd ] || {
        local policy=/usr/sbin/policy-rc.d made=
        if as_root true && [ ! -e "$policy" ]; then
            printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
            as_root chmod +x "$policy"
            made=1
        fi
        apt_install clamav-daemon
        [ -z "$made" ] || as_root rm -f "$policy"
        if have systemctl; then as_root systemctl disable clamav-daemon clamav-freshclam >/dev/null 2>&1 || true; fi
    }
}

need_valgrind() { have valgrind || apt_install valgrind; }

deny_is_good() { # PROGRAM: can be run and is not too old
    local version
    version="$("$1" --version 2>/dev/null | awk '{print $2; exit}')" || return 1
    [ -n "$version" ] && [ "$(printf '%s\n%s\n' "$deny_minimum" "$version" | sort -V | head -n 1)" = "$deny_minimum" ]
}

need_deny() {
    local built="$nabta_cache/tools/bin/cargo-deny"
    if have cargo-deny && deny_is_good cargo-deny; then return; fi
    if [ -x "$built" ] && deny_is_good "$built"; then return; fi
    need_cc
    say "building cargo-deny $deny_version once into $nabta_cache/tools (some minutes)"
    # Without CARGO_TARGET_DIR cargo builds in a temporary folder that it removes. Not optimised: that halves the time of the
    # build, and the check takes seconds either way.
    env -u CARGO_TARGET_DIR -u RUSTFLAGS \
        CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=0 \
        cargo install cargo-deny --version "=$deny_version" --locked --force --root "$nabta_cache/tools" </dev/null >&2
    deny_is_good "$built" || die "cargo-deny was built but does not run: $built"
}

[ $# -gt 0 ] || set -- make cc cargo lints deny pdf
for name; do
    case "$name" in
        make | cc | cargo | lints | deny | pdf | valgrind | balancer | antivirus) "need_$name" ;;
        *) die "unknown tool '$name' (make, cc, cargo, lints, deny, pdf, valgrind, balancer, antivirus)" ;;
    esac
done
