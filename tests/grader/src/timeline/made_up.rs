//! Pictures that are made up, for tests.

use interleave::lanes::{Hold, PrintedLine};

use super::{
    axis::Axis,
    picture::{Bar, Kind, Lane, Note, Picture},
};

/// The start and the end of a span, in tenths of a second.
type Tenths = (u64, u64);

const TENTH: u64 = 100_000_000;

fn bar((from, to): Tenths, kind: Kind, words: &str) -> Bar {
    let title = match kind {
        Kind::Work => format!("step {words}"),
        _ => words.to_owned(),
    };
    Bar {
        from: from * TENTH,
        to: to * TENTH,
        kind,
        label: words.to_owned(),
        title,
    }
}

fn lane(name: &str, bars: Vec<Bar>) -> Lane {
    let works = bars.iter().filter(|bar| bar.kind == Kind::Work);
    let marks = works
        .filter(|bar| bar.to > bar.from)
        .map(|bar| PrintedLine {
            at: bar.to,
            text: format!("{name} {} complete", bar.label),
        });
    Lane {
        name: name.to_owned(),
        marks: marks.collect(),
        bars,
        ..Lane::default()
    }
}

fn picture(name: &str, end: u64, ending: &str, lanes: Vec<Lane>) -> Picture {
    Picture {
        name: name.to_owned(),
        axis: Axis::Seconds,
        lanes,
        end: end * TENTH,
        ending: ending.to_owned(),
    }
}

/// Two tasks, one after the other, of two steps each.
pub fn serial() -> Picture {
    let calls = vec![
        bar((0, 15), Kind::Wait, "calls sort"),
        bar((15, 30), Kind::Wait, "calls parse"),
    ];
    let steps = |from| {
        vec![
            bar((from, from + 8), Kind::Work, "0"),
            bar((from + 8, from + 15), Kind::Work, "1"),
        ]
    };
    let lanes = vec![
        lane("main", calls),
        lane("sort", steps(0)),
        lane("parse", steps(15)),
    ];
    picture("serial", 30, "the program ends after 3 s", lanes)
}

/// Main waits for a thread that waits for a lock that main holds.
pub fn deadlock() -> Picture {
    let note = Some(Note {
        at: 20 * TENTH,
        text: "never goes on".to_owned(),
    });
    let main = Lane {
        locks: vec![Hold {
            from: 0,
            to: 20 * TENTH,
            lock: "`left`".to_owned(),
        }],
        note: note.clone(),
        ..lane(
            "main",
            vec![
                bar((0, 12), Kind::Sleep, "sleeps"),
                bar((12, 20), Kind::Wait, "waits for pay"),
            ],
        )
    };
    let pay = Lane {
        note,
        ..lane(
            "pay",
            vec![
                bar((0, 17), Kind::Work, "0"),
                bar((17, 20), Kind::Wait, "waits for `left`"),
            ],
        )
    };
    let ending = "after 2 s no thread can go on: a deadlock";
    picture("deadlock", 20, ending, vec![main, pay])
}

/// Main leaves while its one worker is in its first step.
pub fn cut_off() -> Picture {
    let worker = Lane {
        note: Some(Note {
            at: 0,
            text: "cut off in step 0".to_owned(),
        }),
        ..lane("<sort> & co", vec![bar((0, 0), Kind::Work, "0")])
    };
    let lanes = vec![lane("main", Vec::new()), worker];
    picture("no-wait", 0, "the program ends at once", lanes)
}

/// Six turns of a schedule with two workers. The second one is cut off in its step 1.
pub fn turns() -> Picture {
    let turn = |number: u64| number * 10;
    let span = |from, to| (turn(from), turn(to));
    let sort = vec![
        bar(span(0, 1), Kind::Work, "0"),
        bar(span(1, 3), Kind::Work, "1"),
        bar(span(3, 4), Kind::Work, "2"),
    ];
    let parse = vec![
        bar(span(0, 2), Kind::Work, "0"),
        bar(span(2, 6), Kind::Work, "1"),
    ];
    let cut_off = Note {
        at: turn(6) * TENTH,
        text: "cut off in step 1".to_owned(),
    };
    let mut parse = Lane {
        note: Some(cut_off),
        ..lane("parse", parse)
    };
    parse.marks.pop();
    let main = vec![
        bar(span(0, 5), Kind::Sleep, "sleeps"),
        bar(span(5, 6), Kind::Wait, "wants to end the program"),
    ];
    let lanes = vec![lane("main", main), lane("sort", sort), parse];
    let ending = "after turn 6 the program ended with status 0";
    Picture {
        axis: Axis::Turns,
        ..picture("sleep", turn(6), ending, lanes)
    }
}
