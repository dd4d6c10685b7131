//! The watch on a terminal, with its keys.

use std::{
    fs::File,
    io::{Read, Write},
    process::{Child, Command},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use rustix::{
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcgetattr, tcsetwinsize},
};

use super::course::Course;

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
        let size = Winsize {
            ws_row: 24,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&controller, size).expect("it is a terminal");
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

    /// Looks until `text` is shown, and on from there the next time.
    fn await_text(&mut self, text: &str) {
        loop {
            if let Some(place) = self.seen.find(text) {
                self.seen.drain(..place + text.len());
                return;
            }
            match self.shown.recv_timeout(Duration::from_secs(120)) {
                Ok(bytes) => self.seen += &String::from_utf8_lossy(&bytes),
                Err(_) => panic!("{text:?} did not come, but\n{}", self.seen),
            }
        }
    }

    /// Its settings, as text.
    fn settings(&self) -> String {
        format!("{:?}", tcgetattr(&self.screen).expect("it is a terminal"))
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
    terminal.press("q");
    assert_eq!(watch.wait().expect("it ends").code(), Some(0));
}

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
    // One of the few variables that a graded program inherits, and that means nothing on Unix.
    command.env("TMP", course.path(""));
    let mut watch = terminal.start(command);
    terminal.await_text("checking");
    #[cfg(target_os = "linux")]
    while programs_of(&course) == 0 {
        thread::sleep(Duration::from_millis(10));
    }
    terminal.press(CONTROL_C);
    assert_eq!(watch.wait().expect("it ends").code(), Some(0));
    assert_eq!(terminal.settings(), before);
    // They are ended by a process beside ours, when it sees that ours has ended.
    #[cfg(target_os = "linux")]
    while programs_of(&course) > 0 {
        thread::sleep(Duration::from_millis(10));
    }
}

/// How many programs that were graded in `course` are running.
#[cfg(target_os = "linux")]
fn programs_of(course: &Course) -> usize {
    use procfs::process::{Process, all_processes};

    let mark = course.path("").into_os_string();
    let is_ours = |process: &Process| {
        let is_program = process.stat().is_ok_and(|stat| stat.comm == "program");
        let environment = process.environ().unwrap_or_default();
        is_program && environment.get(std::ffi::OsStr::new("TMP")) == Some(&mark)
    };
    let processes = all_processes().expect("the system tells");
    processes.flatten().filter(is_ours).count()
}
