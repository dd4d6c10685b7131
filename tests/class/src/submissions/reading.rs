//! What was read so far of all submissions: whose each file is, which of several counts, and what
//! each student is called.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, io,
};

use super::{Handed, Problem, Roster, Submissions, Unread, names::Owner};
use crate::{Exercise, text::clean_name};

/// A student's file, as it was found.
#[derive(Clone, Debug)]
struct Found {
    owner: Owner,
    exercise: usize,
    /// The number and the name of the archive, the folder or the line that it was found in.
    from: (usize, String),
    path: String,
    /// The digest of its content, or why it could not be read.
    content: Result<String, String>,
}

/// What was read so far.
#[derive(Default)]
pub struct Reading {
    /// The number and the name of the archive, the folder or the line that is read now.
    from: (usize, String),
    owners: BTreeSet<Owner>,
    found: Vec<Found>,
    /// Folders and archives that could not be read: whose, which, and why.
    unread: Vec<(Owner, String, String)>,
    /// What is odd in an owner's submission, or in the class.
    said: Vec<(Option<Owner>, String)>,
    /// Rust files that answer no exercise.
    strays: BTreeMap<Option<Owner>, Vec<String>>,
}

/// How many names a message lists.
const MOST_NAMES: usize = 20;

impl Reading {
    /// From now on, files are found in the archive, the folder or the line with this name.
    pub fn next(&mut self, name: impl fmt::Display) {
        self.from = (self.from.0 + 1, name.to_string());
    }

    /// The name of the archive, the folder or the line that is read now.
    pub fn place(&self) -> &str {
        &self.from.1
    }

    /// Adds students who have handed in something.
    pub fn add_owners(&mut self, owners: impl IntoIterator<Item = Owner>) {
        self.owners.extend(owners);
    }

    /// Adds something odd in an owner's submission, or in the class.
    pub fn say(&mut self, owner: Option<Owner>, text: String) {
        self.said.push((owner, text));
    }

    /// Adds a Rust file that answers no exercise.
    pub fn add_stray(&mut self, owner: Option<Owner>, path: &str) {
        let files = self.strays.entry(owner).or_default();
        files.push(clean_name(path));
    }

    /// Adds a file that answers an exercise.
    pub fn add(
        &mut self,
        owner: Owner,
        exercise: usize,
        path: String,
        content: Result<String, String>,
    ) {
        if let Err(why) = &content {
            self.say(Some(owner.clone()), why.clone());
        }
        self.owners.insert(owner.clone());
        self.found.push(Found {
            owner,
            exercise,
            from: self.from.clone(),
            path,
            content,
        });
    }

    /// Adds a folder or an archive that could not be read.
    pub fn cannot_read(&mut self, owner: Owner, path: String, why: String) {
        self.say(Some(owner.clone()), why.clone());
        self.owners.insert(owner.clone());
        self.unread.push((owner, path, why));
    }

    /// Says which Rust files of each owner are not graded.
    fn say_strays(&mut self) {
        for (owner, files) in std::mem::take(&mut self.strays) {
            let names = files.iter().take(MOST_NAMES);
            let names: Vec<String> = names.map(|file| format!("`{file}`")).collect();
            let others = match files.len() - names.len() {
                0 => String::new(),
                others => format!(", and {others} more"),
            };
            let why = match owner {
                Some(_) => "no exercise has this name",
                None => "the name does not say which student and which exercise",
            };
            let text = format!("not graded: {}{others} ({why})", names.join(", "));
            self.say(owner, text);
        }
    }

