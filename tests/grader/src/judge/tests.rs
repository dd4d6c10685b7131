//! The rules on made-up observations.

use std::time::Duration;

use scheduler::{Event, Reason, ThreadState, control::State};

use super::{
    from_first_error,
    hanging::{blockers, where_they_stand},
    judge, line_of_error,
    made_up::{KEY, ORDER, right, run, spec, verdict_with},
};
use crate::{
    finding::Finding,
    observe::{
        Experiment, Observations,
        run::Why,
        situation::{ThreadAt, WorkerAt},
    },
    spec::MainBehaviour,
};

/// A roll call in which all have come.
fn roll_call() -> crate::observe::Run {
    let run = run(Experiment::RollCall).prints("Starting...\n");
    run.asks(&["a 0", "b 0", "c 0"])
}

fn schedule() -> crate::observe::Run {
    run(Experiment::Schedule)
}

#[test]
fn a_program_in_which_nothing_is_wrong_is_joined() {
    let verdict = judge(&spec(3), &right()).expect("it fits");
    assert_eq!(verdict.finding, Finding::Joined);
    assert_eq!(verdict.advice, None);
}

#[test]
fn a_main_that_leaves_at_once_does_not_wait() {
    let verdict = verdict_with(roll_call().main_leaves_after(0));
    assert_eq!(verdict.finding, Finding::NoWait);
    assert!(
        verdict.message.starts_with("Main left at once"),
        "{}",
        verdict.message
    );
}

#[test]
fn a_wait_that_gives_up_loses_work_if_the_steps_take_long() {
    let long = run(Experiment::LongSteps);
    let verdict = verdict_with(long.prints("Starting...\n").does(&["a 0", "a 1", "b 0"]));
    assert_eq!(verdict.finding, Finding::Sleeps);
    assert_eq!(
        verdict.message,
        "If the steps take hours, a thread stops waiting and reports no error. Missing: \
         `b 1 complete`, `c 0 complete` and `c 1 complete`."
    );
    let loud = run(Experiment::LongSteps).does(&["a 0"]).exits(1);
    assert_eq!(verdict_with(loud).finding, Finding::Joined);
}

#[test]
fn a_main_that_leaves_after_a_time_sleeps_and_its_length_is_said() {
    let verdict = verdict_with(roll_call().main_leaves_after(15));
    assert_eq!(verdict.finding, Finding::Sleeps);
    assert!(
        verdict.message.contains("waited for 15 s"),
        "{}",
        verdict.message
    );
}

#[test]
fn a_main_that_gives_up_loudly_is_right_with_advice() {
    let verdict = verdict_with(roll_call().main_leaves_after(3600).exits(101));
    assert_eq!(verdict.finding, Finding::Joined);
    assert!(
        verdict
            .advice
            .is_some_and(|advice| advice.contains("gives up"))
    );
}

#[test]
fn a_watchdog_that_panics_after_a_day_is_no_failure() {
    let words = "thread 'watchdog' (7) panicked at src/main.rs:9:5:\ntoo long\n";
    let day = Event::TimePassed(std::time::Duration::from_secs(86_400));
    let held = roll_call().then(day).says(words).held();
    assert_eq!(verdict_with(held).finding, Finding::Joined);
    let at_once = verdict_with(roll_call().says(words).held());
    assert_eq!(at_once.finding, Finding::Fails);
}

#[test]
fn a_main_that_ends_while_one_is_held_forgets_it() {
    let left = schedule().plays(&ORDER[..5]);
    let verdict = verdict_with(left);
    assert_eq!(verdict.finding, Finding::ForgetsSome);
    assert_eq!(verdict.message, "The program ended while `a` was at work.");
    assert_eq!(verdict.schedule.map(|steps| steps.len()), Some(5));
}

