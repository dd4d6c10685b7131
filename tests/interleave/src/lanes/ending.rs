//! The end of a run: where each thread stands, and what has become of the program.

use interleave_protocol::log::{End, Kind, Waiting};

use super::{rows::Cell, story::Story, threads, words};

/// The end of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ending {
    /// Where threads stand that cannot go on, by thread.
    pub standing: Vec<(usize, Cell)>,
    /// What else is to be said, a paragraph each.
    pub sentences: Vec<String>,
}

impl Ending {
    pub fn new(story: &Story<'_>) -> Self {
        let (standing, last) = match story.run.end {
            End::Deadlock => (waiting(story), deadlock(story)),
            End::Quiet => (
                waiting(story),
                "All threads wait, and no input comes.".into(),
            ),
            End::Left => (at_work(story), left(story)),
            End::StepLimit => (going_on(story), step_limit(story)),
            End::Lost => (going_on(story), lost(story)),
            End::Diverged => (
                going_on(story),
                "The program did not follow its schedule.".into(),
            ),
            End::Redundant => (
                Vec::new(),
                "The run was cut short: it would go on as another one did.".into(),
            ),
            End::TooManyThreads => (
                Vec::new(),
                "The program has too many threads to be explored.".into(),
            ),
            End::Broken => (
                Vec::new(),
                "The interleaver failed. Its message is on stderr.".into(),
            ),
        };
        let panics = story.other_panics.iter().map(|panic| {
            format!(
                "Thread `{}` panics at line {}: {}",
                panic.thread, panic.line, panic.message
            )
        });
        Self {
            standing,
            sentences: panics.chain([last]).collect(),
        }
    }
}

/// The threads that wait, with what they wait for.
fn waiting(story: &Story<'_>) -> Vec<(usize, Cell)> {
    let threads = 0..story.last.len();
    let cells = threads.map(|thread| (thread, words::wish(story, thread)));
    cells
        .filter_map(|(thread, wish)| Some((thread, standing(story, thread, wish?))))
        .collect()
}

/// The threads that the end of the program cuts off.
fn at_work(story: &Story<'_>) -> Vec<(usize, Cell)> {
    let cut_off = cut_off(story).into_iter().map(|thread| {
        let deed = match words::wish(story, thread) {
            Some(wish) => format!("is cut off; it {wish}"),
            None => "is cut off".into(),
        };
        (thread, standing(story, thread, deed))
    });
    cut_off.collect()
}

fn cut_off(story: &Story<'_>) -> Vec<usize> {
    let threads = story.run.threads.iter().enumerate();
    let is_cut_off = threads.filter(|(thread, state)| {
        state.is_at_work && state.waiting != Waiting::Ended && Some(*thread) != leaver(story)
    });
    is_cut_off.map(|(thread, _)| thread).collect()
}

fn leaver(story: &Story<'_>) -> Option<usize> {
    let leave = story.scenes.iter().rfind(|scene| scene.kind == Kind::Leave);
    story.run.left_by.or(leave.map(|scene| scene.thread))
}

/// All threads that have not ended, at the last line of theirs that is known.
fn going_on(story: &Story<'_>) -> Vec<(usize, Cell)> {
    let threads = story.run.threads.iter().enumerate();
    let going = threads.filter(|(_, state)| state.waiting != Waiting::Ended);
    let cells = going.map(|(thread, _)| {
        let deed = words::wish(story, thread).unwrap_or_else(|| "is still going on".into());
        (thread, standing(story, thread, deed))
    });
    cells.collect()
}

fn standing(story: &Story<'_>, thread: usize, deed: String) -> Cell {
    let here = &story.last[thread];
    let scene = if here.place.is_some() {
        here
    } else {
        story.last_own_scene(thread).unwrap_or(here)
    };
    Cell {
        line: scene.place.as_ref().map(|place| story.label(place)),
        source: scene.excerpt.clone(),
        deed,
    }
}

fn deadlock(story: &Story<'_>) -> String {
    let waits_for_lock = |thread: &usize| {
        let state = &story.run.threads[*thread];
        let lock = story.holders.locked_at(state.object);
        lock.filter(|_| words::is_for_mutex(story, state))
            .map(|lock| story.scenes[lock].thread)
    };
    let is_in_ring = |start: &usize| {
        let mut next = waits_for_lock(start);
        for _ in 0..story.run.threads.len() {
            match next {
                Some(thread) if thread == *start => return true,
                Some(thread) => next = waits_for_lock(&thread),
                None => return false,
            }
        }
        false
    };
    let threads = 0..story.run.threads.len();
    let ring: Vec<String> = threads
        .filter(is_in_ring)
        .map(|thread| story.threads.mention(thread))
        .collect();
    match ring.len() {
        0 => "Deadlock: no thread can go on.".into(),
        1 => format!(
            "Deadlock: {} waits for a lock that it holds itself.",
            ring[0]
        ),
        _ => format!(
            "Deadlock: {} each wait for a lock that another one of them holds.",
            threads::all(&ring)
        ),
    }
}

fn left(story: &Story<'_>) -> String {
    let leaver = leaver(story).map_or("main".into(), |thread| story.threads.mention(thread));
    let cut_off: Vec<_> = cut_off(story)
        .into_iter()
        .map(|thread| story.threads.mention(thread))
        .collect();
    let status = match story.run.status.code() {
        Some(0) | None => String::new(),
        Some(code) => format!(" with status {code}"),
    };
    let verb = if cut_off.len() == 1 { "is" } else { "are" };
    match cut_off.len() {
        0 => format!("{leaver} ends the program{status}."),
        _ => format!(
            "{leaver} ends the program{status} while {} {verb} still at work.",
            threads::all(&cut_off)
        ),
    }
}

fn step_limit(story: &Story<'_>) -> String {
    let steps = story.run.steps.len();
    let since = steps.saturating_sub(story.run.last_change + 1);
    let progress = match since {
        0..100 => String::new(),
        _ => format!(" The last {since} steps changed nothing."),
    };
    format!("The program was stopped after {steps} steps.{progress}")
}

fn lost(story: &Story<'_>) -> String {
    if story.run.is_busy {
        return "The program was killed: it ran for too long without a scheduling point.".into();
    }
    format!("The program ended by itself: {}.", story.run.status)
}
