#!/usr/bin/env bash
# What `make test` runs: every check, the quick ones first, stopping at the first step that fails before the tests.
# Ends with one line, computed from what cargo test reported:
#
#   N passed, N failed, N skipped
#
# A step that fails without a failed test in it (formatting, lints, a build that breaks, a test program that dies,
# a refused licence) counts as one failed, so that the last line never looks good when something is not.
#
#   test.sh                run the checks
#   test.sh totals FILE    only count what is in FILE, the output of cargo test
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
scripts=tests/scripts
. "$scripts/common.sh"

# totals FILE: "passed failed ignored", summed over all lines `test result:`, colours ignored
totals() {
    sed 's/\x1b\[[0-9;]*[A-Za-z]//g' "$1" | tr -d '\r' | awk '
        /^test result: (ok|FAILED)\. [0-9]+ passed; [0-9]+ failed; [0-9]+ ignored/ {
            passed += $4; failed += $6; ignored += $8
        }
        END { printf "%d %d %d\n", passed, failed, ignored }'
}

if [ "${1:-}" = totals ]; then
    read -r passed failed skipped < <(totals "$2")
    echo "$passed passed, $failed failed, $skipped skipped"
    exit 0
fi

output="$(mktemp "${TMPDIR:-/tmp}/nabta-test.XXXXXX")"
export NABTA_TEST_POSTGRES_STATE="$nabta_cache/postgres/run-$$"
failed_steps=() taken=() started=0

finish() {
    local status=$? passed=0 failed=0 skipped=0 line
    trap - EXIT HUP INT TERM
    if [ "$started" = 1 ]; then bash "$scripts/postgres.sh" stop || status=1; fi
    read -r passed failed skipped < <(totals "$output") || true
    rm -f "$output"
    echo
    echo "Time taken:"
    for line in "${taken[@]}"; do echo "  $line"; done
    if [ "${#failed_steps[@]}" -gt 0 ]; then
        echo "Failed: ${failed_steps[*]}"
        status=1
        # a failed `cargo test` is counted by its failed tests, when it named any
        for line in "${failed_steps[@]}"; do
            if [ "$line" = tests ] && [ "$failed" -gt 0 ] && [ -z "${tests_died:-}" ]; then continue; fi
            failed=$((failed + 1))
        done
    elif [ "$status" -ne 0 ]; then
        echo "Cut off before the end."
        failed=$((failed + 1))
    elif [ "$passed" -eq 0 ]; then
        echo "No test ran."
        status=1
        failed=1
    fi
    [ "$failed" -eq 0 ] || [ "$status" -ne 0 ] || status=1
    echo "$passed passed, $failed failed, $skipped skipped"
    exit "$status"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# step NAME COMMAND...: says what it does and how long it took; its status is COMMAND's
step() {
    local name="$1" from=$SECONDS status=0 seconds
    shift
    printf '\n==> %s: %s\n' "$name" "$*"
    "$@" || status=$?
    seconds=$((SECONDS - from))
    taken+=("$(printf '%4d s  %s%s' "$seconds" "$name" "$([ "$status" -eq 0 ] || echo ' (failed)')")")
    printf -- '--- %s: %s in %d s\n' "$name" "$([ "$status" -eq 0 ] && echo ok || echo failed)" "$seconds"
    if [ "$status" -ne 0 ]; then failed_steps+=("$name"); fi
    return "$status"
}

start_postgres() {
    bash "$scripts/postgres.sh" sweep
    started=1
    NABTA_TEST_POSTGRES="$(bash "$scripts/postgres.sh" start)" || return 1
    export NABTA_TEST_POSTGRES
    echo "$NABTA_TEST_POSTGRES"
}

install_smtp() {
    NABTA_TEST_SMTP="$(bash "$scripts/smtp.sh")" || return 1
    export NABTA_TEST_SMTP
}

install_oidc() {
    NABTA_TEST_OIDC="$(bash "$scripts/oidc.sh")" || return 1
    export NABTA_TEST_OIDC
}

install_checkers() {
    NABTA_TEST_CHECKERS="$(bash "$scripts/checkers.sh")" || return 1
    export NABTA_TEST_CHECKERS
}

install_deploy() {
    bash "$scripts/tools.sh" balancer || return 1
    NABTA_TEST_HADOLINT="$(bash "$scripts/hadolint.sh")" || return 1
    export NABTA_TEST_HADOLINT
}

run_tests() {
    local limit=() status=0
    # On CI a test that hangs must not take the whole run's time (on a terminal, Ctrl-C does it)
    if [ "${CI:-}" = true ]; then limit=(timeout -k 30 "${NABTA_TEST_LIMIT:-45m}"); fi
    "${limit[@]}" cargo test --workspace --no-fail-fast -- --skip faults:: 2>&1 | tee "$output" || status="${PIPESTATUS[0]}"
    # Faults have time limits of their own: each runs alone, so that it measures the service and not the other tests.
    # With --workspace, so that what is compiled is what was compiled: one package alone asks for fewer features of its libraries.
    "${limit[@]}" cargo test --workspace --test all -- faults:: --test-threads=1 2>&1 | tee -a "$output" || status="${PIPESTATUS[0]}"
    case "$status" in
        124 | 137) tests_died=1; echo "cargo test took longer than ${NABTA_TEST_LIMIT:-45m} and was stopped" ;;
    esac
    # a test program that did not come to its end (abort, signal) has no `test result:` line of its own
    if grep -qE "^ *process didn't exit successfully: " "$output"; then tests_died=1; fi
    return "$status"
}

step tools bash "$scripts/tools.sh" cc cargo lints pdf || exit 1
step format cargo fmt --check || exit 1
step lint cargo clippy --workspace --all-targets -- -D warnings || exit 1
step build cargo build --workspace --all-targets || exit 1
step postgres start_postgres || exit 1
step 'mail server' install_smtp || exit 1
step 'provider of sign-ins' install_oidc || exit 1
step 'checkers of certificates' install_checkers || exit 1
step 'tools of deploy' install_deploy || exit 1
step antivirus bash "$scripts/tools.sh" antivirus || exit 1
step tests run_tests || true
step 'stop postgres' bash "$scripts/postgres.sh" stop && started=0
step cargo-deny bash "$scripts/tools.sh" deny && step dependencies cargo deny --log-level error check bans licenses sources || true
