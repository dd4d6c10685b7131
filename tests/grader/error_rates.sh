#!/usr/bin/env bash
# Measures how often the grader is wrong: every right program 400 times and every wrong one 50
# times, half of them while every core is kept busy eight times over. It takes some hours. Each
# verdict that is wrong is shown, and each program that could not be graded, and after each part
# their numbers.
#
#   tests/grader/error_rates.sh [HOW OFTEN A RIGHT PROGRAM] [A WRONG ONE]     both are halved
set -euo pipefail
cd "$(dirname "$0")/../.."

right=$((${1:-400} / 2)) wrong=$((${2:-50} / 2))
cargo build --release --package grader

# Those that never sleep are apart, or the others would have no core to themselves.
spinning_right=(
    tests/corpus/stage4-joined/right/{a_counter_polled_by_spinning,a_helper_that_spins,two_helpers_at_a_barrier}.rs
    tests/corpus/lost_update/right/with_a_lock_that_spins.rs
    tests/corpus/phases/right/{that_spin,with_generations_that_spin}.rs
    tests/corpus/pool_of_two/right/{by_compare_exchange,that_spins}.rs
    tests/corpus/join_handles/right/polled_by_is_finished.rs
    tests/corpus/wait_group/right/by_a_spinning_count.rs
    tests/corpus/pipeline/right/that_looks_at_the_end_first.rs
    tests/corpus/results_in_order/right/pushed_and_then_counted.rs
)
spinning_wrong=(
    tests/corpus/stage4-joined/wrong/{an_endless_loop_at_the_end,two_seconds_of_spinning}.rs
    tests/corpus/stage4-joined/wrong/{a_constant_without_end,ten_thousand_threads,ten_thousand_idle_threads}.rs
    tests/corpus/stage4-joined/wrong/{a_loop_before_the_threads,a_loop_in_each_thread}.rs
    tests/corpus/stage4-joined/wrong/a_thread_that_is_busy_without_end.rs
    tests/corpus/borrow_tasks/wrong/that_never_begin.rs
)
without() { comm -23 <(printf '%s\n' tests/corpus/*/"$1"/* | sort) <(printf '%s\n' "${@:2}" | sort); }
mapfile -t resting_right < <(without right "${spinning_right[@]}")
mapfile -t resting_wrong < <(without wrong "${spinning_wrong[@]}")

measure() {
    local code=0
    # More than there are cores: much of a grading is waiting.
    cargo run --quiet --release --package grader --bin workshop -- verify --jobs 20 "$@" || code=$?
    # 1 is a wrong verdict and 2 a missing one: they were shown, and are what this is about.
    [ "$code" -le 2 ]
}

all() {
    echo "right programs, $right times each"
    measure --times "$right" "${resting_right[@]}"
    measure --times "$right" "${spinning_right[@]}"
    echo "wrong programs, $wrong times each"
    measure --times "$wrong" "${resting_wrong[@]}"
    measure --times "$wrong" "${spinning_wrong[@]}"
}

busy=()
stop() { [ ${#busy[@]} -eq 0 ] || kill "${busy[@]}" 2>/dev/null || true; }
trap stop EXIT

echo "== nothing else to do"
all
for _ in $(seq $((8 * $(getconf _NPROCESSORS_ONLN)))); do
    (while :; do :; done) &
    busy+=($!)
done
echo "== every core busy eight times over"
all
