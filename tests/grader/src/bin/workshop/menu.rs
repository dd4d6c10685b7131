//! What a learner can choose when playing by hand, and the key for each choice.

use std::{collections::BTreeMap, io, time::Duration};

use crossterm::event::{KeyCode, KeyEvent};
use grader::{
    observe::situation::{Situation, WorkerAt},
    schedule::Turn,
    text::{padded, seconds},
};
use scheduler::{Event, Shared, Step, WorkerState, control::Next};

use crate::{
    keys::is_quit,
    outcome::{outcome, shared_lines},
    playback::Playback,
};

/// What can be chosen, and what the choice depends on.
#[derive(Default)]
pub struct Menu {
    /// The steps for which workers wait, by their numbers, each with the shared object that it
    /// uses.
    steps: BTreeMap<usize, (Step, Option<Shared>)>,
    /// What happens when time passes, if it can.
    time: Option<String>,
    /// What happens when a thread may end the program, if one wants to.
    leave: Option<String>,
    can_go_back: bool,
    /// What stands above the choices.
    heading: String,
    /// What stands below: where the threads are, or how the program has ended.
    details: Vec<String>,
}

/// What a key means.
#[derive(Debug, PartialEq, Eq)]
pub enum Choice {
    Grant(Turn),
    /// Takes the last turn back.
    Back,
    Quit,
    /// Nothing yet: a digit of a number, or a key without a meaning.
    Nothing,
}

impl Menu {
    /// What can be chosen now.
    ///
    /// # Errors
    ///
    /// Returns an error if the program's output cannot be read.
    pub fn of(playback: &mut Playback) -> io::Result<Self> {
        let can_go_back = !playback.turns().is_empty();
        if playback.has_ended() || playback.hangs() {
            let outcome = outcome(playback)?;
            return Ok(Self {
                can_go_back,
                details: outcome.lines().map(str::to_owned).collect(),
                ..Self::default()
            });
        }
        let situation = playback.situation();
        let history = playback.session.history();
        let steps = numbered(playback.session.workers(), &playback.tasks()).into_iter();
        let steps = steps.map(|(number, step)| {
            let on = shared_of(history, &step);
            (number, (step, on))
        });
        let leave = playback.who_leaves();
        Ok(Self {
            steps: steps.collect(),
            time: playback.next_in_time().and_then(what_time_leads_to),
            leave: leave.map(|number| format!("{} ends the program", name(number, &situation))),
            can_go_back,
            heading: heading(playback.clock().unwrap_or_default()),
            details: details(situation),
        })
    }

    /// What `key` means. A number of several digits is `typed` digit by digit.
    pub fn choice(&self, key: KeyEvent, typed: &mut String) -> Choice {
        if is_quit(key) {
            return Choice::Quit;
        }
        let KeyCode::Char(c) = key.code else {
            typed.clear();
            return Choice::Nothing;
        };
        if c.is_ascii_digit() {
            typed.push(c);
            return self.choice_of_number(typed);
        }
        typed.clear();
        match c {
            't' if self.time.is_some() => Choice::Grant(Turn::Time),
            'l' if self.leave.is_some() => Choice::Grant(Turn::Leave),
            'u' if self.can_go_back => Choice::Back,
            _ => Choice::Nothing,
        }
    }

    fn choice_of_number(&self, typed: &mut String) -> Choice {
        if typed.len() < self.digits() {
            return Choice::Nothing;
        }
        let number = std::mem::take(typed).parse().unwrap_or(0);
        match self.steps.get(&number) {
            Some((step, _)) => Choice::Grant(Turn::Step(step.clone())),
            None => Choice::Nothing,
        }
    }

    /// How many digits each number has, so that it is clear when one is complete.
    fn digits(&self) -> usize {
        let largest = self.steps.last_key_value();
        largest.map_or(1, |(number, _)| number.to_string().len())
    }

