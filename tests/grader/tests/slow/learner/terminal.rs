//! The commands that have keys on a terminal: `watch`, and `play` by hand.

use std::{
    fs::File,
    io::{Read, Write},
    os::unix::process::ExitStatusExt,
    process::{Child, Command},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use rustix::{
    process::{Pid, Signal, kill_process},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcgetattr, tcsetwinsize},
};

use super::{commands::COMMANDS, course::Course};

/// A terminal, and who types and looks at it.
struct Terminal {
    /// What a program takes for its terminal.
    screen: File,
    keyboard: File,
    shown: Receiver<Vec<u8>>,
    /// What was shown and not yet looked for.
    seen: String,
}

impl Terminal {
    fn new(columns: u16) -> Self {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("there is one");
        grantpt(&controller).expect("it is ours");
        unlockpt(&controller).expect("it is ours");
        tcsetwinsize(&controller, size(columns)).expect("it is a terminal");
        let name = ptsname(&controller, Vec::new()).expect("it has a name");
        let name = name.to_str().expect("it is UTF-8");
        let screen = File::options().read(true).write(true).open(name);
        let keyboard = File::from(controller);
        let mut eyes = keyboard.try_clone().expect("there is room");
        let (sender, shown) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = eyes.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            screen: screen.expect("it can be opened"),
            keyboard,
            shown,
            seen: String::new(),
        }
    }

    /// Starts `command` on it.
    fn start(&self, mut command: Command) -> Child {
        let screen = || self.screen.try_clone().expect("there is room");
        command.stdin(screen()).stdout(screen()).stderr(screen());
        command.spawn().expect("it runs")
    }

    fn press(&mut self, key: &str) {
        self.keyboard.write_all(key.as_bytes()).expect("it is open");
    }

    /// Makes it as wide as that, and tells `program`, as the system tells programs that it has
    /// started on a terminal of theirs.
    fn resize(&self, columns: u16, program: &Child) {
        tcsetwinsize(&self.keyboard, size(columns)).expect("it is a terminal");
        let program = Pid::from_child(program);
        kill_process(program, Signal::WINCH).expect("it is there");
    }

    /// Looks until `text` is shown, and on from there the next time. Returns what came before it.
    fn await_text(&mut self, text: &str) -> String {
        loop {
            if let Some(place) = self.seen.find(text) {
                let rest = self.seen.split_off(place + text.len());
                let mut before = std::mem::replace(&mut self.seen, rest);
                before.truncate(place);
                return before;
            }
            match self.shown.recv_timeout(Duration::from_secs(120)) {
                Ok(bytes) => self.seen += &String::from_utf8_lossy(&bytes),
                Err(_) => panic!("{text:?} did not come, but\n{}", self.seen),
            }
        }
    }

    /// All that `command` shows until its end.
    fn shown_by(&mut self, command: Command) -> String {
        let status = self.start(command).wait();
        status.expect("it ends");
        self.shown_until_now()
    }

    /// What was shown and not yet looked for.
    fn shown_until_now(&mut self) -> String {
        let end = "(the end)";
        self.screen.write_all(end.as_bytes()).expect("it is open");
        self.await_text(end)
    }

    /// Its settings, as text.
    fn settings(&self) -> String {
        format!("{:?}", tcgetattr(&self.screen).expect("it is a terminal"))
    }
}

fn size(columns: u16) -> Winsize {
    Winsize {
        ws_row: 24,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    }
}

const GREEN: &str = "\x1b[38;5;2m";
const RED: &str = "\x1b[38;5;1m";
const BOLD: &str = "\x1b[1m";

/// Whether there is an escape sequence in it that sets a colour or another style.
fn is_styled(text: &str) -> bool {
    let mut sequences = text.split("\x1b[").skip(1);
    let is_style = |rest: &str| {
        let numbers = |c: char| c.is_ascii_digit() || c == ';';
        rest.trim_start_matches(numbers).starts_with('m')
    };
    sequences.any(is_style)
}

