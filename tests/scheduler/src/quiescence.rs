//! Whether a program is quiescent: nothing more happens until the scheduler does something.
//!
//! The interleaver's runtime reports rest, once for each process. The program is quiescent only if
//! every process is at rest, and if the sockets on which they wait for us are exactly those of the
//! workers that have asked. Otherwise a message is still on its way.

use std::time::Duration;

use interleave_protocol::control::{How, Next, Rest, State};

use crate::protocol::Control;

/// A program at rest, as the runtimes in its processes describe it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiescence {
    /// The threads of the first process by their numbers, and after them those of other processes.
    pub threads: Vec<State>,
    /// How much virtual time has passed since the start.
    pub clock: Duration,
    /// What happens next if virtual time passes.
    pub next: Next,
    /// In which way it rests: the least quiet process decides.
    pub how: How,
    /// Whether there is a child process that does not report to us.
    pub has_strange_children: bool,
}

impl Quiescence {
    /// How the program rests, if it does. Its first process is `main`, `controls` has the reports
    /// of its runtimes, and `asking` has the ports of the workers that have asked. We listen on
    /// `port`.
    pub fn of<'a>(
        controls: impl Iterator<Item = &'a Control>,
        main: u32,
        port: u16,
        asking: &[u16],
    ) -> Option<Self> {
        let reports = controls.map(|control| Some((control, control.rest.as_ref()?)));
        let mut reports = reports.collect::<Option<Vec<_>>>()?;
        // The first process comes first.
        reports.sort_by_key(|(control, _)| control.process != main);
        let (_, first) = reports
            .first()
            .filter(|(control, _)| control.process == main)?;
        let rests = || reports.iter().map(|(_, rest)| *rest);
        let threads: Vec<State> = rests()
            .flat_map(|rest| rest.threads.iter().cloned())
            .collect();
        let mut reading: Vec<u16> = threads
            .iter()
            .filter_map(|state| reads_from(state, port))
            .collect();
        let mut asking = asking.to_vec();
        reading.sort_unstable();
        asking.sort_unstable();
        if reading != asking {
            return None;
        }
        let speaks_for = |parent: u32| reports.iter().any(|(control, _)| control.parent == parent);
        let is_strange =
            |(control, rest): &(&Control, &Rest)| rest.has_children && !speaks_for(control.process);
        Some(Self {
            threads,
            clock: Duration::from_nanos(first.clock),
            next: rests().map(|rest| rest.next).fold(Next::Never, sooner),
            how: rests().map(|rest| rest.how).max().unwrap_or(How::Quiet),
            has_strange_children: reports.iter().any(is_strange),
        })
    }

    /// Whether a thread is about to end the program.
    pub fn is_leaving(&self) -> bool {
        self.threads.contains(&State::Leaves)
    }

    /// Whether nothing of the program is unseen, so that certainly nothing more happens.
    pub fn is_certain(&self) -> bool {
        let has_busy_thread = self.threads.contains(&State::Away);
        !has_busy_thread && !self.has_strange_children
    }
}

/// The port on which a thread waits for our answer, if it does. We listen on `port`.
pub fn reads_from(state: &State, port: u16) -> Option<u16> {
    match state {
        State::Reads { file, .. } if file.peer == port => Some(file.port),
        _ => None,
    }
}

/// What happens first if virtual time passes. A look at the clock comes before any deadline.
fn sooner(one: Next, other: Next) -> Next {
    match (one, other) {
        (Next::Never, other) => other,
        (one, Next::Never) => one,
        (Next::At(one), Next::At(other)) => Next::At(one.min(other)),
        _ => Next::LookedAt,
    }
}

#[cfg(test)]
mod tests {
    use interleave_protocol::control::{File, FileKind};

    use super::*;

    const PORT: u16 = 4000;
    const MAIN: u32 = 7;

    fn control(process: u32, parent: u32, rest: Option<Rest>) -> Control {
        Control {
            process,
            parent,
            rest,
        }
    }

    fn rest(threads: Vec<State>) -> Rest {
        Rest {
            number: 1,
            how: How::Quiet,
            clock: 5,
            next: Next::Never,
            jumps: 0,
            has_children: false,
            threads,
        }
    }

    fn reads(port: u16, peer: u16) -> State {
        let file = File {
            kind: FileKind::Socket,
            descriptor: 3,
            port,
            peer,
        };
        State::Reads { file, until: None }
    }

    fn judged(controls: &[Control], asking: &[u16]) -> Option<Quiescence> {
        Quiescence::of(controls.iter(), MAIN, PORT, asking)
    }

    #[test]
    fn workers_that_have_asked_and_a_main_that_joins_them_are_at_rest() {
        let threads = vec![State::Joins(1), reads(50, PORT), reads(51, PORT)];
        let controls = [control(MAIN, 1, Some(rest(threads)))];
        let quiescence = judged(&controls, &[51, 50]).expect("it rests");
        assert!(!quiescence.is_leaving() && quiescence.how == How::Quiet);
        assert_eq!(quiescence.clock, Duration::from_nanos(5));
    }

    #[test]
    fn a_question_that_is_on_its_way_is_no_rest() {
        let threads = vec![State::Joins(1), reads(50, PORT)];
        let controls = [control(MAIN, 1, Some(rest(threads)))];
        assert_eq!(judged(&controls, &[]), None);
        assert_eq!(judged(&controls, &[50, 51]), None);
        assert!(judged(&controls, &[50]).is_some());
    }

    #[test]
    fn a_read_from_another_place_is_no_question() {
        let threads = vec![reads(50, 80)];
        let controls = [control(MAIN, 1, Some(rest(threads)))];
        assert!(judged(&controls, &[]).is_some());
    }

    #[test]
    fn every_process_must_be_at_rest() {
        let first = || control(MAIN, 1, Some(rest(vec![State::Child(8)])));
        assert_eq!(judged(&[first(), control(8, MAIN, None)], &[]), None);
        let second = control(8, MAIN, Some(rest(vec![State::Leaves])));
        let quiescence = judged(&[first(), second], &[]).expect("it rests");
        assert!(quiescence.is_leaving());
        assert_eq!(judged(&[control(8, 9, Some(rest(Vec::new())))], &[]), None);
        assert_eq!(judged(&[], &[]), None);
    }

    #[test]
    fn a_child_that_does_not_speak_is_strange() {
        let parent = Rest {
            has_children: true,
            ..rest(vec![State::Child(8)])
        };
        let alone = [control(MAIN, 1, Some(parent.clone()))];
        assert!(judged(&alone, &[]).expect("it rests").has_strange_children);
        let child = control(8, MAIN, Some(rest(vec![State::Joins(1)])));
        let both = [control(MAIN, 1, Some(parent)), child];
        assert!(!judged(&both, &[]).expect("it rests").has_strange_children);
    }

    #[test]
    fn time_leads_to_the_first_deadline_of_all() {
        assert_eq!(sooner(Next::Never, Next::At(3)), Next::At(3));
        assert_eq!(sooner(Next::At(5), Next::At(3)), Next::At(3));
        assert_eq!(sooner(Next::LookedAt, Next::At(3)), Next::LookedAt);
        assert_eq!(sooner(Next::LookedAt, Next::Never), Next::LookedAt);
    }
}
