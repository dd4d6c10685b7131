//! Lines of the learner's file, with what is done there.

use super::concurrency::were;
use crate::{
    observe::places::{Act, Deed, KeyLine},
    text::{cut, filled, indented, names, shown, width},
};

/// How many columns a line of the source has at least.
const LEAST_ROOM: usize = 16;

/// `lines` as a message shows them.
pub fn key_lines(lines: &[KeyLine]) -> String {
    let digits = lines.iter().map(|line| line.number.to_string().len()).max();
    let digits = digits.unwrap_or(0);
    let shown = lines.iter().map(|line| {
        let number = format!("{:>digits$} | ", line.number);
        let room = width().saturating_sub(number.len() + 4).max(LEAST_ROOM);
        let what = filled(&in_words(&line.what), room, &" ".repeat(number.len()));
        format!("{number}{}\n{what}", cut(&shown(&line.text), room))
    });
    indented(&indented(&shown.collect::<Vec<_>>().join("\n")))
}

/// The line with the mistake: a sleep, a time limit or an overwritten value, or else the first.
pub fn mistake(lines: &[KeyLine]) -> Option<usize> {
    let is_wrong = |line: &&KeyLine| {
        let Act::Does { deed, .. } = &line.what else {
            return false;
        };
        matches!(deed, Deed::Sleeps | Deed::GivesUp | Deed::Overwrites { .. })
    };
    Some(lines.iter().find(is_wrong).or(lines.first())?.number)
}

/// The line where the first of the workers is started.
pub fn first_start(lines: &[KeyLine]) -> Option<usize> {
    let mut starts = lines
        .iter()
        .filter(|line| matches!(line.what, Act::Starts(_)));
    starts.next().map(|line| line.number)
}

fn in_words(act: &Act) -> String {
    match act {
        Act::Starts(tasks) if tasks.is_empty() => "starts a thread".to_owned(),
        Act::Starts(tasks) => format!("starts {}", names(tasks)),
        Act::IsReady(step) => format!("{} is ready for step {}", names([&step.task]), step.number),
        Act::AreAtWork { tasks, of_main } => {
            let of_main = of_main.as_ref().map_or_else(String::new, |task| {
                format!("; main itself works on {}", names([task]))
            });
            format!("{} at work{of_main}", were(tasks))
        }
        Act::Does { who, deed } => format!("{who} {}", deed_in_words(deed)),
    }
}

fn deed_in_words(deed: &Deed) -> String {
    match deed {
        Deed::Sleeps => "sleeps".to_owned(),
        Deed::GivesUp => "waits until its time limit is over".to_owned(),
        Deed::Looks => "looks again and again, and then goes on".to_owned(),
        Deed::Reads(value) => format!("reads {}", quoted(value)),
        Deed::Overwrites { whose, value } => format!(
            "overwrites {}, which {whose} has written since then",
            quoted(value)
        ),
        Deed::Prints(line) => format!("prints \"{}\"", shown(line)),
        Deed::Says(line) => format!("writes \"{}\" to stderr", shown(line)),
        Deed::Joins(task) => format!("waits for the end of {}", names([task])),
        Deed::IsLast => "goes on from here to the end of the program".to_owned(),
        Deed::Exits => "ends the program".to_owned(),
    }
}

fn quoted(value: &Option<String>) -> String {
    match value {
        Some(value) => format!("the value {}", shown(value)),
        None => "a value".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use scheduler::Step;

    use super::*;

    fn does(who: &str, deed: Deed) -> Act {
        Act::Does {
            who: who.to_owned(),
            deed,
        }
    }

    fn spawn() -> KeyLine {
        KeyLine {
            number: 9,
            text: "thread::spawn(move || worker(task));".into(),
            call: None,
            what: Act::Starts(vec!["sort data".into()]),
        }
    }

    fn sleep() -> KeyLine {
        KeyLine {
            number: 12,
            text: "sleep(Duration::from_secs(4));".into(),
            call: None,
            what: does("main", Deed::Sleeps),
        }
    }

    #[test]
    fn a_lost_update_says_what_was_read_and_what_was_overwritten() {
        let line = |number, what| KeyLine {
            number,
            text: String::new(),
            call: None,
            what,
        };
        let reads = does("`sort data`", Deed::Reads(Some("0".into())));
        let overwrites = Deed::Overwrites {
            whose: "main".into(),
            value: None,
        };
        let overwrites = does("`sort data`", overwrites);
        assert_eq!(in_words(&reads), "`sort data` reads the value 0");
        assert_eq!(
            in_words(&overwrites),
            "`sort data` overwrites a value, which main has written since then"
        );
        assert_eq!(mistake(&[line(3, reads), line(5, overwrites)]), Some(5));
        let reads = does("the thread of line 9 #2", Deed::Reads(None));
        assert_eq!(in_words(&reads), "the thread of line 9 #2 reads a value");
    }

    #[test]
    fn a_line_that_is_printed_is_quoted() {
        let prints = does("main", Deed::Prints("tasks done: 5".into()));
        assert_eq!(in_words(&prints), "main prints \"tasks done: 5\"");
    }

    #[test]
    fn a_crowd_says_which_of_the_workers_runs_on_main() {
        let at_work = |of_main: Option<&str>| Act::AreAtWork {
            tasks: vec!["sort data".into(), "parse files".into()],
            of_main: of_main.map(str::to_owned),
        };
        assert_eq!(
            in_words(&at_work(None)),
            "`sort data` and `parse files` were at work"
        );
        assert_eq!(
            in_words(&at_work(Some("sort data"))),
            "`sort data` and `parse files` were at work; main itself works on `sort data`"
        );
    }

    #[test]
    fn a_worker_that_comes_too_early_is_ready_for_a_step() {
        let ready = Act::IsReady(Step::new("parse files", 1));
        assert_eq!(in_words(&ready), "`parse files` is ready for step 1");
    }

    #[test]
    fn a_sleep_is_more_of_a_mistake_than_a_start() {
        assert_eq!(mistake(&[spawn(), sleep()]), Some(12));
        assert_eq!(mistake(&[spawn()]), Some(9));
        assert_eq!(mistake(&[]), None);
    }

    #[test]
    fn a_time_limit_is_as_much_of_a_mistake_as_a_sleep() {
        let limit = KeyLine {
            what: does("main", Deed::GivesUp),
            ..sleep()
        };
        assert_eq!(mistake(&[spawn(), limit]), Some(12));
    }

    #[test]
    fn a_line_has_its_number_and_what_is_done_there_below_it() {
        assert_eq!(
            key_lines(&[spawn(), sleep()]),
            "     9 | thread::spawn(move || worker(task));\n         starts `sort data`\n    \
             12 | sleep(Duration::from_secs(4));\n         main sleeps"
        );
        assert_eq!(key_lines(&[]), "");
    }
}