    /// All that was read.
    ///
    /// # Errors
    ///
    /// As [`names`](Self::names).
    pub fn finish(
        mut self,
        exercises: &[Exercise],
        roster: Option<&Roster>,
    ) -> io::Result<Submissions> {
        self.say_strays();
        let names = self.names(roster)?;
        let mut submissions = Submissions {
            listed: roster
                .into_iter()
                .flat_map(Roster::students)
                .map(str::to_owned)
                .collect(),
            ..Submissions::default()
        };
        for found in self.chosen(&names, exercises) {
            let student = names[&found.owner].clone();
            let exercise = exercises[found.exercise].name.clone();
            match found.content {
                Ok(sha256) => submissions.handed.push(Handed {
                    student,
                    exercise,
                    file: found.path,
                    sha256,
                }),
                Err(why) => submissions.unread.push(Unread {
                    student,
                    exercise: Some(exercise),
                    file: found.path,
                    why,
                }),
            }
        }
        for (owner, file, why) in self.unread {
            submissions.unread.push(Unread {
                student: names[&owner].clone(),
                exercise: None,
                file,
                why,
            });
        }
        let problem = |(owner, text): (Option<Owner>, String)| Problem {
            student: owner.map(|owner| names.get(&owner).cloned().unwrap_or(owner.to_string())),
            text,
        };
        submissions.problems = self.said.into_iter().map(problem).collect();
        submissions.students = names.into_values().collect();
        for student in &submissions.students {
            if !submissions.has_something_of(student) {
                let text = "no file is one of the exercises".to_owned();
                submissions.problems.push(Problem {
                    student: Some(student.clone()),
                    text,
                });
            }
        }
        Ok(submissions)
    }

    /// One file for each student's exercise: the one in the highest folder, of those the one in the
    /// path that was given first, and of those the first by its name.
    fn chosen(&mut self, names: &BTreeMap<Owner, String>, exercises: &[Exercise]) -> Vec<Found> {
        let rank = |found: &Found| {
            let depth = found.path.matches('/').count();
            // Of two with the same path, one may have a name that leads out of the archive.
            let is_unread = found.content.is_err();
            (depth, found.from.0, found.path.clone(), is_unread)
        };
        let mut found = std::mem::take(&mut self.found);
        found.sort_by_key(rank);
        let mut chosen: BTreeMap<(&str, usize), Found> = BTreeMap::new();
        for left in found {
            let Some(kept) = chosen.get(&(&*names[&left.owner], left.exercise)) else {
                chosen.insert((&names[&left.owner], left.exercise), left);
                continue;
            };
            if kept.content != left.content {
                let is_from_one = kept.from == left.from;
                let name = |found: &Found| match is_from_one {
                    true => format!("`{}`", found.path),
                    false => format!("`{}` of {}", found.path, found.from.1),
                };
                let text = format!(
                    "{} counts, and {} does not: both are {}",
                    name(kept),
                    name(&left),
                    exercises[kept.exercise].name
                );
                self.say(Some(left.owner.clone()), text);
            }
        }
        chosen.into_values().collect()
    }

    /// The name of each owner. It is the name on the roster, if the owner is on it. Otherwise it is
    /// the owner's own name, with the number if two owners have the same name.
    ///
    /// # Errors
    ///
    /// Returns an error if there are submissions, and none is of a student on the roster: then it is
    /// the roster of another class, or is not read as it was meant.
    fn names(&mut self, roster: Option<&Roster>) -> io::Result<BTreeMap<Owner, String>> {
        let mut names = BTreeMap::new();
        let mut strangers = 0;
        for owner in &self.owners {
            let listed = roster.and_then(|roster| roster.find(owner.name(), owner.id()));
            let namesakes = self
                .owners
                .iter()
                .filter(|other| other.name() == owner.name())
                .count();
            let name = match listed {
                Some(name) => name.to_owned(),
                None if namesakes > 1 => owner.with_id(),
                None => owner.name().to_owned(),
            };
            if roster.is_some() && listed.is_none() {
                strangers += 1;
                let text = match roster.is_some_and(|roster| roster.is_ambiguous(owner.name())) {
                    true => "is on the roster more than once, and nothing says which is meant",
                    false => "is not on the roster",
                };
                self.said.push((Some(owner.clone()), text.to_owned()));
            }
            names.insert(owner.clone(), name);
        }
        if let (Some(roster), Some(owner)) = (roster, self.owners.first())
            && strangers == self.owners.len()
        {
            let text = format!(
                "no submission is of a student on the roster. The first student on the roster is \
                 `{}`, and the first submission is of `{}`",
                roster.students().next().unwrap_or_default(),
                owner.with_id()
            );
            return Err(io::Error::other(text));
        }
        Ok(names)
    }
}
