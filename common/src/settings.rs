//! The settings, from the environment. Each is read once.

use std::{env, net::SocketAddr, process, str::FromStr, sync::LazyLock};

struct Settings {
    pace: f64,
    seed: Option<u64>,
    fails: Option<String>,
    has_delays: bool,
    scheduler: Option<Scheduler>,
}

/// Where the scheduler listens, and the token that a worker shows to it.
pub struct Scheduler {
    pub address: SocketAddr,
    pub token: String,
}

static SETTINGS: LazyLock<Settings> = LazyLock::new(|| Settings {
    pace: setting("PACE", "a number from 0.01 to 1000, such as 10", parse_pace).unwrap_or(1.0),
    seed: setting(
        "SEED",
        "a whole number from 0 to 18446744073709551615, such as 7",
        parse,
    ),
    fails: setting(
        "FAILS",
        "the name of a task, such as \"parse files\"",
        parse_line,
    ),
    has_delays: setting("WORKSHOP_DELAYS", "\"none\"", |text| {
        (text == "none").then_some(())
    })
    .is_none(),
    scheduler: read_scheduler(),
});

/// How many times faster than normal the clock runs.
pub fn pace() -> f64 {
    SETTINGS.pace
}

/// The seed of the random delays, if it is set.
pub fn seed() -> Option<u64> {
    SETTINGS.seed
}

/// The tasks for [`tasks`](crate::tasks), if they are set.
pub fn tasks() -> Option<Vec<String>> {
    let takes = "names with commas between them, each one once, such as \"sort data, parse files\"";
    setting("TASKS", takes, parse_tasks)
}

/// The task whose worker must panic, if it is set.
pub fn fails() -> Option<&'static str> {
    SETTINGS.fails.as_deref()
}

/// Whether a step takes some time if no scheduler decides when it is done.
pub fn has_delays() -> bool {
    SETTINGS.has_delays
}

/// The scheduler, if the program runs under one.
pub fn scheduler() -> Option<&'static Scheduler> {
    SETTINGS.scheduler.as_ref()
}

/// Ends the program if a setting is bad, except `TASKS`.
pub fn check() {
    LazyLock::force(&SETTINGS);
}

fn read_scheduler() -> Option<Scheduler> {
    let address = setting(
        "WORKSHOP_SCHEDULER",
        "an address and a port, such as 127.0.0.1:4000",
        parse,
    )?;
    let token =
        setting("WORKSHOP_TOKEN", "a word without spaces", parse_token).unwrap_or_else(|| {
            refuse("WORKSHOP_TOKEN is not set, but WORKSHOP_SCHEDULER is: they go together")
        });
    Some(Scheduler { address, token })
}

fn parse<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

fn parse_token(text: &str) -> Option<String> {
    (!text.is_empty() && !text.contains(char::is_whitespace)).then(|| text.to_owned())
}

fn parse_pace(text: &str) -> Option<f64> {
    parse(text).filter(|pace| (0.01..=1000.0).contains(pace))
}

fn parse_line(text: &str) -> Option<String> {
    is_one_line(text).then(|| text.to_owned())
}

/// Whether `text` can be the name of a task.
pub fn is_one_line(text: &str) -> bool {
    !text.is_empty() && !text.contains(['\n', '\r'])
}

fn parse_tasks(text: &str) -> Option<Vec<String>> {
    let tasks: Vec<_> = text.split(',').map(|task| task.trim().to_owned()).collect();
    let is_usable = |task: &String| is_one_line(task);
    let is_first = |(place, task): (usize, &String)| !tasks[..place].contains(task);
    let are_usable = tasks.iter().all(is_usable) && tasks.iter().enumerate().all(is_first);
    are_usable.then_some(tasks)
}

/// The value of the setting `name`. None if it is not set. A check sets `WORKSHOP_NAME` in place of
/// `NAME`. So a program that reads `NAME` itself does not get the value of the check.
///
/// Ends the program if `parse` refuses the value. A default would hide the user's mistake.
fn setting<T>(name: &str, takes: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
    let value = env::var_os(format!("WORKSHOP_{name}")).or_else(|| env::var_os(name))?;
    let parsed = value.to_str().and_then(parse);
    Some(parsed.unwrap_or_else(|| refuse(&format!("{name} is {value:?}, but it takes {takes}"))))
}

/// Prints the user's mistake, and ends the program.
fn refuse(mistake: &str) -> ! {
    eprintln!("error: {mistake}");
    process::exit(2);
}

#[cfg(test)]
mod tests {
    use super::parse_tasks;

    #[test]
    fn tasks_have_commas_between_them() {
        let tasks = parse_tasks(" read mail,send mail ");
        assert_eq!(
            tasks,
            Some(vec!["read mail".to_owned(), "send mail".to_owned()])
        );
    }

    #[test]
    fn a_task_has_a_name_of_its_own() {
        for text in [
            "",
            " ",
            "read mail,",
            "read mail,,send mail",
            "a,b,a",
            "a\nb",
        ] {
            assert_eq!(parse_tasks(text), None, "{text:?}");
        }
    }
}
