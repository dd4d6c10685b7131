//! What is drawn of a run, in any format.

use std::collections::BTreeSet;

use interleave::lanes::{Doing, Fate, Hold, PrintedLine, Span, Thread, Timeline};
use scheduler::Step;

use super::{axis::Axis, labels};

mod words;

pub use words::{Symbol, held_in_words};

/// What is drawn of a run. All times are nanoseconds since its start; a turn of a schedule takes a
/// second of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The program.
    pub name: String,
    /// What the axis counts.
    pub axis: Axis,
    /// The lanes, from top to bottom. Main is the first.
    pub lanes: Vec<Lane>,
    /// When the run ended.
    pub end: u64,
    /// How it ended, in a sentence.
    pub ending: String,
}

/// A thread, or, if main calls workers, what main does for one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane {
    /// Its name. For a worker, this is its task.
    pub name: String,
    /// What it does, and for how long.
    pub bars: Vec<Bar>,
    /// The locks that it holds.
    pub locks: Vec<Hold>,
    /// The lines that it prints.
    pub marks: Vec<PrintedLine>,
    /// A note on its end.
    pub note: Option<Note>,
}

/// What a thread does for some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// When it begins.
    pub from: u64,
    /// When it ends.
    pub to: u64,
    /// How it is drawn.
    pub kind: Kind,
    /// The text in the bar, if there is room: the number of a worker's step, or what the thread
    /// waits for.
    pub label: String,
    /// The full description of the bar.
    pub title: String,
}

/// How a bar is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The thread works.
    Work,
    /// It waits for something.
    Wait,
    /// It sleeps.
    Sleep,
}

/// A note on the end of a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The time at which it is drawn.
    pub at: u64,
    /// The words of the note.
    pub text: String,
}

impl Picture {
    /// The picture of a run of the program `name`. `steps` has the step of each span of each
    /// thread, and `ending` is a sentence on the run's end.
    pub fn new(
        name: &str,
        axis: Axis,
        timeline: &Timeline,
        steps: &[Vec<Option<Step>>],
        ending: String,
    ) -> Self {
        let threads = timeline.threads.iter().zip(steps);
        let names: Vec<_> = threads
            .map(|(thread, steps)| labels::name(thread, steps))
            .collect();
        let mut lanes = Vec::new();
        for (number, thread) in timeline.threads.iter().enumerate() {
            let steps = &steps[number];
            if number == 0 && steps.iter().flatten().next().is_some() {
                lanes.extend(lanes_of_main(thread, steps, &names));
            } else {
                lanes.push(lane(thread, steps, &names, &names[number]));
            }
        }
        Self {
            name: name.to_owned(),
            axis,
            lanes,
            end: timeline.end,
            ending,
        }
    }

    /// Notes in its lane that `step` was granted and is not done. A note on how the thread ended
    /// stays.
    pub fn note_undone(&mut self, step: &Step) {
        let has_step = |lane: &&mut Lane| {
            let title = title(step, &lane.name);
            lane.bars.iter().any(|bar| bar.title == title)
        };
        if let Some(lane) = self.lanes.iter_mut().find(has_step) {
            lane.note.get_or_insert(Note {
                at: self.end,
                text: format!("step {} is not done", step.number),
            });
        }
    }

    /// Whether it shows the very first moments only, because the run is over at once.
    pub fn is_zoomed(&self) -> bool {
        self.axis.length(self.end) > self.end
    }
}

impl Lane {
    /// The names of the locks that it holds.
    pub fn lock_names(&self) -> BTreeSet<&str> {
        self.locks.iter().map(|hold| hold.lock.as_str()).collect()
    }
}

