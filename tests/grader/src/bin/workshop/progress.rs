//! What is on the screen while work takes some time. It is erased when the work is over. Without a
//! terminal nothing is shown.

use std::{
    io::{self, Stderr},
    sync::{
        LazyLock,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use grader::{
    build::Compiler,
    style::obeys_escapes,
    text::{cut, seconds, terminal_size},
};
use parking_lot::{Mutex, MutexGuard};

use crate::screen::Footer;

/// What is shown now.
static SHOWN: LazyLock<Mutex<Footer<Stderr>>> =
    LazyLock::new(|| Mutex::new(Footer::new(io::stderr())));

/// What Ctrl-C leaves on the screen.
static LAST_WORDS: Mutex<String> = Mutex::new(String::new());

/// Work that is over sooner shows nothing.
const SOON: Duration = Duration::from_secs(1);

/// How often the words are drawn.
const INTERVAL: Duration = Duration::from_millis(200);

/// Does `work`, and shows how long it has taken so far and what `words` says.
pub fn showing<T: Send>(words: impl Fn() -> String, work: impl FnOnce() -> T + Send) -> T {
    if !obeys_escapes(&io::stderr()) {
        return work();
    }
    let start = Instant::now();
    thread::scope(|scope| {
        let (working, is_over) = mpsc::channel::<()>();
        let work = scope.spawn(move || {
            // Dropped in a panic too.
            let _working = working;
            work()
        });
        let mut next = SOON;
        while is_over.recv_timeout(next) == Err(RecvTimeoutError::Timeout) {
            let whole = Duration::from_secs(start.elapsed().as_secs());
            draw(&format!("({}) {}", seconds(whole), words()));
            next = INTERVAL;
        }
        drop(erase());
        work.join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Draws a line in place of the old one. It is cut before it would wrap.
fn draw(line: &str) {
    let (columns, _) = terminal_size();
    // If the terminal cannot be written to, it cannot show an error either.
    let _ = SHOWN.lock().draw(&[cut(line, columns - 1)]);
}

/// The compiler, and what exercises use, which is built the first time.
pub fn compiler() -> io::Result<Compiler> {
    let words = || "building what exercises use (only the first time)".to_owned();
    showing(words, Compiler::prepare)
}

/// How many of `all` programs are graded since `start`, and how long the others will take about.
pub fn graded(done: usize, all: usize, start: Instant) -> String {
    if done == 0 {
        return format!("0 of {all} graded");
    }
    let left = all.saturating_sub(done) as f64 / done as f64;
    let left = seconds(start.elapsed().mul_f64(left));
    format!("{done} of {all} graded, about {left} left")
}

/// If Ctrl-C ends the command from now on, it leaves `words` on the screen.
pub fn if_interrupted(words: String) {
    *LAST_WORDS.lock() = words;
}

/// Erases what is shown. Nothing more is shown for as long as the guard lives.
pub fn erase() -> MutexGuard<'static, Footer<Stderr>> {
    let mut shown = SHOWN.lock();
    let _ = shown.erase();
    shown
}

/// While this lives, Ctrl-C erases what is shown before it ends the command. A command that handles
/// Ctrl-C itself drops it before.
#[must_use]
pub struct ErasingInterrupts {
    #[cfg(unix)]
    signals: Option<signal_hook::iterator::Handle>,
}

/// Lets Ctrl-C erase what is shown before it ends the command.
///
/// # Errors
///
/// Returns an error if the system does not let us handle the signals.
#[cfg(unix)]
pub fn erase_when_interrupted() -> io::Result<ErasingInterrupts> {
    use signal_hook::{
        consts::{SIGINT, SIGTERM},
        iterator::Signals,
        low_level::emulate_default_handler,
    };

    if !obeys_escapes(&io::stderr()) {
        return Ok(ErasingInterrupts { signals: None });
    }
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let handle = signals.handle();
    thread::spawn(move || {
        for signal in signals.forever() {
            let _nothing_more = erase();
            let words = LAST_WORDS.lock();
            if !words.is_empty() {
                eprintln!("{words}");
            }
            // This returns only if the signal does not end us.
            let _ = emulate_default_handler(signal);
        }
    });
    Ok(ErasingInterrupts {
        signals: Some(handle),
    })
}

/// On other systems the last line stays on the screen.
#[cfg(not(unix))]
pub fn erase_when_interrupted() -> io::Result<ErasingInterrupts> {
    Ok(ErasingInterrupts {})
}

impl Drop for ErasingInterrupts {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(signals) = &self.signals {
            signals.close();
        }
    }
}
