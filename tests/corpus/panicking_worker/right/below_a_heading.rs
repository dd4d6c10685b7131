//! Lists the tasks below two headings: those that were done, and those that were not.
//!
//! Finding: joined

use std::{panic, process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    panic::set_hook(Box::new(|_| ()));
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| (task, thread::spawn(move || worker(task))));
    let ends = handles.map(|(task, handle)| (task, handle.join()));
    let (done, failed): (Vec<_>, Vec<_>) = ends.into_iter().partition(|(_, end)| end.is_ok());
    for (heading, tasks) in [("done:", &done), ("failed:", &failed)] {
        eprintln!("{heading}");
        for (task, _) in tasks {
            eprintln!("  {task}");
        }
    }
    ExitCode::from(u8::from(!failed.is_empty()))
}