#[test]
fn a_program_that_was_held_at_its_end_is_said_to_have_come_there() {
    let evidence = |steps| {
        let mut left = schedule().plays(&ORDER[..5]).main_leaves_after(0);
        left.departure.as_mut().expect("main has left").steps = steps;
        verdict_with(left).evidence
    };
    let after = format!("The program came to its end after `{}`.", ORDER[2]);
    assert!(evidence(3).contains(&after), "{}", evidence(3));
    let before = "The program came to its end before any step.";
    assert!(evidence(0).contains(before), "{}", evidence(0));
    // No step was granted after that.
    assert!(!evidence(5).contains("came to its end"), "{}", evidence(5));
}

/// A program whose workers come one at a time, and what threads without a worker do meanwhile.
fn one_at_a_time(threads: &[State]) -> Observations {
    let workers = [
        ("a", WorkerAt::Waiting(0)),
        ("b", WorkerAt::NotStarted),
        ("c", WorkerAt::NotStarted),
    ];
    let one = run(Experiment::RollCall)
        .prints("Starting...\n")
        .asks(&["a 0"])
        .stuck_at("b 0", Why::NotAsked, &workers)
        .does(&["a 0"])
        .asks(&["a 1"])
        .does(&["a 1"])
        .then(Event::Left("a".to_owned(), None))
        .asks(&["b 0"])
        .held();
    let mut seen = right();
    seen.roll_call = one;
    seen.schedules.clear();
    let stuck = seen.roll_call.stuck.as_mut().expect("it is stuck");
    let threads = (1..).zip(threads).map(|(number, state)| ThreadState {
        number,
        state: *state,
        waits_for_turn: false,
        task: None,
    });
    stuck.situation.threads.extend(threads);
    seen
}

#[test]
fn one_at_a_time_is_serial_and_names_who_had_not_started() {
    let verdict = judge(&spec(3), &one_at_a_time(&[])).expect("it fits");
    assert_eq!(verdict.finding, Finding::Serial);
    assert_eq!(
        verdict.message,
        "One at a time: while `a` was at work, `b` and `c` had not started."
    );
}

#[test]
fn threads_that_ended_without_a_worker_are_counted() {
    let seen = one_at_a_time(&[State::Ended, State::Yields, State::Ended]);
    let verdict = judge(&spec(3), &seen).expect("it fits");
    let end = "had not started. 2 threads have ended, and have run no worker.";
    assert!(verdict.message.ends_with(end), "{}", verdict.message);
}

/// A thread may get the lock before the worker that holds it has ended.
#[test]
fn no_limit_is_told_of_threads_that_wait_for_a_lock() {
    let with = |threads: &[State]| {
        let mut seen = one_at_a_time(threads);
        seen.schedules = vec![schedule().asks(&["a 0", "b 0"]).does(&["a 0", "b 0"])];
        let verdict = judge(&spec(3), &seen).expect("it fits");
        verdict.message
    };
    let waits = State::Locks {
        object: 1,
        holder: None,
    };
    let [with, without] = [with(&[waits]), with(&[])];
    assert!(
        with.starts_with("Fewer at a time than there could be: "),
        "{with}"
    );
    assert!(without.starts_with("At most 2 at a time: "), "{without}");
}

#[test]
fn three_at_once_are_too_many_for_a_pool_of_two() {
    let mut seen = right();
    seen.roll_call = roll_call().held();
    let verdict = judge(&spec(2), &seen).expect("it fits");
    assert_eq!(verdict.finding, Finding::TooManyAtOnce);
}

#[test]
fn a_program_that_rests_with_no_turn_to_grant_hangs() {
    let stuck = schedule()
        .plays(&ORDER)
        .hangs()
        .main_stands_at(State::Joins(1));
    let verdict = verdict_with(stuck);
    assert_eq!(verdict.finding, Finding::Hangs);
    assert_eq!(
        verdict.message,
        "The program does not end: no thread can go on."
    );
}

