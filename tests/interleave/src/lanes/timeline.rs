//! A run in virtual time: what each thread does, and for how long.
//!
//! Virtual time stands still while threads run, and jumps when all of them wait. So each period of
//! time belongs to the step that a thread takes at its end. If that is a join, the thread has
//! waited for another thread until then.

use interleave_protocol::log::{End, Kind};

use super::{
    holders::is_lock_call,
    places::{Spot, spot},
    story::{Scene, Story},
    threads::NO_BREAK,
    wishes,
};
use crate::{
    run::Run,
    sources::{Place, Sources},
};

/// A run in virtual time. All times are nanoseconds since its start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The threads, in the order in which they were started. Main is the first.
    pub threads: Vec<Thread>,
    /// When the run ended.
    pub end: u64,
}

/// A thread in virtual time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// Its name.
    pub name: String,
    /// When it was spawned.
    pub from: u64,
    /// When it ended, or the end of the run.
    pub to: u64,
    /// How it ended.
    pub fate: Fate,
    /// What it did, and for how long. No time has passed between two spans. Only the last span of a
    /// thread that was not done can be empty.
    pub spans: Vec<Span>,
    /// The locks that it held for some time.
    pub holds: Vec<Hold>,
    /// The lines that it printed to stdout.
    pub lines: Vec<Line>,
}

/// How a thread has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was done.
    Done,
    /// It ended the program.
    Left,
    /// Another thread ended the program while this one was at work.
    CutOff,
    /// The run was over before the thread was done, as in a deadlock.
    Stuck,
    /// The thread still has work to do, and the log was read during the run.
    InProgress,
}

/// What a thread does for some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// When it begins.
    pub from: u64,
    /// When it ends.
    pub to: u64,
    /// What the thread does.
    pub doing: Doing,
    /// The place where it does so.
    pub spot: Option<Spot>,
}

/// What a thread does while time passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// It works: it sleeps, or waits for input, in a function that stands for work.
    Work,
    /// It sleeps.
    Sleep,
    /// It waits for another thread to end, by its number.
    Join(usize),
    /// It waits for a lock, by its name.
    Lock(String),
    /// It waits for something else, in words: "waits for a message".
    Wait(String),
    /// It checks again and again whether something has changed.
    Spin,
}

/// A lock that a thread holds for some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// When it locks.
    pub from: u64,
    /// When it unlocks, or the end of the run.
    pub to: u64,
    /// The name of the lock.
    pub lock: String,
}

/// A line that a thread prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The time.
    pub at: u64,
    /// The line, without its end.
    pub text: String,
}

/// The most virtual time that a look at the clock takes, in nanoseconds. What another thread does
/// in so short a time need not be drawn.
const TICK: u64 = 1_000_000;

impl Timeline {
    /// The timeline of a run. Its plan must have `time=order`, and call stacks from the first step
    /// on. A sleep, or a wait for input, is work if `is_work` holds for one of its calls.
    pub fn new(run: &Run, sources: &Sources, is_work: impl Fn(&Place) -> bool) -> Self {
        let story = Story::new(run, sources);
        let is_work = |frames: &[u32]| {
            let mut places = frames.iter().map(|frame| sources.places(*frame));
            places.any(|places| places.iter().any(&is_work))
        };
        let threads = 0..run.threads.len();
        let threads = threads.map(|thread| thread_of(&story, thread, &is_work));
        Self {
            threads: threads.collect(),
            end: run.clock,
        }
    }
}

fn thread_of(story: &Story<'_>, thread: usize, is_work: &impl Fn(&[u32]) -> bool) -> Thread {
    let spawn = |scene: &Scene| scene.kind == Kind::Spawn && scene.value == thread as u64;
    let spawn = story.scenes.iter().position(spawn).filter(|_| thread > 0);
    let from = spawn.map_or(0, |spawn| time(story, spawn));
    let (fate, to) = fate(story, thread);
    Thread {
        name: plain(story.threads.heading(thread)),
        from,
        to,
        fate,
        spans: spans(story, thread, (from, fate), is_work),
        holds: holds(story, thread),
        lines: lines(story, thread),
    }
}

/// The time of a step.
fn time(story: &Story<'_>, step: usize) -> u64 {
    story.run.steps[step].entry.time
}

fn fate(story: &Story<'_>, thread: usize) -> (Fate, u64) {
    let run = story.run;
    let last = story
        .scenes
        .iter()
        .rposition(|scene| scene.thread == thread);
    let is_done = last.is_some_and(|last| story.scenes[last].kind == Kind::Exit);
    match last.filter(|_| is_done) {
        _ if run.left_by == Some(thread) => (Fate::Left, run.clock),
        Some(last) => (Fate::Done, time(story, last)),
        None if run.end == End::Left && !run.threads[thread].is_at_work => (Fate::Done, run.clock),
        None if run.end == End::Left => (Fate::CutOff, run.clock),
        // A run that is stopped while its threads go on shows nothing of their ends.
        None if matches!(run.end, End::Unfinished | End::StepLimit) => {
            (Fate::InProgress, run.clock)
        }
        None => (Fate::Stuck, run.clock),
    }
}