#[test]
fn colours_say_what_is_solved_and_wrong_and_what_matters() {
    let course = Course::new();
    let mut terminal = Terminal::new(80);
    let said = terminal.shown_by(course.command(&["check"]));
    let headline = format!("{RED}warm_up: not solved yet, wrong-output");
    assert!(said.contains(&headline), "{said:?}");
    let mut last = said.trim_end().lines().rev();
    let hint = format!("{BOLD}for a hint: cargo workshop hint warm_up");
    assert!(
        last.next().is_some_and(|line| line.starts_with(&hint)),
        "{said:?}"
    );
    let conclusion = format!("{BOLD}warm_up: not solved yet, wrong-output");
    assert!(last.any(|line| line.starts_with(&conclusion)), "{said:?}");
    course.solve("warm_up");
    let said = terminal.shown_by(course.command(&["check"]));
    assert!(
        said.contains(&format!("{GREEN}warm_up: solved")),
        "{said:?}"
    );
    let said = terminal.shown_by(course.command(&[]));
    assert!(said.contains(&format!("{GREEN}solved")), "{said:?}");
    let next = format!("{BOLD}next:  lose_the_output");
    assert!(said.contains(&next), "{said:?}");
}

#[test]
fn there_are_no_colours_for_those_who_want_none_and_for_programs() {
    let course = Course::new();
    let mut terminal = Terminal::new(80);
    for arguments in [&[][..], &["check"], &["hint"], &["run"]] {
        let mut command = course.command(arguments);
        command.env("NO_COLOR", "1");
        let said = terminal.shown_by(command);
        assert!(!is_styled(&said), "{arguments:?}: {said:?}");
        let mut command = course.command(arguments);
        command.env("TERM", "dumb");
        let said = terminal.shown_by(command);
        assert!(!said.contains('\x1b'), "{arguments:?}: {said:?}");
    }
    let said = terminal.shown_by(course.command(&["check", "--format", "json"]));
    assert!(!is_styled(&said), "{said:?}");
    // What is empty is not set.
    let mut command = course.command(&[]);
    command.env("NO_COLOR", "");
    assert!(is_styled(&terminal.shown_by(command)));
}

/// A line that was wrapped for another width and then once more leaves short lines between long
/// ones.
#[test]
fn help_is_wrapped_once_at_the_width_of_the_terminal() {
    let course = Course::new();
    for (columns, width) in [(60, 60), (90, 90), (200, 100)] {
        let mut terminal = Terminal::new(columns);
        for command in COMMANDS {
            let help = terminal.shown_by(course.command(&[command, "--help"]));
            let lines: Vec<&str> = help.lines().collect();
            for pair in lines.windows(2) {
                // clap does not wrap the usage.
                let is_usage = pair[0].starts_with("Usage: ");
                assert!(pair[0].len() <= width || is_usage, "{help}");
                let is_paragraph = pair.iter().all(|line| line.starts_with(|c: char| c != ' '));
                let next = pair[1].split(' ').next().unwrap_or_default();
                let has_room = pair[0].len() + 1 + next.len() <= width;
                assert!(!(is_paragraph && has_room), "{pair:?} in\n{help}");
            }
        }
    }
}

const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";
const ESCAPE: &str = "\x1b";

#[test]
fn an_exercise_is_chosen_with_arrows() {
    for columns in [30, 100] {
        let course = Course::new();
        let mut terminal = Terminal::new(columns);
        let before = terminal.settings();
        let mut watch = terminal.start(course.command(&["watch"]));
        terminal.await_text("q quit");
        terminal.press("l");
        terminal.await_text("> ");
        terminal.press(DOWN);
        terminal.await_text("* lose_the_");
        terminal.press(DOWN);
        terminal.press(UP);
        terminal.press("\r");
        terminal.await_text("lose_the_output: not solved");
        terminal.await_text("q quit");
        terminal.press("l");
        terminal.await_text("esc");
        terminal.press(ESCAPE);
        terminal.await_text("lose_the_output: not solved");
        terminal.await_text("q quit");
        terminal.press("q");
        assert_eq!(watch.wait().expect("it ends").code(), Some(0));
        assert_eq!(terminal.settings(), before);
    }
}