#[test]
fn threads_that_call_no_work_are_told_so() {
    let with = |state| {
        let mut left = roll_call().main_leaves_after(0);
        left.record.history.clear();
        let departure = left.departure.as_mut().expect("main has left");
        let thread = |number| ThreadState {
            number,
            state,
            waits_for_turn: false,
            task: None,
        };
        departure.situation.threads = (0..3).map(thread).collect();
        verdict_with(left)
    };
    let verdict = with(State::Ended);
    assert_eq!(verdict.finding, Finding::WrongOutput);
    let message = "The 2 threads that were started have ended, and no worker ever began";
    assert!(verdict.message.starts_with(message), "{}", verdict.message);
    assert_eq!(with(State::Sleeps { until: 5 }).finding, Finding::NoWait);
}

/// It has not been given so much time as it sleeps, because it fails after that time.
#[test]
fn a_sleep_after_which_the_program_fails_is_no_wait() {
    let asleep = schedule().plays(&ORDER).hangs();
    let mut seen = right();
    seen.schedules = vec![asleep.main_stands_at(State::Sleeps { until: 5 })];
    let finding = |seen: &Observations| judge(&spec(3), seen).expect("it fits").finding;
    assert_eq!(finding(&seen), Finding::Hangs);
    seen.gives_up_after = Some(Duration::from_secs(10));
    assert_eq!(finding(&seen), Finding::Sleeps);
}

#[test]
fn a_line_that_was_not_granted_is_forged() {
    let verdict = verdict_with(roll_call().prints("a 0 complete\n").held());
    assert_eq!(verdict.finding, Finding::ForgedOutput);
}

#[test]
fn a_line_that_is_not_in_the_key_is_wrong_output() {
    let verdict = verdict_with(schedule().plays(&ORDER).prints("done\n"));
    assert_eq!(verdict.finding, Finding::WrongOutput);
    assert!(verdict.message.contains("`done`"), "{}", verdict.message);
}

#[test]
fn a_lost_line_of_a_free_run_is_not_waited_for() {
    let lost = KEY.replace("c 1 complete\n", "");
    let verdict = verdict_with(run(Experiment::FreeRun).prints(&lost));
    assert_eq!(verdict.finding, Finding::ForgetsSome);
}

#[test]
fn a_worker_that_does_not_wait_for_the_heading_is_too_early() {
    let early = run(Experiment::BlockedStdout).asks(&["a 0"]).held();
    assert_eq!(verdict_with(early).finding, Finding::TooEarly);
}

#[test]
fn limits_and_signals_are_seen_before_what_follows_from_them() {
    let flood = schedule().plays(&ORDER[..2]);
    let flood = verdict_with(flood.stopped(Reason::TooMuchOutput));
    assert_eq!(flood.finding, Finding::TooMuchOutput);
    let crowd = verdict_with(schedule().plays(&ORDER).stopped(Reason::TooManyThreads));
    assert_eq!(crowd.finding, Finding::TooManyAtOnce);
}

#[test]
fn a_panic_is_told_with_its_line() {
    let words = "thread 'main' (7) panicked at src/main.rs:9:5:\noops\n";
    let verdict = verdict_with(schedule().plays(&ORDER).says(words).exits(101));
    assert_eq!(verdict.finding, Finding::Fails);
    assert_eq!(verdict.message, "Main panicked; the exit status is 101.");
    assert_eq!(verdict.line, Some(9));
    let words = "thread 'main' (7) panicked at common/src/counter.rs:9:5:\noops\n";
    let verdict = verdict_with(schedule().plays(&ORDER).says(words).exits(101));
    assert_eq!(verdict.line, None, "it is no line of the learner's");
}

#[test]
fn a_failure_must_name_its_task() {
    let fails = crate::spec::Spec {
        fails: Some("a".to_owned()),
        ..spec(3)
    };
    let mut seen = right();
    let free = seen.free.as_mut().expect("it was made up");
    for run in [&mut seen.schedules[0], free] {
        *run = std::mem::replace(run, schedule())
            .says("b: oops\n")
            .exits(1);
    }
    let verdict = judge(&fails, &seen).expect("it fits");
    assert_eq!(verdict.finding, Finding::Fails);
    assert!(
        verdict
            .message
            .contains("`a` failed, but stderr does not name this task")
    );
}