/// What a thread does, one span after the other.
fn spans(
    story: &Story<'_>,
    thread: usize,
    (mut from, fate): (u64, Fate),
    is_work: &impl Fn(&[u32]) -> bool,
) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let steps = story.scenes.iter().zip(&story.run.steps);
    for (scene, step) in steps.filter(|(scene, _)| scene.thread == thread) {
        let to = step.entry.time;
        if to > from {
            let doing = doing(story, scene, is_work(&step.frames));
            add(&mut spans, (from, to), doing, scene);
        }
        from = to;
    }
    if !matches!(fate, Fate::Done | Fate::Left) {
        let (scene, state) = (&story.last[thread], &story.run.threads[thread]);
        let mut doing = doing(story, scene, is_work(&state.frames));
        if let Doing::Join(awaited) = &mut doing {
            *awaited = state.awaited;
        }
        add(&mut spans, (from, story.run.clock), doing, scene);
    }
    spans
}

/// What a thread does before this step.
fn doing(story: &Story<'_>, scene: &Scene, is_work: bool) -> Doing {
    match scene.kind {
        Kind::Sleep | Kind::Read if is_work => Doing::Work,
        Kind::Sleep => Doing::Sleep,
        Kind::Join => Doing::Join(scene.value as usize),
        Kind::Read => Doing::Wait("waits for input".into()),
        Kind::Write => Doing::Wait("waits until its output is read".into()),
        Kind::Leave => Doing::Wait("wants to end the program".into()),
        _ if story.objects.is_lock(scene.object) || is_lock_call(scene) => {
            let name = plain(story.objects.mention(scene.object));
            Doing::Lock(if name.is_empty() {
                "a lock".to_owned()
            } else {
                name
            })
        }
        // Which of these threads have not ended depends on the moment.
        Kind::Woken if is_at_end_of_scope(scene) => {
            Doing::Wait("waits for the threads of its scope to end".into())
        }
        Kind::Woken => Doing::Wait(plain(wishes::wish_to_be_woken(story, scene))),
        _ => Doing::Spin,
    }
}

fn is_at_end_of_scope(scene: &Scene) -> bool {
    matches!(scene.method(), (_, "scope" | "thread::scope"))
}

/// Adds a span. A thread that looks or sleeps in a loop gets one span for all that time.
fn add(spans: &mut Vec<Span>, (from, to): (u64, u64), doing: Doing, scene: &Scene) {
    if doing == Doing::Spin && to - from <= TICK {
        return;
    }
    let spot = spot(scene);
    match spans.last_mut() {
        Some(last) if last.doing == doing && last.spot == spot && doing != Doing::Work => {
            last.to = to;
        }
        _ => spans.push(Span {
            from,
            to,
            doing,
            spot,
        }),
    }
}

fn holds(story: &Story<'_>, thread: usize) -> Vec<Hold> {
    let periods = story.holders.periods().iter();
    let own = periods.filter(|period| period.thread == thread);
    let holds = own.map(|period| Hold {
        from: time(story, period.from),
        to: period.to.map_or(story.run.clock, |to| time(story, to)),
        lock: plain(story.objects.mention(period.lock)),
    });
    holds.filter(|hold| hold.to - hold.from > TICK).collect()
}

fn lines(story: &Story<'_>, thread: usize) -> Vec<Line> {
    let written = story.written.iter();
    let own = written.filter(|(step, _)| story.scenes[**step].thread == thread);
    let printed = own.filter(|(_, written)| !written.is_error());
    let lines = printed.flat_map(|(step, written)| {
        let at = time(story, *step);
        let text = written.text.as_deref().unwrap_or_default();
        text.lines().map(move |line| Line {
            at,
            text: line.to_owned(),
        })
    });
    lines.collect()
}

