//! What is on the screen while something takes its time. It is gone when that is over. Without a
//! terminal nothing is shown.

use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use grader::progress::Progress;
use indicatif::{ProgressBar, ProgressStyle};

/// Work that is over sooner shows nothing.
const SOON: Duration = Duration::from_secs(1);

/// How often the words change at most.
const INTERVAL: Duration = Duration::from_millis(200);

/// Does `work`, and shows what `words` says while it lasts.
pub fn showing<T: Send>(words: impl Fn() -> String, work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let (working, is_solved) = mpsc::channel::<()>();
        let work = scope.spawn(move || {
            // Dropped in a panic too.
            let _working = working;
            work()
        });
        if is_solved.recv_timeout(SOON) == Err(RecvTimeoutError::Timeout) {
            let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
            let spinner = ProgressBar::new_spinner().with_style(style.expect("it is a template"));
            spinner.enable_steady_tick(INTERVAL);
            while is_solved.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
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

/// Grades the program `name`, and shows what is waited for.
pub fn grading<T: Send>(name: &str, progress: &Progress, work: impl FnOnce() -> T + Send) -> T {
    showing(|| format!("{name}: {}", progress.line()), work)
}
