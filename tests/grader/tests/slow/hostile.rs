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

fn assert_found(finding: &str, output: &Output) {
    let said = text(output);
    let start = format!("stage4-joined: not solved yet, {finding} ");
    assert!(
        said.starts_with(&start),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn what_would_drive_the_terminal_is_shown_and_not_obeyed() {
    let (output, _folder) =
        check("start(); joined(); println!(\"\\x1b[2J\\x1b]0;title\\x07 \\u{202e}\\u{9b}1m\");");
    let said = text(&output);
    assert_found("wrong-output", &output);
    let drives = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202e}' | '\u{9b}');
    assert!(!said.contains(drives), "{said:?}");
    assert!(said.contains("\\u{1b}[2J"), "{said}");
}

/// A compiler repeats what it is told to say.
#[test]
fn the_compilers_words_do_not_drive_the_terminal_either() {
    let (output, _folder) = check("compile_error!(\"\\x1b[2J\\x1b[31mred\");");
    let said = text(&output);
    assert_found("does-not-build", &output);
    assert!(!said.contains("\x1b[2J"), "{said:?}");
}

#[test]
fn a_connection_without_the_token_is_not_heard() {
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

#[test]
fn a_program_that_fills_the_disk_is_stopped() {
    let (output, _folder) =
        check("fs::write(\"litter\", vec![0; 65 << 20]).unwrap(); start(); joined();");
    assert_found("too-much-output", &output);
    assert!(text(&output).contains("64 MiB of files"), "{output:?}");
}

/// One leaves the group, and others are forked by a shell that ends at once.
#[cfg(target_os = "linux")]
#[test]
fn processes_that_have_got_away_are_ended_all_the_same() {
    let seconds = 1_000_000 + std::process::id();
    let (output, _folder) = check(&format!(
        "Command::new(\"setsid\").args([\"sleep\", \"{seconds}\"]).spawn().unwrap();
        Command::new(\"sh\").args([\"-c\", \"sleep {seconds} & sleep {seconds} &\"]).status().unwrap();
        start();
        thread::spawn(joined);"
    ));
    // Whether main waits for a shell, or leaves at once, is not what is asked here.
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let is_it = |process: procfs::process::Process| {
        process
            .cmdline()
            .is_ok_and(|words| words.contains(&seconds.to_string()))
    };
    let mut processes = procfs::process::all_processes().expect("there is a /proc");
    assert!(
        !processes.any(|process| process.is_ok_and(is_it)),
        "one is still there"
    );
}

/// What it has become prints all that its workers should.
#[cfg(unix)]
#[test]
fn a_program_that_becomes_another_one_has_not_done_the_work() {
    let lines = ["sort data", "parse files", "generate output"].map(|task| {
        [0, 1, 2]
            .map(|step| format!("'{task} {step} complete'"))
            .join(" ")
    });
    let (output, _folder) = check(&format!(
        "use std::os::unix::process::CommandExt;
        start();
        thread::spawn(joined);
        let printed = \"printf '%s\\\\n' {}\";
        panic!(\"{{}}\", Command::new(\"sh\").args([\"-c\", printed]).exec());",
        lines.join(" ")
    ));
    assert_found("forged-output", &output);
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "it is busy for some seconds, as is one of the corpus"]
fn a_program_that_is_busy_without_a_point_is_ended() {
    let (output, _folder) =
        check("start(); let mut sum = 0_u64; loop { sum = std::hint::black_box(sum + 1) }");
    assert_found("hangs", &output);
}

/// It ends, so it must not be said to hang.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_does_too_much_is_not_judged() {
    let much = "let ticks = std::sync::atomic::AtomicUsize::new(0);
        for _ in 0..3_000_000 {
            ticks.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        }";
    let many = "for _ in 0..150 { thread::spawn(|| {}).join().unwrap(); }";
    for (main, why) in [
        (
            format!("start(); {much} joined();"),
            "its threads do too much",
        ),
        (
            format!("start(); joined(); {much}"),
            "its threads do too much",
        ),
        (
            format!("start(); joined(); {many}"),
            "starts more than 128 threads",
        ),
    ] {
        let (output, _folder) = check(&main);
        let said = text(&output);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(said.contains(why), "{said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn half_a_line_before_a_deadlock_is_shown() {
    let (output, _folder) = check(
        "start(); joined();
        print!(\"All \");
        std::io::stdout().flush().unwrap();
        let lock = std::sync::Mutex::new(3);
        let guard = lock.lock().unwrap();
        println!(\"{} done\", *guard + *lock.lock().unwrap());",
    );
    assert_found("hangs", &output);
    let said = text(&output);
    let half = "  prints \"All \", without the end of the line\n";
    assert!(said.contains(half), "{said}");
    assert!(said.contains("`Mutex::lock` at line "), "{said}");
}

/// Only the one file is taken: what lies beside it is not looked at.
#[test]
fn no_manifest_and_no_build_script_is_run() {
    let folder = tempfile::tempdir().expect("there is room");
    let wrong = workspace().join("tests/corpus/stage4-joined/wrong/no_join.rs");
    fs::copy(wrong, folder.path().join("program.rs")).expect("there is room");
    fs::write(folder.path().join("Cargo.toml"), "this is no manifest").expect("there is room");
    fs::write(folder.path().join("build.rs"), "fn main() { panic!() }").expect("there is room");
    fs::create_dir(folder.path().join(".cargo")).expect("there is room");
    fs::write(
        folder.path().join(".cargo/config.toml"),
        "this is no configuration",
    )
    .expect("there is room");
    assert_found("no-wait", &check_in(folder.path()));
}
