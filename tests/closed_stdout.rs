//! What becomes of a program whose output has no reader any more.
//!
//! Alone in its file: a program that another test starts at the wrong moment would inherit the
//! pipe. Then the pipe would still have a reader.

use std::{
    io::{self, BufRead, BufReader},
    time::Duration,
};

use scheduler::{Ending, Session};
use tests::{PROGRAMS, launch};

#[test]
fn a_program_whose_output_has_no_reader_ends() {
    for name in PROGRAMS {
        let (reader, writer) = io::pipe().expect("the system has pipes");
        drop(reader);
        let output = launch(name)
            .command()
            .stdout(writer)
            .output()
            .expect("the program runs");
        assert_eq!(output.status.code(), Some(101), "{name}");
    }
    // The same after the heading: now the workers panic. A wait group does not pass their panics
    // on.
    assert_eq!(status_of_a_reader_of_one_line("stage4-joined"), Some(101));
    assert_eq!(status_of_a_reader_of_one_line("stage4-wait-group"), Some(0));
}

/// The workers are held until the reader has gone.
fn status_of_a_reader_of_one_line(name: &str) -> Option<i32> {
    let (reader, writer) = io::pipe().expect("the system has pipes");
    let mut session =
        Session::start_into(&launch(name), Some(writer.into())).expect("the program starts");
    let mut heading = String::new();
    BufReader::new(reader)
        .read_line(&mut heading)
        .expect("a line");
    assert_eq!(heading, "Starting...\n");
    while session.ending().is_none() {
        let waiting: Vec<_> = session.waiting().cloned().collect();
        for step in waiting {
            session.grant(&step);
        }
        let poll = session.poll(Duration::from_secs(10));
        poll.expect("the session goes on");
    }
    match session.finish().expect("it has ended").ending {
        Ending::Exited(status) => status.code(),
        Ending::Stopped(reason) => panic!("{name}: {reason:?}"),
    }
}