#[test]
fn the_keys_stay_in_one_line_when_the_window_is_resized() {
    let course = Course::new();
    let mut terminal = Terminal::new(100);
    let mut watch = terminal.start(course.command(&["watch"]));
    terminal
        .await_text("r run   p play   h hint   x reset   n next   l list   c check all   q quit");
    terminal.resize(30, &watch);
    terminal.await_text("warm_up: not solved yet");
    terminal.await_text("r p h x n l c  ? keys  q quit");
    terminal.press("?");
    terminal.await_text("l  lists all, to choose one");
    terminal.await_text("q quit");
    terminal.press("l");
    terminal.await_text("esc");
    terminal.resize(100, &watch);
    terminal.await_text("not solved yet * lose_the_output");
    terminal.press(CONTROL_C);
    assert_eq!(watch.wait().expect("it ends").code(), Some(0));
}

#[test]
fn what_is_waited_for_is_told_in_one_line() {
    let course = Course::new();
    let endless = "fn main() {\n    common::start();\n    loop {}\n}\n";
    course.write("stage4-joined/exercises/join_handles.rs", endless);
    for columns in [30, 100] {
        let mut terminal = Terminal::new(columns);
        let mut watch = terminal.start(course.command(&["watch", "join_handles"]));
        terminal.await_text("checking");
        let before = terminal.await_text(") join_handles: ");
        let after = terminal.await_text("\r\n");
        let before = before.rsplit('\n').next().unwrap_or_default();
        // The spinner's escape sequences stand before it.
        let shown = before.rsplit(['K', 'F']).next().unwrap_or_default();
        let line = format!("{shown}) join_handles: {after}");
        assert!(line.chars().count() < usize::from(columns), "{line:?}");
        assert!(!after.ends_with(' '), "{line:?}");
        terminal.press("q");
        assert_eq!(watch.wait().expect("it ends").code(), Some(0));
    }
}

#[test]
fn keys_give_a_hint_the_list_and_the_next_exercise() {
    for columns in [40, 100] {
        let course = Course::new();
        let mut terminal = Terminal::new(columns);
        let before = terminal.settings();
        let mut watch = terminal.start(course.command(&["watch"]));
        terminal.await_text("q quit");
        assert_ne!(terminal.settings(), before);
        terminal.press("h");
        terminal.await_text("warm_up: hint 1 of 3");
        terminal.press("l");
        terminal.await_text("not solved yet * lose_the_output");
        terminal.press("l");
        terminal.await_text("warm_up: hint 1 of 3");
        terminal.await_text("q quit");
        terminal.press("n");
        terminal.await_text("lose_the_output: not solved yet");
        terminal.await_text("q quit");
        terminal.press("q");
        assert_eq!(watch.wait().expect("it ends").code(), Some(0));
        assert_eq!(terminal.settings(), before);
    }
}

#[test]
fn a_key_that_is_pressed_during_a_check_does_what_it_does_after_it() {
    let course = Course::new();
    let mut terminal = Terminal::new(80);
    let mut watch = terminal.start(course.command(&["watch"]));
    terminal.await_text("checking");
    terminal.press("l");
    terminal.await_text("warm_up: not solved yet");
    terminal.await_text("not solved yet * lose_the_output");
    terminal.press(CONTROL_C);
    assert_eq!(watch.wait().expect("it ends").code(), Some(0));
}

#[test]
fn keys_run_an_exercise_and_reset_it() {
    let course = Course::new();
    let mut terminal = Terminal::new(80);
    let mut watch = terminal.start(course.command(&["watch"]));
    terminal.await_text("q quit");
    terminal.press("r");
    terminal.await_text("sort data 2 complete");
    terminal.await_text("the program ran for");
    terminal.await_text("q quit");
    terminal.press("x");
    terminal.await_text("warm_up is as it was handed out");
    terminal.await_text("q quit");
    terminal.press("q");
    assert_eq!(watch.wait().expect("it ends").code(), Some(0));
}

#[test]
fn a_save_during_a_check_starts_it_anew() {
    let course = Course::new();
    let endless = "fn main() {\n    common::start();\n    loop {}\n}\n";
    course.write("stage4-joined/exercises/join_handles.rs", endless);
    let mut terminal = Terminal::new(80);
    let mut watch = terminal.start(course.command(&["watch", "join_handles"]));
    terminal.await_text("checking");
    course.solve("join_handles");
    terminal.await_text("join_handles: solved");
    terminal.await_text("q quit");
    terminal.press("q");
    assert_eq!(watch.wait().expect("it ends").code(), Some(0));
}