#[test]
fn a_step_that_comes_after_another_one_only_waits_needlessly() {
    let workers = [
        ("a", WorkerAt::Waiting(0)),
        ("b", WorkerAt::Waiting(0)),
        ("c", WorkerAt::Between),
    ];
    let mut late = schedule()
        .prints("Starting...\n")
        .asks(&["a 0", "b 0", "c 0"])
        .does(&["c 0"])
        .stuck_at("c 1", Why::NotAsked, &workers);
    let stuck = late.stuck.as_mut().expect("it was noted");
    (stuck.waiting, stuck.expected) = (3, 3);
    let late = late
        .does(&["a 0"])
        .asks(&["c 1", "a 1"])
        .does(&["c 1", "a 1", "b 0"]);
    let verdict = verdict_with(late.asks(&["b 1"]).does(&["b 1"]));
    assert_eq!(verdict.finding, Finding::NeedlessWait);
    assert!(
        verdict
            .message
            .contains("`c 1` was not done until `a 0` was")
    );
}

/// The spec of a program whose main should leave.
fn leaving() -> crate::spec::Spec {
    crate::spec::Spec {
        main: MainBehaviour::Leaves,
        ..spec(3)
    }
}

#[test]
fn a_main_that_should_leave_is_right_if_it_leaves() {
    let leaves = leaving();
    let mut seen = right();
    seen.roll_call = roll_call().main_leaves_after(0);
    let verdict = judge(&leaves, &seen).expect("it fits");
    assert_eq!(verdict.finding, leaves.wanted());
}

#[test]
fn threads_that_panic_before_their_work_are_told_so_if_main_should_leave() {
    let mut seen = right();
    seen.schedules.clear();
    seen.roll_call = roll_call().main_leaves_after(0);
    seen.roll_call.record.history.clear();
    let told = |seen: &Observations| {
        let verdict = judge(&leaving(), seen).expect("it fits");
        assert_eq!(verdict.finding, Finding::WrongOutput);
        (verdict.message, verdict.line)
    };
    let (message, _) = told(&seen);
    assert!(message.contains("do the threads call"), "{message}");
    let panic = "thread '<unnamed>' (7) panicked at program.rs:7:5:\nno receiver\n";
    seen.roll_call.record.stderr = panic.into();
    let (message, line) = told(&seen);
    assert!(message.ends_with("a thread panics before."), "{message}");
    assert_eq!(line, Some(7));
}

#[test]
fn a_main_that_waits_while_another_thread_ends_the_program_does_not_leave() {
    let thread = |number, state| ThreadState {
        number,
        state,
        waits_for_turn: false,
        task: None,
    };
    let finding_if = |main| {
        let mut seen = right();
        seen.roll_call = roll_call().main_leaves_after(0);
        let departure = seen.roll_call.departure.as_mut().expect("it has left");
        departure.situation.threads = vec![thread(0, main), thread(4, State::Leaves)];
        judge(&leaving(), &seen).expect("it fits").finding
    };
    assert_eq!(finding_if(State::Joins(1)), Finding::ForgetsSome);
    assert_eq!(finding_if(State::Leaves), Finding::NoWait);
}

/// Where it is not seen when main leaves, that it once stayed tells that it waits.
#[test]
fn a_main_that_should_leave_and_waits_for_some_forgets_the_others() {
    let leaves = leaving();
    let mut seen = right();
    seen.is_interleaved = false;
    seen.schedules = vec![schedule().plays(&ORDER[..3])];
    let verdict = judge(&leaves, &seen).expect("it fits");
    assert_eq!(verdict.finding, Finding::ForgetsSome);
    assert!(
        verdict
            .message
            .contains("left while `a` and `c` were at work"),
        "{}",
        verdict.message
    );
    seen.roll_call = roll_call().main_leaves_after(0);
    let verdict = judge(&leaves, &seen).expect("it fits");
    assert_eq!(verdict.finding, leaves.wanted());
}