    /// The lines of the menu.
    pub fn lines(&self, typed: &str) -> Vec<String> {
        let digits = self.digits();
        let steps = self.steps.iter().map(|(number, (step, on))| {
            let on = on.map_or_else(String::new, |on| format!("on a `{on}`"));
            let step = padded(&step.to_string(), 20);
            format!("  {number:0digits$}  {step}{on}")
                .trim_end()
                .to_owned()
        });
        let letters = [("t", &self.time), ("l", &self.leave)];
        let letters = letters
            .iter()
            .filter_map(|(letter, words)| Some(format!("  {letter:digits$}  {}", words.as_ref()?)));
        let mut lines = vec![String::new()];
        let choices: Vec<String> = steps.chain(letters).collect();
        if !choices.is_empty() {
            lines.push(self.heading.clone());
            lines.extend(choices);
        }
        lines.extend(self.details.iter().cloned());
        lines.push(self.keys(typed));
        lines
    }

    fn keys(&self, typed: &str) -> String {
        let mut keys = Vec::new();
        if !typed.is_empty() {
            keys.push(format!("{typed}_"));
        } else if !self.steps.is_empty() {
            keys.push("a number grants that turn".to_owned());
        }
        if self.can_go_back {
            keys.push("u takes the last turn back".to_owned());
        }
        keys.push("q quits".to_owned());
        keys.join("   ")
    }
}

/// The steps for which workers wait, by the workers' numbers. A worker keeps its number while
/// others come and go. It is the number of its task, or a new one if another worker has that.
fn numbered<'a>(
    workers: impl Iterator<Item = (&'a str, &'a WorkerState)>,
    tasks: &[String],
) -> BTreeMap<usize, Step> {
    let mut is_taken = vec![false; tasks.len()];
    let mut steps = BTreeMap::new();
    for (task, state) in workers {
        let own = (0..tasks.len()).find(|&place| tasks[place] == task && !is_taken[place]);
        let place = own.unwrap_or(is_taken.len());
        is_taken.resize(is_taken.len().max(place + 1), true);
        is_taken[place] = place >= tasks.len() || *state != WorkerState::Closed;
        if let WorkerState::Waiting(step) = state {
            steps.insert(place + 1, step.clone());
        }
    }
    steps
}

/// The shared object that `step` uses, as its worker reported when it asked for its turn.
fn shared_of(history: &[Event], step: &Step) -> Option<Shared> {
    let mut history = history.iter().rev();
    history.find_map(|event| match event {
        Event::Asked(asked, on) if asked == step => Some(*on),
        _ => None,
    })?
}

fn what_time_leads_to(next: Next) -> Option<String> {
    match next {
        Next::Never => None,
        Next::At(nanoseconds) => Some(format!(
            "time passes: a thread waits until {} after the start",
            seconds(Duration::from_nanos(nanoseconds))
        )),
        Next::LookedAt => Some("time passes: a thread looks at the clock".to_owned()),
    }
}

/// What stands above the choices, after `clock` of virtual time.
fn heading(clock: Duration) -> String {
    if clock.is_zero() {
        "Which turn?".to_owned()
    } else {
        format!("Which turn? It is {} after the start.", seconds(clock))
    }
}

/// The name of the thread with this number.
fn name(number: usize, situation: &Situation) -> String {
    let threads = situation.described().into_iter();
    let mut its_own = threads.filter(|thread| thread.number == number);
    its_own
        .next()
        .map_or_else(|| "a thread".to_owned(), |thread| thread.name)
}

