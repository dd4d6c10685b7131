//! What threads and shared objects do, in words.

use interleave::lanes::{SharedState, Spot};
use scheduler::{
    ThreadState,
    control::{FileKind, State},
};

/// The state of an object that threads share, in words. `names` are those of the threads.
pub fn of_shared(state: &SharedState, names: &[String]) -> String {
    let held = |(thread, spot): &(usize, Option<Spot>)| {
        let name = names.get(*thread).map_or("a thread", String::as_str);
        let line = spot.as_ref().map(|spot| spot.place.line);
        let since = line.map_or_else(String::new, |line| format!(" since line {line}"));
        format!("held by {name}{since}")
    };
    match state {
        SharedState::Value(value) => value.to_string(),
        SharedState::Lock(holders) if holders.is_empty() => "free".to_owned(),
        SharedState::Lock(holders) => holders.iter().map(held).collect::<Vec<_>>().join(", "),
    }
}

/// Whether a library function that blocks waits for the next value from a channel.
pub fn receives(call: &str) -> bool {
    call.ends_with("::next") || call.contains("::recv") || call.starts_with("Iterator::")
}

/// What ends a wait in this library function, if that is known.
fn awaited(call: &str) -> Option<&'static str> {
    let (owner, method) = call.rsplit_once("::").unwrap_or(("", call));
    Some(match (owner, method) {
        _ if receives(call) => "for a message or the end of the last sender",
        ("SyncSender", "send") => "until the receiver takes a message or is dropped",
        ("Barrier", _) => "for more threads to come",
        ("Condvar", _) => "for a notification",
        ("RwLock", "read") => "until no thread writes or waits to write",
        ("RwLock", "write") => "until no thread reads or writes",
        ("WaitGroup", _) => "until its last clone is dropped",
        (_, "park") => "until it is unparked",
        _ => return None,
    })
}

/// What `thread` does at `line`, in words. `names` are those of all threads, and `locked_at` returns
/// the line at which a thread has locked an object.
pub fn of_thread(
    thread: &ThreadState,
    line: Option<usize>,
    call: Option<&str>,
    names: &[String],
    locked_at: impl Fn(usize, u64) -> Option<usize>,
) -> String {
    let at = line.map_or_else(String::new, |line| format!(" at line {line}"));
    let blocked = match call {
        Some(call) => format!("is blocked in `{call}`{at}"),
        None => format!("is blocked{at}"),
    };
    let name = |number: usize| names.get(number).map_or("another thread", String::as_str);
    match &thread.state {
        State::Joins(other) => match name(*other) {
            // A thread that runs no known worker.
            thread if thread.starts_with("the thread ") => format!("{blocked}, on {thread}"),
            task => format!("{blocked}, on the thread of {task}"),
        },
        State::Locks {
            object,
            holder: Some(holder),
        } => {
            let since = locked_at(*holder, *object);
            let since = since.map_or_else(String::new, |line| format!(" since line {line}"));
            if *holder == thread.number {
                return format!("{blocked}, on a lock that it holds itself{since}");
            }
            format!("{blocked}, on a lock that {} holds{since}", name(*holder))
        }
        State::Locks { holder: None, .. } => format!("{blocked}, on a lock"),
        State::Futex { until: None, .. } => match call.and_then(awaited) {
            Some(awaited) => format!("{blocked}, {awaited}"),
            None => blocked,
        },
        State::Futex { until: Some(_), .. } => format!("{blocked}, with a time limit"),
        State::Sleeps { .. } => format!("sleeps{at}"),
        State::Reads { .. } => format!("waits for input{at}"),
        State::Writes { file, .. } if file.kind == FileKind::Pipe => {
            format!("prints{at}, and its output is not read")
        }
        State::Writes { .. } => format!("writes{at}"),
        State::Child(_) => format!("waits for a child process{at}"),
        State::Spins { .. } => format!("looks again and again{at}, and nothing changes"),
        State::SpinsOnClock => format!("looks at the clock again and again{at}"),
        State::Yields => format!("yields again and again{at}"),
        State::Runs => format!("goes on and on{at}"),
        State::Leaves => format!("is about to end the program{at}"),
        State::Away => format!("is busy{at}"),
        State::Ended => "has ended".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of thread 2 in this state.
    fn said(state: &State, line: Option<usize>, call: Option<&str>) -> String {
        let thread = ThreadState {
            number: 2,
            state: *state,
            waits_for_turn: false,
            task: Some("parse files".to_owned()),
        };
        let names = [
            "main",
            "`sort data`",
            "`parse files`",
            "the thread of line 9",
        ];
        of_thread(
            &thread,
            line,
            call,
            &names.map(str::to_owned),
            |holder, _| (holder > 0).then_some(17 + holder),
        )
    }

    #[test]
    fn a_blocked_thread_is_told_with_its_line_and_with_whom_it_waits_for() {
        assert_eq!(
            said(&State::Joins(1), Some(17), Some("JoinHandle::join")),
            "is blocked in `JoinHandle::join` at line 17, on the thread of `sort data`"
        );
        assert_eq!(
            said(&State::Joins(3), Some(17), None),
            "is blocked at line 17, on the thread of line 9"
        );
        let locks = |holder| State::Locks { object: 5, holder };
        assert_eq!(
            said(&locks(Some(1)), Some(20), Some("Mutex::lock")),
            "is blocked in `Mutex::lock` at line 20, on a lock that `sort data` holds since line 18"
        );
        assert_eq!(
            said(&locks(Some(2)), Some(20), None),
            "is blocked at line 20, on a lock that it holds itself since line 19"
        );
        assert_eq!(said(&locks(None), None, None), "is blocked, on a lock");
        let futex = State::Futex {
            object: 7,
            until: None,
        };
        assert_eq!(
            said(&futex, Some(9), Some("Iterator::count")),
            "is blocked in `Iterator::count` at line 9, for a message or the end of the last sender"
        );
        assert_eq!(
            said(&futex, Some(9), Some("Condvar::wait_while")),
            "is blocked in `Condvar::wait_while` at line 9, for a notification"
        );
        assert_eq!(
            said(&futex, Some(9), Some("RwLock::read")),
            "is blocked in `RwLock::read` at line 9, until no thread writes or waits to write"
        );
        assert_eq!(
            said(&futex, Some(9), Some("OnceLock::wait")),
            "is blocked in `OnceLock::wait` at line 9"
        );
    }

    #[test]
    fn a_thread_that_is_not_blocked_says_what_it_does() {
        assert_eq!(
            said(&State::Sleeps { until: 5 }, Some(9), None),
            "sleeps at line 9"
        );
        assert_eq!(
            said(&State::Leaves, None, None),
            "is about to end the program"
        );
    }
}
