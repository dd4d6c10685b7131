//! Programs that want something else than to be graded: none of them gets it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use scheduler::stages::workspace;

/// Grades a program with this main, in a folder of its own.
fn check(main: &str) -> (Output, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("there is room");
    let uses = "use std::{env, fs, io::Write, net::TcpStream, process::Command, thread};\nuse common::{start, worker};";
    let allow = "#![allow(unused_imports, clippy::zombie_processes)]";
    let program = format!("{allow}\n{uses}\n{JOINED}\nfn main() {{\n{main}\n}}\n");
    fs::write(folder.path().join("program.rs"), program).expect("there is room");
    (check_in(folder.path()), folder)
}

/// Grades `program.rs` in that folder.
fn check_in(folder: &Path) -> Output {
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    workshop.args(["check", "stage4-joined", "--source", "program.rs"]);
    workshop.current_dir(folder).output().expect("it runs")
}

/// What each of them does besides.
const JOINED: &str = "
fn joined() {
    let tasks = [\"sort data\", \"parse files\", \"generate output\"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for handle in handles {
        handle.join().unwrap();
    }
}";

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("it is UTF-8")
}

#[test]
fn what_would_drive_the_terminal_is_shown_and_not_obeyed() {
    let (output, _folder) =
        check("start(); joined(); println!(\"\\x1b[2J\\x1b]0;title\\x07 \\u{202e}\\u{9b}1m\");");
    let said = text(&output);
    assert!(
        said.starts_with("stage4-joined: not solved yet, wrong-output"),
        "{said}"
    );
    let drives = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202e}' | '\u{9b}');
    assert!(!said.contains(drives), "{said:?}");
    assert!(said.contains("1b[2J"), "{said}");
}

/// A compiler repeats what it is told to say.
#[test]
fn the_compilers_words_do_not_drive_the_terminal_either() {
    let (output, _folder) = check("compile_error!(\"\\x1b[2J\\x1b[31mred\");");
    let said = text(&output);
    assert!(
        said.starts_with("stage4-joined: not solved yet, does-not-build"),
        "{said}"
    );
    assert!(!said.contains("\x1b[2J"), "{said:?}");
}

#[test]
fn whoever_has_not_the_token_is_not_heard() {
    let (output, _folder) = check(
        "start();
        let address = env::var(\"WORKSHOP_SCHEDULER\");
        let mut forged: Vec<_> = address.iter().map(|address| TcpStream::connect(address).unwrap()).collect();
        for stream in &mut forged {
            let _ = stream.write_all(b\"0123456789abcdef0123456789abcdef sort data\\nask 0\\ndone 0\\n\");
        }
        joined();",
    );
    assert!(
        text(&output).starts_with("stage4-joined: solved, joined"),
        "{}",
        text(&output)
    );
}

/// The file that each run writes into its folder is gone with it.
#[test]
fn what_a_program_writes_beside_itself_is_gone() {
    let (output, folder) = check("fs::write(\"litter\", [0; 1000]).unwrap(); start(); joined();");
    assert!(output.status.success(), "{}", text(&output));
    let entries: Vec<PathBuf> = fs::read_dir(folder.path())
        .expect("it is there")
        .map(|entry| entry.expect("it is there").path())
        .collect();
    assert_eq!(entries, [folder.path().join("program.rs")]);
}

/// It leaves the group, and its parent dies.
#[cfg(target_os = "linux")]
#[test]
fn a_process_that_has_got_away_is_ended_all_the_same() {
    let seconds = 1_000_000 + std::process::id();
    let (output, _folder) = check(&format!(
        "Command::new(\"setsid\").args([\"sleep\", \"{seconds}\"]).spawn().unwrap(); start(); joined();"
    ));
    assert!(
        output.status.success(),
        "{}{}",
        text(&output),
        String::from_utf8_lossy(&output.stderr)
    );
    let is_it = |process: procfs::process::Process| {
        process
            .cmdline()
            .is_ok_and(|words| words.contains(&seconds.to_string()))
    };
    let mut processes = procfs::process::all_processes().expect("there is a /proc");
    assert!(
        !processes.any(|process| process.is_ok_and(is_it)),
        "it is still there"
    );
}

/// Only the one file is taken: what lies beside it is not looked at.
#[test]
fn no_manifest_and_no_build_script_is_run() {
    let folder = tempfile::tempdir().expect("there is room");
    let right = workspace().join("tests/corpus/stage4-joined/right/a_scope.rs");
    fs::copy(right, folder.path().join("program.rs")).expect("there is room");
    fs::write(folder.path().join("Cargo.toml"), "this is no manifest").expect("there is room");
    fs::write(folder.path().join("build.rs"), "fn main() { panic!() }").expect("there is room");
    fs::create_dir(folder.path().join(".cargo")).expect("there is room");
    fs::write(
        folder.path().join(".cargo/config.toml"),
        "this is no configuration",
    )
    .expect("there is room");
    let output = check_in(folder.path());
    assert!(
        output.status.success(),
        "{}{}",
        text(&output),
        String::from_utf8_lossy(&output.stderr)
    );
}
