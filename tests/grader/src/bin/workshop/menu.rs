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
    choices: Vec<Offer>,
    can_go_back: bool,
    /// What stands above the choices.
    heading: String,
    /// What stands below: where the threads are, or how the program has ended.
    details: Vec<String>,
}

/// A turn that can be chosen.
struct Offer {
    /// What to type for it.
    key: String,
    turn: Turn,
    /// What it leads to.
    words: String,
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
        let steps = numbered(playback.session.workers(), &playback.tasks());
        let mut choices = choices_of(&steps, |step| shared_of(history, step));
        if let Some(words) = playback.next_in_time().and_then(what_time_leads_to) {
            choices.push(Offer::new("t", Turn::Time, words));
        }
        if let Some(number) = playback.who_leaves() {
            let thread = situation.thread_at(number).map(|thread| thread.name);
            let who = thread.as_deref().unwrap_or("a thread");
            let words = format!("{who} ends the program");
            choices.push(Offer::new("l", Turn::Leave, words));
        }
        Ok(Self {
            choices,
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
        if !c.is_ascii_digit() {
            typed.clear();
        }
        typed.push(c);
        let mut keys = self.choices.iter().map(|offer| &offer.key);
        // A digit may be the first one of a number.
        if keys.any(|key| key.len() > typed.len() && key.starts_with(typed.as_str())) {
            return Choice::Nothing;
        }
        let typed = std::mem::take(typed);
        match self.choices.iter().find(|offer| offer.key == typed) {
            Some(offer) => Choice::Grant(offer.turn.clone()),
            None if c == 'u' && self.can_go_back => Choice::Back,
            None => Choice::Nothing,
        }
    }

    /// The lines of the menu.
    pub fn lines(&self, typed: &str) -> Vec<String> {
        let mut lines = vec![String::new()];
        if !self.choices.is_empty() {
            lines.push(self.heading.clone());
        }
        let widest = self.choices.iter().map(|offer| offer.key.len()).max();
        let widest = widest.unwrap_or_default();
        for Offer { key, words, .. } in &self.choices {
            lines.push(format!("  {key:widest$}  {words}"));
        }
        lines.extend(self.details.iter().cloned());
        lines.push(self.keys(typed));
        lines
    }

    fn keys(&self, typed: &str) -> String {
        let mut keys = Vec::new();
        if !typed.is_empty() {
            keys.push(format!("{typed}_"));
        } else if self.choices.iter().any(|offer| offer.turn.step().is_some()) {
            keys.push("a number grants that turn".to_owned());
        }
        if self.can_go_back {
            keys.push("u takes the last turn back".to_owned());
        }
        keys.push("q quits".to_owned());
        keys.join("   ")
    }
}

impl Offer {
    fn new(key: &str, turn: Turn, words: String) -> Self {
        let key = key.to_owned();
        Self { key, turn, words }
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

/// The choice of each step in `steps`. All numbers have the same count of digits, so it is clear when
/// one is complete.
fn choices_of(
    steps: &BTreeMap<usize, Step>,
    shared_of: impl Fn(&Step) -> Option<Shared>,
) -> Vec<Offer> {
    let largest = steps.keys().next_back().copied().unwrap_or_default();
    let digits = largest.to_string().len();
    let choice = |(number, step): (&usize, &Step)| {
        let on = shared_of(step).map_or_else(String::new, |on| format!("on a `{on}`"));
        let words = padded(&step.to_string(), 20) + &on;
        let key = format!("{number:0digits$}");
        Offer::new(&key, Turn::Step(step.clone()), words.trim_end().to_owned())
    };
    steps.iter().map(choice).collect()
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
        Menu {
            choices: choices_of(&numbered(workers, &tasks()), |_| None),
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
        let mut menu = two();
        for (key, turn) in [("t", Turn::Time), ("l", Turn::Leave)] {
            menu.choices.push(Offer::new(key, turn, String::new()));
        }
        menu.can_go_back = true;
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
        let steps = [("sort data", 0), ("parse files", 1), ("generate output", 1)];
        let steps = (1..).zip(steps.map(|(task, number)| Step::new(task, number)));
        let on = |step: &Step| (step.task == "parse files").then_some(Shared::Counter);
        let mut choices = choices_of(&steps.collect(), on);
        let time = what_time_leads_to(Next::At(15_000_000_000));
        choices.push(Offer::new("t", Turn::Time, time.expect("time can pass")));
        let menu = Menu {
            choices,
            heading: heading(Duration::from_secs(5)),
            can_go_back: true,
            details: vec![
                "threads:".to_owned(),
                "  main                sleeps at line 12".to_owned(),
            ],
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