fn plain(text: String) -> String {
    text.replace(NO_BREAK, " ")
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::{
        Kind::{Exit, Join, Leave, Lock, Read, Sleep, Spawn, Start, Update},
        Waiting,
    };

    use super::*;
    use crate::lanes::made_up::MadeUp;

    const SOURCE: &str = "\
let worker = spawn(work);
worker.join();
sleep(15);
let guard = LEFT.lock();
drop(guard);
";

    fn timeline(made_up: &MadeUp) -> Timeline {
        let is_work = |place: &Place| place.function == "common::step";
        Timeline::new(made_up.story().run, &made_up.sources(), is_work)
    }

    fn doings(thread: &Thread) -> Vec<(u64, u64, &Doing)> {
        let spans = thread.spans.iter();
        spans
            .map(|span| (span.from, span.to, &span.doing))
            .collect()
    }

    /// Main has spawned a thread, and the thread has begun.
    fn begun() -> MadeUp {
        let mut run = MadeUp::new(SOURCE, &["", "sort data"]);
        run.step((0, Spawn, 0, 1), (1, "spawn"))
            .step((1, Start, 0, 0), (0, ""));
        run
    }

    #[test]
    fn main_waits_while_its_thread_works() {
        let mut run = begun();
        run.at(500).step((1, Sleep, 0, 500), (0, "common::step"));
        run.print(1, "sort data 0 complete\n")
            .step((1, Exit, 0, 0), (0, ""))
            .step((0, Join, 0, 1), (2, "join"))
            .step((0, Leave, 0, 0), (0, ""));
        run.run().left_by = Some(0);
        let timeline = timeline(&run);
        let [main, worker] = &timeline.threads[..] else {
            panic!("two threads: {timeline:?}")
        };
        assert_eq!(doings(main), [(0, 500, &Doing::Join(1))]);
        assert_eq!(doings(worker), [(0, 500, &Doing::Work)]);
        assert_eq!((main.fate, worker.fate), (Fate::Left, Fate::Done));
        assert_eq!(worker.lines.len(), 1);
        assert_eq!(worker.lines[0].text, "sort data 0 complete");
        assert_eq!(timeline.end, 500);
    }

    #[test]
    fn a_thread_that_main_does_not_wait_for_is_cut_off() {
        let mut run = begun();
        run.step((0, Leave, 0, 0), (0, ""))
            .stands((1, Waiting::Time, 0), (0, "common::step"))
            .at_work(1);
        let state = run.run();
        (state.left_by, state.threads[1].kind) = (Some(0), Sleep);
        let timeline = timeline(&run);
        assert_eq!(timeline.threads[1].fate, Fate::CutOff);
        assert_eq!(doings(&timeline.threads[1]), [(0, 0, &Doing::Work)]);
        assert_eq!(doings(&timeline.threads[0]), []);
    }

    #[test]
    fn a_run_that_goes_on_is_drawn_as_far_as_it_has_come() {
        let mut run = begun();
        run.at(500)
            .step((1, Read, 0, 3), (0, "common::step"))
            .stands((1, Waiting::File, 0), (0, "common::step"))
            .stands((0, Waiting::No, 0), (0, ""))
            .end(End::Unfinished);
        let threads = &mut run.run().threads;
        (threads[0].kind, threads[1].kind) = (Leave, Read);
        let timeline = timeline(&run);
        let [main, worker] = &timeline.threads[..] else {
            panic!("two threads: {timeline:?}")
        };
        let work = &Doing::Work;
        assert_eq!(doings(worker), [(0, 500, work), (500, 500, work)]);
        let leaves = Doing::Wait("wants to end the program".into());
        assert_eq!(doings(main), [(0, 500, &leaves)]);
        let fates = (main.fate, worker.fate);
        assert_eq!(fates, (Fate::InProgress, Fate::InProgress));
    }

    #[test]
    fn a_sleep_of_mains_own_is_no_work_and_a_loop_of_sleeps_is_one() {
        let mut run = begun();
        for time in [10, 20, 30] {
            run.at(time).step((0, Sleep, 0, 10), (3, "sleep"));
        }
        let timeline = timeline(&run);
        assert_eq!(doings(&timeline.threads[0]), [(0, 30, &Doing::Sleep)]);
    }

    #[test]
    fn a_lock_is_held_by_one_thread_and_awaited_by_the_other() {
        let mut run = begun();
        run.step((0, Lock, 5, 1), (4, "Mutex::lock"))
            .at(2 * TICK)
            .step((0, Sleep, 0, 2 * TICK), (3, "sleep"))
            .step((0, Update, 5, 0), (5, "drop MutexGuard"))
            .step((1, Lock, 5, 1), (4, "Mutex::lock"));
        let timeline = timeline(&run);
        let hold = Hold {
            from: 0,
            to: 2 * TICK,
            lock: "`LEFT`".into(),
        };
        assert_eq!(timeline.threads[0].holds, [hold]);
        let waits = Doing::Lock("`LEFT`".into());
        assert_eq!(doings(&timeline.threads[1])[0], (0, 2 * TICK, &waits));
    }

    #[test]
    fn a_thread_in_a_deadlock_waits_to_the_end() {
        let mut run = begun();
        run.at(9).step((1, Sleep, 0, 9), (3, "sleep"));
        run.stands((0, Waiting::Thread, 1), (2, "join"));
        run.run().threads[0].kind = Join;
        run.end(End::Deadlock);
        let timeline = timeline(&run);
        assert_eq!(timeline.threads[0].fate, Fate::Stuck);
        assert_eq!(doings(&timeline.threads[0]), [(0, 9, &Doing::Join(1))]);
    }
}
