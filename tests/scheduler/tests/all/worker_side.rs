//! A worker whose scheduler is not what it should be ends its program with an error. It never runs
//! free instead.

use std::{
    io::{self, BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    process::Output,
    thread,
};

use scheduler::Launch;

/// How a program of one worker ends if its scheduler is `scheduler`, for one connection.
fn output_under(scheduler: impl FnOnce(TcpStream) -> io::Result<()> + Send + 'static) -> Output {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let address = listener
        .local_addr()
        .expect("it has an address")
        .to_string();
    let scheduler = thread::spawn(move || scheduler(listener.accept()?.0));
    let output = output_with(&address);
    scheduler
        .join()
        .expect("the scheduler does not panic")
        .expect("the connection works");
    output
}

fn output_with(address: &str) -> Output {
    let subject = Launch::new(env!("CARGO_BIN_EXE_subject"))
        .arg("workers")
        .arg("1");
    let subject = subject
        .env("WORKSHOP_SCHEDULER", address)
        .env("WORKSHOP_TOKEN", "token");
    subject.command().output().expect("the subject runs")
}

fn assert_no_turn(output: &Output, cause: &str) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let start = "error: no turn from the scheduler that WORKSHOP_SCHEDULER names: ";
    assert!(
        stderr.starts_with(start) && stderr.contains(cause),
        "{stderr}"
    );
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"Starting...\n");
}

/// Reads what the worker says before it waits.
fn hear_ask(stream: &TcpStream) -> io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    assert_eq!(lines.next().transpose()?.as_deref(), Some("token worker 0"));
    assert_eq!(lines.next().transpose()?.as_deref(), Some("ask 0"));
    Ok(())
}

#[test]
fn there_is_no_scheduler() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let address = listener
        .local_addr()
        .expect("it has an address")
        .to_string();
    drop(listener);
    assert_no_turn(&output_with(&address), "refused");
}

#[test]
fn the_scheduler_goes_away_before_it_grants() {
    assert_no_turn(
        &output_under(|stream| hear_ask(&stream)),
        "it closed the connection",
    );
}

#[test]
fn the_scheduler_goes_away_between_two_turns() {
    let output = output_under(|mut stream| {
        hear_ask(&stream)?;
        stream.write_all(b"go\n")?;
        BufReader::new(&stream).lines().nth(1).transpose().map(drop)
    });
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"Starting...\nworker 0 0 complete\n");
}

#[test]
fn the_scheduler_speaks_another_language() {
    let output = output_under(|mut stream| {
        hear_ask(&stream)?;
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n")
    });
    assert_no_turn(&output, "it does not speak a scheduler's language");
}