/// The lanes if main calls workers itself. In its own lane main waits for each call, and each task
/// has a lane.
fn lanes_of_main(main: &Thread, steps: &[Option<Step>], names: &[String]) -> Vec<Lane> {
    let mut own = lane(main, steps, names, &names[0]);
    let mut tasks: Vec<Lane> = Vec::new();
    let mut bars: Vec<Bar> = Vec::new();
    let spans = main.spans.iter().zip(steps);
    for (bar, (span, step)) in own.bars.into_iter().zip(spans) {
        let Some(step) = step else {
            bars.push(bar);
            continue;
        };
        let title = format!("waits for its call of {}", step.task);
        match bars.last_mut() {
            Some(last) if last.title == title => last.to = bar.to,
            _ => bars.push(Bar {
                kind: Kind::Wait,
                label: format!("calls {}", step.task),
                title,
                ..bar
            }),
        }
        let lane = match tasks.iter().position(|lane| lane.name == step.task) {
            Some(known) => &mut tasks[known],
            None => {
                tasks.push(Lane {
                    name: step.task.clone(),
                    ..Lane::default()
                });
                tasks.last_mut().expect("it was added")
            }
        };
        lane.bars.push(bar_of(span, Some(step), names, &step.task));
    }
    let is_of = |lane: &Lane, mark: &PrintedLine| {
        let start = format!("{} ", lane.name);
        mark.text.starts_with(&start)
    };
    for lane in &mut tasks {
        let marks = own.marks.extract_if(.., |mark| is_of(lane, mark));
        lane.marks = marks.collect();
    }
    own.bars = bars;
    [own].into_iter().chain(tasks).collect()
}

fn lane(thread: &Thread, steps: &[Option<Step>], names: &[String], name: &str) -> Lane {
    let spans = thread.spans.iter().zip(steps);
    let bars = spans.map(|(span, step)| bar_of(span, step.as_ref(), names, name));
    Lane {
        name: name.to_owned(),
        bars: bars.collect(),
        locks: thread.holds.clone(),
        marks: thread.lines.clone(),
        note: note(thread, steps.last().and_then(Option::as_ref)),
    }
}

/// The bar of a span in the lane `lane`.
fn bar_of(span: &Span, step: Option<&Step>, names: &[String], lane: &str) -> Bar {
    let (kind, title) = match &span.doing {
        Doing::Work => (
            Kind::Work,
            step.map_or("works".to_owned(), |step| title(step, lane)),
        ),
        Doing::Sleep => (Kind::Sleep, "sleeps".to_owned()),
        Doing::Join(thread) => {
            let name = names.get(*thread).map_or("a thread", String::as_str);
            (Kind::Wait, format!("waits for {name}"))
        }
        Doing::Lock(lock) => (Kind::Wait, format!("waits for {lock}")),
        Doing::Wait(words) => (Kind::Wait, words.clone()),
        Doing::Spin => (Kind::Wait, "looks again and again".to_owned()),
    };
    let label = match kind {
        Kind::Work => title.strip_prefix("step ").unwrap_or_default().to_owned(),
        _ => title.clone(),
    };
    Bar {
        from: span.from,
        to: span.to,
        kind,
        label,
        title,
    }
}

/// The title of a step's bar in the lane `lane`.
fn title(step: &Step, lane: &str) -> String {
    if step.task == lane {
        format!("step {}", step.number)
    } else {
        format!("step {step}")
    }
}

fn note(thread: &Thread, step: Option<&Step>) -> Option<Note> {
    let doing = thread.spans.last().map(|span| &span.doing);
    let text = match (thread.fate, doing, step) {
        (Fate::Done | Fate::Left | Fate::InProgress, ..) => return None,
        (Fate::Stuck, ..) => "never goes on".to_owned(),
        (Fate::CutOff, Some(Doing::Work), Some(step)) => format!("cut off in step {}", step.number),
        (Fate::CutOff, Some(Doing::Work), None) => "cut off at work".to_owned(),
        (Fate::CutOff, Some(Doing::Sleep), _) => "cut off in its sleep".to_owned(),
        (Fate::CutOff, Some(Doing::Spin), _) | (Fate::CutOff, None, _) => "cut off".to_owned(),
        (Fate::CutOff, Some(_), _) => "cut off while it waits".to_owned(),
    };
    Some(Note {
        at: thread.to,
        text,
    })
}

#[cfg(test)]
mod tests {
    use super::{super::made_up, *};

    const SECOND: u64 = 1_000_000_000;

    /// A thread that does each of these for a second.
    fn thread(name: &str, fate: Fate, doings: &[Doing], lines: &[(u64, &str)]) -> Thread {
        let spans = (0..).zip(doings).map(|(at, doing)| Span {
            from: at * SECOND,
            to: (at + 1) * SECOND,
            doing: doing.clone(),
            spot: None,
        });
        let spans: Vec<_> = spans.collect();
        let lines = lines.iter().map(|&(at, text)| PrintedLine {
            at: at * SECOND,
            text: text.to_owned(),
        });
        Thread {
            name: name.to_owned(),
            from: 0,
            to: spans.len() as u64 * SECOND,
            fate,
            spans,
            holds: Vec::new(),
            lines: lines.collect(),
        }
    }

