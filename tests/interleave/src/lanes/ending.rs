//! The end of a run: where each thread is, and what happened to the program.

use interleave_protocol::log::{End, Kind, Waiting};

use super::{cause::causes, rows::Cell, spurious, story::Story, threads, wishes};

/// The text for a thread that was spawned, but has done nothing yet.
const NOT_BEGUN: &str = "has not begun";

/// The end of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ending {
    /// The places of threads that cannot go on, by thread.
    pub standing: Vec<(usize, Cell)>,
    /// Further text, one paragraph each.
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
            End::StepLimit => (going_on(story, "goes on and on"), step_limit(story)),
            End::Lost => (going_on(story, "is still going on"), lost(story)),
            End::Diverged => (
                going_on(story, "is still going on"),
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
            End::Unfinished => (
                going_on(story, "is still going on"),
                "The run goes on from here.".into(),
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
            sentences: panics
                .chain([sentence(&last)])
                .chain(spurious::advice(story))
                .collect(),
        }
    }
}

/// The threads that wait, with what they wait for.
fn waiting(story: &Story<'_>) -> Vec<(usize, Cell)> {
    let threads = 0..story.last.len();
    let cells = threads.map(|thread| (thread, wishes::wish(story, thread)));
    cells
        .filter_map(|(thread, wish)| Some((thread, standing(story, thread, wish?))))
        .collect()
}

/// The threads that are cut off by the end of the program.
fn at_work(story: &Story<'_>) -> Vec<(usize, Cell)> {
    let cut_off = cut_off(story).into_iter().map(|thread| {
        let deed = match wishes::wish(story, thread) {
            _ if !story.has_begun(thread) => NOT_BEGUN.into(),
            Some(wish) => format!("is cut off; it {wish}"),
            None => "is cut off".into(),
        };
        (thread, standing(story, thread, deed))
    });
    cut_off.collect()
}

pub fn cut_off(story: &Story<'_>) -> Vec<usize> {
    let threads = story.run.threads.iter().enumerate();
    let is_cut_off = threads.filter(|(thread, state)| {
        state.is_at_work && state.waiting != Waiting::Ended && Some(*thread) != leaver(story)
    });
    is_cut_off.map(|(thread, _)| thread).collect()
}

pub fn leaver(story: &Story<'_>) -> Option<usize> {
    let leave = story.scenes.iter().rfind(|scene| scene.kind == Kind::Leave);
    story.run.left_by.or(leave.map(|scene| scene.thread))
}

/// All threads that have not ended, at their last known line. The words are for one that can go on.
fn going_on(story: &Story<'_>, words: &str) -> Vec<(usize, Cell)> {
    let threads = story.run.threads.iter().enumerate();
    let going = threads.filter(|(_, state)| state.waiting != Waiting::Ended);
    let cells = going.map(|(thread, _)| {
        let deed = match wishes::wish(story, thread) {
            _ if !story.has_begun(thread) => NOT_BEGUN.into(),
            Some(wish) => wish,
            None => words.to_owned(),
        };
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
    match causes(story) {
        causes if causes.is_empty() => "Deadlock: no thread can go on.".into(),
        causes => {
            let causes = causes.iter().enumerate().map(|(index, cause)| match index {
                0 => cause.clone(),
                _ => sentence(cause),
            });
            format!("Deadlock: {}", causes.collect::<Vec<_>>().join(" "))
        }
    }
}

fn left(story: &Story<'_>) -> String {
    let leaver = leaver(story).map_or("main".into(), |thread| story.threads.mention(thread));
    let status = match story.run.status.code() {
        Some(0) | None => String::new(),
        Some(code) => format!(" with status {code}"),
    };
    let (begun, others): (Vec<usize>, Vec<usize>) = cut_off(story)
        .into_iter()
        .partition(|&thread| story.has_begun(thread));
    let list = |threads: Vec<usize>| {
        let mentions: Vec<_> = threads
            .iter()
            .map(|&thread| story.threads.mention(thread))
            .collect();
        threads::all(&mentions)
    };
    let mut text = format!("{leaver} ended the program{status}");
    let and = match begun.is_empty() {
        true => "",
        false => ", and",
    };
    if !begun.is_empty() {
        text += &format!(" before {} had ended", list(begun));
    }
    if !others.is_empty() {
        text += &format!("{and} before {} had begun", list(others));
    }
    text + "."
}

/// A text that begins with a capital letter.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
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
    let Some(last) = story.scenes.last() else {
        return format!("The program ended by itself: {}.", story.run.status);
    };
    let thread = story.threads.mention(last.thread);
    let place = match &last.place {
        Some(place) => format!("its last step was at line {}", story.label(place)),
        None if last.kind == Kind::Start => "it had just begun".into(),
        None => format!("its last step was step {}", story.scenes.len()),
    };
    format!(
        "The program ended by itself: {}. {} was at work: {place}.",
        story.run.status,
        sentence(&thread)
    )
}