/// Without the interleaver time is real.
#[cfg(target_os = "linux")]
#[test]
fn turns_are_granted_by_keys_and_taken_back() {
    let course = Course::new();
    let mut terminal = Terminal::new(80);
    let before = terminal.settings();
    let mut play = terminal.start(course.command(&["play", "stage3-sleep"]));
    terminal.await_text("q quits");
    assert_ne!(terminal.settings(), before);
    terminal.press("1");
    terminal.await_text("sort data 0 complete");
    terminal.await_text("t  time passes");
    terminal.press("t");
    terminal.await_text("l  main ends the program");
    terminal.press("u");
    terminal.await_text("t  time passes");
    terminal.press("t");
    terminal.await_text("l  main ends the program");
    terminal.press("l");
    terminal.await_text("These steps were not done");
    terminal.press("q");
    let schedule = "\"sort data 0, time, leave\"";
    terminal.await_text(&format!(
        "cargo workshop play stage3-sleep --schedule {schedule}"
    ));
    assert_eq!(play.wait().expect("it ends").code(), Some(0));
    assert_eq!(terminal.settings(), before);
}

#[test]
fn the_command_that_plays_the_same_once_more_has_the_users_settings() {
    let course = Course::new();
    course.solve("panicking_worker");
    let mut terminal = Terminal::new(80);
    let mut play = course.command(&["play", "panicking_worker"]);
    play.env("FAILS", "sort data").env("PACE", "500");
    let mut play = terminal.start(play);
    terminal.await_text("q quits");
    terminal.press("1");
    terminal.await_text("sort data 0 complete");
    terminal.await_text("q quits");
    terminal.press("q");
    terminal.await_text(
        "FAILS=\"sort data\" PACE=\"500\" cargo workshop play panicking_worker --schedule \"sort data 0\"",
    );
    assert_eq!(play.wait().expect("it ends").code(), Some(0));
}

/// Without the interleaver they are not seen.
#[cfg(target_os = "linux")]
#[test]
fn values_are_shown_between_the_turns() {
    let course = Course::new();
    let mut terminal = Terminal::new(80);
    let mut play = terminal.start(course.command(&["play", "lost_update"]));
    terminal.await_text("q quits");
    for (key, value) in [("1", 0), ("2", 0), ("1", 0), ("1", 1), ("2", 1), ("2", 1)] {
        terminal.press(key);
        terminal.await_text(&format!("`done`              {value}\r\n"));
    }
    terminal.press("q");
    assert_eq!(play.wait().expect("it ends").code(), Some(0));
}