    fn picture(threads: Vec<Thread>) -> Picture {
        let end = threads.iter().map(|thread| thread.to).max().unwrap_or(0);
        let steps: Vec<_> = threads.iter().map(labels::printed_steps).collect();
        let timeline = Timeline { threads, end };
        let ending = "the program ends".to_owned();
        Picture::new("made_up", Axis::Seconds, &timeline, &steps, ending)
    }

    fn titles(lane: &Lane) -> Vec<&str> {
        lane.bars.iter().map(|bar| bar.title.as_str()).collect()
    }

    #[test]
    fn a_worker_that_main_calls_has_a_lane_of_its_own() {
        let lines = [
            (1, "sort 0 complete"),
            (2, "sort 1 complete"),
            (3, "parse 0 complete"),
        ];
        let work = [Doing::Work, Doing::Work, Doing::Work];
        let picture = picture(vec![thread("main", Fate::Left, &work, &lines)]);
        let [main, sort, parse] = &picture.lanes[..] else {
            panic!("three lanes: {picture:?}")
        };
        let calls = ["waits for its call of sort", "waits for its call of parse"];
        assert_eq!(titles(main), calls);
        assert_eq!(titles(sort), ["step 0", "step 1"]);
        assert_eq!(
            (sort.marks.len(), parse.marks.len(), main.marks.len()),
            (2, 1, 0)
        );
    }

    #[test]
    fn a_join_names_the_task_of_the_thread() {
        let main = thread("main", Fate::Left, &[Doing::Join(1)], &[]);
        let worker = thread(
            "line 7",
            Fate::Done,
            &[Doing::Work],
            &[(1, "sort 0 complete")],
        );
        let picture = picture(vec![main, worker]);
        assert_eq!(titles(&picture.lanes[0]), ["waits for sort"]);
        assert_eq!(picture.lanes[1].name, "sort");
    }

    #[test]
    fn a_withheld_worker_waits_for_its_turn_in_the_lane_of_its_task() {
        let waits = Doing::Wait("waits for its turn".to_owned());
        let main = thread("main", Fate::InProgress, &[Doing::Work, waits], &[]);
        let steps = [0, 1].map(|number| Some(Step::new("sort", number)));
        let end = main.to;
        let timeline = Timeline {
            threads: vec![main],
            end,
        };
        let ending = "the program waits".to_owned();
        let picture = Picture::new("serial", Axis::Turns, &timeline, &[steps.to_vec()], ending);
        let [main, sort] = &picture.lanes[..] else {
            panic!("two lanes: {picture:?}")
        };
        assert_eq!(titles(main), ["waits for its call of sort"]);
        assert_eq!(titles(sort), ["step 0", "waits for its turn"]);
        let words =
            "sort: step 0 from the start to turn 1, waits for its turn from turn 1 to turn 2.";
        assert_eq!(picture.in_words()[1], words);
    }

    #[test]
    fn a_note_says_in_what_a_thread_was_cut_off() {
        let note = |doing| {
            let threads = vec![thread("a", Fate::CutOff, &[doing], &[])];
            picture(threads).lanes[0].note.clone().map(|note| note.text)
        };
        assert_eq!(note(Doing::Sleep).as_deref(), Some("cut off in its sleep"));
        assert_eq!(note(Doing::Work).as_deref(), Some("cut off at work"));
        assert_eq!(
            note(Doing::Join(0)).as_deref(),
            Some("cut off while it waits")
        );
    }

    #[test]
    fn a_granted_step_that_is_not_done_is_noted_in_its_lane() {
        let mut picture = made_up::serial();
        picture.note_undone(&Step::new("parse", 1));
        picture.note_undone(&Step::new("parse", 7));
        let note = |lane: &Lane| lane.note.clone().map(|note| note.text);
        let notes: Vec<_> = picture.lanes.iter().map(note).collect();
        assert_eq!(notes, [None, None, Some("step 1 is not done".to_owned())]);

        let mut picture = made_up::cut_off();
        let before = picture.clone();
        picture.note_undone(&Step::new("<sort> & co", 0));
        assert_eq!(picture, before);
    }

    #[test]
    fn a_picture_can_be_read_aloud() {
        let picture = picture(vec![thread("main", Fate::Left, &[Doing::Sleep], &[])]);
        let words = ["main: sleeps from 0 s to 1 s.", "the program ends."];
        assert_eq!(picture.in_words(), words);
    }
}
