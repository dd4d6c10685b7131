//! What is on the screen while work takes some time. It is erased when the work is over. Without a
//! terminal nothing is shown.

use std::{
    io::{self, Stderr},
    sync::{
        LazyLock,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use grader::{progress::Progress, style::obeys_escapes, text::terminal_size};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle, TermLike};
use parking_lot::{Mutex, MutexGuard};

use crate::screen::Footer;

/// What is shown now, by any of the bars.
static SHOWN: LazyLock<Mutex<Footer<Stderr>>> =
    LazyLock::new(|| Mutex::new(Footer::new(io::stderr())));

/// Work that is over sooner shows nothing.
const SOON: Duration = Duration::from_secs(1);

/// How often a bar is drawn at most.
const DRAWS_A_SECOND: u8 = 20;

/// How often the words change at most.
const INTERVAL: Duration = Duration::from_millis(200);

/// Does `work`, and shows what `words` says while it lasts.
pub fn showing<T: Send>(words: impl Fn() -> String, work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let (working, is_over) = mpsc::channel::<()>();
        let work = scope.spawn(move || {
            // Dropped in a panic too.
            let _working = working;
            work()
        });
        if is_over.recv_timeout(SOON) == Err(RecvTimeoutError::Timeout) {
            let spinner = bar(None, "{spinner} ({elapsed}) {wide_msg}").with_elapsed(SOON);
            spinner.set_message(words());
            spinner.enable_steady_tick(INTERVAL);
            while is_over.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                spinner.set_message(words());
            }
            spinner.finish_and_clear();
        }
        work.join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Does `work`, which builds what exercises use.
pub fn preparing<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    showing(
        || "building what exercises use (only the first time)".to_owned(),
        work,
    )
}

/// Does `work`, which grades the program `name`, and shows what is tried at the moment.
pub fn grading<T: Send>(name: &str, progress: &Progress, work: impl FnOnce() -> T + Send) -> T {
    showing(|| format!("{name}: {}", progress.line()), work)
}

/// Erases what is shown. Nothing more is shown for as long as the guard lives.
pub fn erase() -> MutexGuard<'static, Footer<Stderr>> {
    let mut shown = SHOWN.lock();
    // If the terminal cannot be written to, it cannot show an error either.
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

/// A bar of one line on stderr, for `count` things if their number is known.
pub fn bar(count: Option<usize>, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).expect("it is a template");
    let target = if obeys_escapes(&io::stderr()) {
        ProgressDrawTarget::term_like_with_hz(Box::new(Line::default()), DRAWS_A_SECOND)
    } else {
        ProgressDrawTarget::hidden()
    };
    ProgressBar::with_draw_target(count.map(|count| count as u64), target).with_style(style)
}

/// A terminal of one line. The blanks at the end of a bar are not written. So they do not wrap into
/// the next row when the window becomes narrower, and nothing is left behind.
#[derive(Debug, Default)]
struct Line {
    /// What is written, until it is flushed.
    next: Mutex<String>,
}

impl TermLike for Line {
    fn width(&self) -> u16 {
        let (columns, _) = terminal_size();
        u16::try_from(columns - 1).unwrap_or(u16::MAX)
    }

    fn move_cursor_up(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_down(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_right(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_left(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        self.write_str(text)
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        self.next.lock().push_str(text);
        Ok(())
    }

    fn clear_line(&self) -> io::Result<()> {
        self.next.lock().clear();
        Ok(())
    }

    fn flush(&self) -> io::Result<()> {
        let line = std::mem::take(&mut *self.next.lock());
        match line.trim_end() {
            "" => SHOWN.lock().erase(),
            line => SHOWN.lock().draw(&[line]),
        }
    }
}