/// Without the interleaver it is not seen what threads do.
#[cfg(target_os = "linux")]
#[test]
fn lanes_grow_with_the_turns() {
    let course = Course::new();
    for (columns, lanes) in [
        (
            80,
            [
                "sort data        0==|\r\n",
                "parse files      0======|\r\n",
                "sort data        0==|1======|\r\n",
                "main             |~~~ sleeps ~~~~\r\n",
                "parse files      0======|1===========x cut off in step 1\r\n",
            ],
        ),
        // Four turns fit, and the first one scrolls off to the left.
        (
            30,
            [
                "sort data  0==|\r\n",
                "parse fi…  0======|\r\n",
                "sort data  0==|1======|\r\n",
                "main       |~~~ sleeps ~~~~\r\n",
                "parse fi…  0==|1===========x\r\n",
            ],
        ),
    ] {
        let mut terminal = Terminal::new(columns);
        let mut play = terminal.start(course.command(&["play", "stage3-sleep"]));
        terminal.await_text("quits");
        for (key, lane) in ["1", "2", "1", "t", "l"].into_iter().zip(lanes) {
            terminal.press(key);
            terminal.await_text(lane);
        }
        terminal.await_text("quits");
        terminal.press("q");
        assert_eq!(play.wait().expect("it ends").code(), Some(0));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_picture_is_as_wide_as_the_terminal() {
    let course = Course::new();
    for (columns, lane) in [
        (30, "sort data   0======|1========x\r\n"),
        (
            60,
            "sort data        0=========|1===========x cut off in step 1\r\n",
        ),
    ] {
        let mut terminal = Terminal::new(columns);
        let arguments = [
            "timeline",
            "stage3-sleep",
            "--schedule",
            "sort data 0, time",
        ];
        let mut timeline = terminal.start(course.command(&arguments));
        terminal.await_text(lane);
        assert_eq!(timeline.wait().expect("it ends").code(), Some(0));
    }
}

#[test]
fn without_a_name_the_next_exercise_is_played() {
    let course = Course::new();
    let mut terminal = Terminal::new(80);
    let mut play = terminal.start(course.command(&["play"]));
    terminal.await_text("playing stage1-serial/exercises/warm_up.rs");
    terminal.await_text("q quits");
    terminal.press("q");
    assert_eq!(play.wait().expect("it ends").code(), Some(0));
}

#[test]
fn without_the_interleaver_one_can_play_by_hand_too() {
    let course = Course::new();
    let mut terminal = Terminal::new(80);
    let mut play = course.command(&["play", "stage4-joined"]);
    play.env("WORKSHOP_INTERLEAVE", "off");
    let mut play = terminal.start(play);
    terminal.await_text("Time is real here");
    terminal.await_text("1  sort data 0");
    terminal.press("1");
    terminal.await_text("sort data 0 complete");
    terminal.await_text("1  sort data 1");
    terminal.press("u");
    terminal.await_text("1  sort data 0");
    terminal.press("q");
    terminal.await_text("You quit");
    assert_eq!(play.wait().expect("it ends").code(), Some(0));
}

/// One line up, and that line is emptied.
const ERASED_LINE: &str = "\x1b[1F\x1b[2K";

/// What Ctrl-C sends.
const CONTROL_C: &str = "\u{3}";

#[test]
fn control_c_ends_a_check_and_whatever_it_has_started() {
    let course = Course::new();
    let endless = "fn main() {\n    common::start();\n    loop {}\n}\n";
    course.write("stage4-joined/exercises/join_handles.rs", endless);
    let mut terminal = Terminal::new(80);
    let before = terminal.settings();
    let mut command = course.command(&["watch", "join_handles"]);
    // One of the few variables that a graded program inherits: a folder that does no harm at its
    // end.
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{path}:{}", course.path("").display()));
    let mut watch = terminal.start(command);
    terminal.await_text("checking");
    #[cfg(target_os = "linux")]
    await_programs(&course, true);
    terminal.press(CONTROL_C);
    assert_eq!(watch.wait().expect("it ends").code(), Some(0));
    assert_eq!(terminal.settings(), before);
    // They are ended by a process beside ours, when it sees that ours has ended.
    #[cfg(target_os = "linux")]
    await_programs(&course, false);
}

#[test]
fn an_interrupted_check_erases_what_it_has_shown() {
    let course = Course::new();
    let endless = "fn main() {\n    common::start();\n    loop {}\n}\n";
    course.write("stage4-joined/exercises/join_handles.rs", endless);
    for signal in [Signal::INT, Signal::TERM] {
        let mut terminal = Terminal::new(80);
        let mut check = terminal.start(course.command(&["check", "join_handles"]));
        terminal.await_text(") join_handles: ");
        kill_process(Pid::from_child(&check), signal).expect("it is there");
        let status = check.wait().expect("it ends");
        assert_eq!(status.signal(), Some(signal.as_raw()));
        let shown = terminal.shown_until_now();
        assert!(shown.ends_with(ERASED_LINE), "{shown:?}");
    }
}

/// Waits until programs that are graded in `course` are running, or none is.
#[cfg(target_os = "linux")]
fn await_programs(course: &Course, are_there: bool) {
    let has_come = |_: &u32| {
        thread::sleep(Duration::from_millis(10));
        (programs_of(course) > 0) == are_there
    };
    let count = (0..12_000).find(has_come);
    assert!(count.is_some(), "programs of the check: {}", !are_there);
}

/// How many programs that were graded in `course` are running.
#[cfg(target_os = "linux")]
fn programs_of(course: &Course) -> usize {
    use procfs::process::{Process, all_processes};
    use std::ffi::OsStr;

    let mark = course.path("").display().to_string();
    let is_ours = |process: &Process| {
        let is_program = process.stat().is_ok_and(|stat| stat.comm == "program");
        let environment = process.environ().unwrap_or_default();
        let path = environment.get(OsStr::new("PATH"));
        let path = path.map(|path| path.to_string_lossy().into_owned());
        is_program && path.is_some_and(|path| path.ends_with(&mark))
    };
    let processes = all_processes().expect("the system tells");
    processes.flatten().filter(is_ours).count()
}
