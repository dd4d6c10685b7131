#!/usr/bin/env bash
# Measures how often the grader is wrong: every right program 400 times and every wrong one 50 times,
# half of them while every core is kept busy eight times over. It takes an hour or two, and says at the
# end of each part how many verdicts were wrong; each of those is shown.
#
#   tests/grader/error_rates.sh [HOW OFTEN A RIGHT PROGRAM] [A WRONG ONE]     both are halved
set -euo pipefail
cd "$(dirname "$0")/../.."

right=$((${1:-400} / 2)) wrong=$((${2:-50} / 2))
cargo build --package grader

busy=()
stop() { [ ${#busy[@]} -eq 0 ] || kill "${busy[@]}" 2>/dev/null || true; }
trap stop EXIT

measure() {
    local code=0
    # More than there are cores: much of a grading is waiting.
    cargo workshop verify "$@" --jobs 12 || code=$?
    # 1 is a wrong verdict: it was shown, and is what this is about.
    [ "$code" -le 1 ]
}

both() {
    echo "right programs, $right times each"
    measure tests/grader/right/*.rs --times "$right"
    echo "wrong programs, $wrong times each"
    measure tests/grader/wrong/*.rs --times "$wrong"
}

echo "== nothing else to do"
both
cores=$(getconf _NPROCESSORS_ONLN)
for _ in $(seq $((8 * cores))); do
    (while :; do :; done) &
    busy+=($!)
done
echo "== every core busy eight times over"
both