#[test]
fn a_worker_that_main_leaves_behind_unheard_is_missed_only_where_it_would_be_seen() {
    let leaves = leaving();
    let mut seen = right();
    let roll_call = run(Experiment::RollCall).prints("Starting...\n");
    seen.roll_call = roll_call.asks(&["a 0"]).main_leaves_after(0);
    seen.schedules.clear();
    seen.is_interleaved = false;
    let verdict = judge(&leaves, &seen).expect("it fits");
    assert_eq!(verdict.finding, Finding::Unseen, "{}", verdict.message);
    seen.is_interleaved = true;
    let verdict = judge(&leaves, &seen).expect("it fits");
    assert_eq!(verdict.finding, Finding::Serial, "{}", verdict.message);
}

#[test]
fn the_line_of_an_error_is_that_of_its_first_place() {
    let words = "error[E0382]: borrow of moved value\n  --> a.rs:12:5\n   |\n  --> a.rs:7:1\n";
    assert_eq!(line_of_error(words), Some(12));
    assert_eq!(line_of_error("error: linking failed\n"), None);
}

#[test]
fn the_lines_tell_when_too_many_were_at_work() {
    let spec = spec(2);
    let two = "Starting...\na 0 complete\nb 0 complete\n";
    let output = format!("{two}c 0 complete\na 1 complete\n");
    let bytes = spec.crowded_after(output.as_bytes());
    assert_eq!(bytes, Some(two.len() + "c 0 complete\n".len()));
    assert_eq!(spec.crowded_after(two.as_bytes()), None);
    assert_eq!(spec.in_progress(two.as_bytes()), ["a", "b"]);
}

#[test]
fn warnings_before_the_first_error_are_left_out() {
    let error = "error: expected `;`\n --> a.rs:6:26\n";
    let words = format!("warning: unused import\n --> a.rs:1:5\n\n{error}");
    assert_eq!(from_first_error(&words), error);
    assert_eq!(from_first_error("warning: odd\n"), "warning: odd\n");
}

/// A thread that stands at `words`.
fn thread(number: usize, task: Option<&str>, state: State, words: &str) -> ThreadAt {
    ThreadAt {
        number,
        name: format!("the thread of line {number}"),
        task: task.map(str::to_owned),
        state,
        call: None,
        words: words.to_owned(),
        line: Some(number),
    }
}

const WAITS: State = State::Futex {
    object: 0,
    until: None,
};

#[test]
fn if_main_only_joins_the_other_threads_are_why_a_program_hangs() {
    let main = thread(0, None, State::Joins(1), "is blocked in `join`");
    let waits = |number, task| thread(number, Some(task), WAITS, "is blocked in `wait`");
    let threads = [main, waits(1, "a"), waits(2, "b")];
    let told = where_they_stand(&blockers(&threads));
    assert_eq!(told, " The threads of `a` and `b` are blocked in `wait`.");
}

#[test]
fn several_threads_have_their_verb_in_the_plural() {
    let looks = |number| thread(number, Some("a"), WAITS, "looks again and again at line 9");
    let told = where_they_stand(&[&looks(1), &looks(2)]);
    assert_eq!(
        told,
        " The threads of `a` and `a` look again and again at line 9."
    );
    let told = where_they_stand(&[&looks(1)]);
    assert_eq!(told, " The thread of `a` looks again and again at line 9.");
}

#[test]
fn if_main_waits_for_anything_else_it_is_why_a_program_hangs() {
    let main = thread(0, None, WAITS, "is blocked in `recv`");
    let other = thread(1, Some("a"), WAITS, "is blocked in `wait`");
    assert!(blockers(&[main, other]).is_empty());
}

#[test]
fn a_thread_that_waits_for_itself_is_told_first() {
    let locks = |number| {
        let state = State::Locks {
            object: 5,
            holder: Some(2),
        };
        thread(number, None, state, &format!("is blocked at line {number}"))
    };
    let main = thread(0, None, State::Joins(1), "is blocked in `join`");
    let threads = [main, locks(1), locks(2)];
    let told = where_they_stand(&blockers(&threads));
    assert!(
        told.starts_with(" The thread of line 2 is blocked"),
        "{told}"
    );
}
