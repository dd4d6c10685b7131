//! What becomes of a program when nobody reads its output any more.
//!
//! Alone in its file: a program that another test starts at the wrong moment would inherit the
//! pipe, and be somebody who might still read.

use std::{
    io::{self, BufRead, BufReader},
    process::{Command, Stdio},
};

use scheduler::stages::PROGRAMS;
use tests::launch;

#[test]
fn a_program_whose_output_nobody_reads_ends() {
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
    // The same after the heading: now it is the workers who panic. A wait group does not mind.
    assert_eq!(
        status_of_a_reader_of_one_line(launch("stage4-joined").command()),
        Some(101)
    );
    assert_eq!(
        status_of_a_reader_of_one_line(launch("stage4-wait-group").command()),
        Some(0)
    );
}

fn status_of_a_reader_of_one_line(mut command: Command) -> Option<i32> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut heading = String::new();
    BufReader::new(child.stdout.take().expect("a pipe"))
        .read_line(&mut heading)
        .expect("a line");
    assert_eq!(heading, "Starting...\n");
    child.wait().expect("the program ends").code()
}