/// Where the threads are that no choice is for, and the locks and atomics.
fn details(mut situation: Situation) -> Vec<String> {
    let shared = shared_lines(&situation);
    situation
        .workers
        .retain(|(_, at)| !matches!(at, WorkerAt::Waiting(_)));
    let text = situation.to_string();
    let heading = (!text.is_empty()).then(|| "threads:".to_owned());
    let threads = text.lines().map(str::to_owned);
    heading.into_iter().chain(threads).chain(shared).collect()
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyModifiers;

    use super::*;

    fn tasks() -> [String; 3] {
        ["sort data", "parse files", "generate output"].map(str::to_owned)
    }

    fn waiting(task: &str, number: u32) -> (String, WorkerState) {
        let step = Step::new(task, number);
        (task.to_owned(), WorkerState::Waiting(step))
    }

    fn menu_of(workers: &[(String, WorkerState)]) -> Menu {
        let workers = workers.iter().map(|(task, state)| (task.as_str(), state));
        let steps = numbered(workers, &tasks()).into_iter();
        Menu {
            steps: steps.map(|(number, step)| (number, (step, None))).collect(),
            heading: heading(Duration::ZERO),
            ..Menu::default()
        }
    }

    fn two() -> Menu {
        menu_of(&[waiting("generate output", 1), waiting("sort data", 0)])
    }

    fn press(menu: &Menu, keys: &str) -> Vec<Choice> {
        let mut typed = String::new();
        let keys = keys.chars().map(|key| {
            let key = KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE);
            menu.choice(key, &mut typed)
        });
        keys.collect()
    }

    fn grant(task: &str, number: u32) -> Choice {
        Choice::Grant(Turn::Step(Step::new(task, number)))
    }

    #[test]
    fn a_number_grants_the_turn_beside_it() {
        assert_eq!(press(&two(), "1"), [grant("sort data", 0)]);
        assert_eq!(press(&two(), "3"), [grant("generate output", 1)]);
        for key in "0249xtlu".chars() {
            assert_eq!(press(&two(), &key.to_string()), [Choice::Nothing], "{key}");
        }
    }

    #[test]
    fn a_second_worker_on_a_task_has_a_number_of_its_own() {
        let menu = menu_of(&[waiting("sort data", 1), waiting("sort data", 0)]);
        assert_eq!(press(&menu, "1"), [grant("sort data", 1)]);
        assert_eq!(press(&menu, "4"), [grant("sort data", 0)]);
    }

    #[test]
    fn of_many_workers_each_has_a_number_of_two_digits() {
        let workers: Vec<_> = (0..9).map(|number| waiting("play", number)).collect();
        let menu = menu_of(&workers);
        let last = grant("play", 8);
        assert_eq!(press(&menu, "12"), [Choice::Nothing, last]);
        let first = grant("play", 0);
        assert_eq!(
            press(&menu, "1x04"),
            [Choice::Nothing, Choice::Nothing, Choice::Nothing, first]
        );
        let lines = menu.lines("1");
        assert!(
            lines.contains(&"  04  play 0".to_owned())
                && lines.contains(&"1_   q quits".to_owned()),
            "{lines:?}"
        );
    }

    #[test]
    fn letters_grant_time_and_leave_and_take_a_turn_back_when_they_are_offered() {
        let menu = Menu {
            time: Some("time passes".to_owned()),
            leave: Some("main ends the program".to_owned()),
            can_go_back: true,
            ..two()
        };
        let choices = [
            Choice::Grant(Turn::Time),
            Choice::Grant(Turn::Leave),
            Choice::Back,
        ];
        assert_eq!(press(&menu, "tlu"), choices);
    }

    #[test]
    fn q_escape_and_control_c_quit() {
        for (code, modifiers) in [
            (KeyCode::Char('q'), KeyModifiers::NONE),
            (KeyCode::Esc, KeyModifiers::NONE),
            (KeyCode::Char('c'), KeyModifiers::CONTROL),
        ] {
            let choice = two().choice(KeyEvent::new(code, modifiers), &mut String::new());
            assert_eq!(choice, Choice::Quit);
        }
    }

    #[test]
    fn the_menu_says_which_turns_there_are_and_where_the_threads_stand() {
        let mut menu = two();
        menu.steps
            .insert(2, (Step::new("parse files", 1), Some(Shared::Counter)));
        let menu = Menu {
            heading: heading(Duration::from_secs(5)),
            time: what_time_leads_to(Next::At(15_000_000_000)),
            leave: None,
            can_go_back: true,
            details: vec![
                "threads:".to_owned(),
                "  main                sleeps at line 12".to_owned(),
            ],
            ..menu
        };
        insta::assert_snapshot!(menu.lines("").join("\n"), @"

        Which turn? It is 5 s after the start.
          1  sort data 0
          2  parse files 1       on a `Counter`
          3  generate output 1
          t  time passes: a thread waits until 15 s after the start
        threads:
          main                sleeps at line 12
        a number grants that turn   u takes the last turn back   q quits
        ");
    }
}
