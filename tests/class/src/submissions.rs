//! What was handed in: each student's file for each exercise.
//!
//! The submissions are given as a folder or an archive with a folder, an archive or some files for
//! each student. They can also be the submission of one student, or a list in CSV. Only files that
//! answer an exercise are read, and no archive is unpacked to disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};

use crate::{Exercise, files, text::clean_name};

mod list;
mod mapping;
mod names;
mod roster;
mod tree;

pub use mapping::Mapping;
pub use roster::Roster;

use names::Owner;
use tree::{Leaf, Oddity, Tree};

/// A file that answers an exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// The student who has handed it in.
    pub student: String,
    /// The exercise that it answers.
    pub exercise: String,
    /// Its name in the submission.
    pub file: String,
    /// The digest of its content.
    pub sha256: String,
}

/// Something that an instructor should know about a submission.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The student, if it is known who has handed in the submission.
    pub student: Option<String>,
    /// What is wrong with it.
    pub text: String,
}

/// All submissions of a class.
#[derive(Clone, Debug, Default)]
pub struct Submissions {
    /// The students who have handed in anything, even if it is no exercise, and the students on the
    /// roster.
    pub students: BTreeSet<String>,
    /// Their files, sorted by student.
    pub handed: Vec<Handed>,
    /// What was odd.
    pub problems: Vec<Problem>,
}

/// Where submissions are and how they are read.
#[derive(Debug)]
pub struct Source<'a> {
    /// Folders, archives, files and lists.
    pub paths: &'a [PathBuf],
    /// The student who has handed in all of them, if they are the submission of one student.
    pub student: Option<&'a str>,
    /// Which file is which exercise.
    pub mapping: &'a Mapping,
    /// Where copies of the files go.
    pub copies: &'a Path,
}

/// A student's file, as it was found.
#[derive(Clone, Debug)]
struct Found {
    owner: Owner,
    exercise: usize,
    path: String,
    sha256: String,
}

impl Source<'_> {
    /// Reads all submissions, and copies each file that answers an exercise.
    ///
    /// # Errors
    ///
    /// Returns an error if a path does not exist or cannot be read, or a copy cannot be written. A
    /// fault inside a submission is a [`Problem`], so that it does not end the batch.
    pub fn read(&self, exercises: &[Exercise], roster: Option<&Roster>) -> io::Result<Submissions> {
        let mut reading = Reading::default();
        for path in self.paths {
            match (self.student, is_list(path)) {
                (_, true) => {
                    for line in list::read(path)? {
                        self.read_one(&line.path, &line.student, &mut reading)?;
                    }
                }
                (Some(student), false) => self.read_one(path, student, &mut reading)?,
                (None, false) => self.read_class(path, &mut reading)?,
            }
        }
        Ok(reading.finish(exercises, roster))
    }

    /// Reads all that is at `path` as the submission of `student`.
    fn read_one(&self, path: &Path, student: &str, reading: &mut Reading) -> io::Result<()> {
        let tree = Tree::read(path, |path| self.mapping.exercise(path).is_some())?;
        self.take_as(&Owner::named(student), tree, reading)
    }

    /// Reads what is at `path` as a class. If a file of an exercise lies on top, it is the
    /// submission of one student.
    fn read_class(&self, path: &Path, reading: &mut Reading) -> io::Result<()> {
        let place = |path: &str| names::owner_of(path, self.mapping);
        let is_exercise = |path: &str| self.mapping.exercise(path).is_some();
        let mut tree = Tree::read(path, |path| {
            is_exercise(path) || is_exercise(&place(path).1)
        })?;
        let name = stem(path);
        tree.unwrap_folder(&name);
        let is_on_top = |leaf: &Leaf| !leaf.path.contains('/') && is_exercise(&leaf.path);
        if tree.leaves.iter().any(is_on_top) {
            return self.take_as(&place(&name).0, tree, reading);
        }
        let owners = tree
            .tops()
            .filter_map(|top| names::owner_of_top(top, self.mapping));
        reading.owners.extend(owners);
        self.take(tree, reading, place)
    }

    fn take_as(&self, owner: &Owner, tree: Tree, reading: &mut Reading) -> io::Result<()> {
        reading.owners.insert(owner.clone());
        self.take(tree, reading, |path| (owner.clone(), path.to_owned()))
    }

    /// Copies the files of `tree`. `place` gives the owner of a path, and the path in the owner's
    /// submission.
    fn take(
        &self,
        tree: Tree,
        reading: &mut Reading,
        place: impl Fn(&str) -> (Owner, String),
    ) -> io::Result<()> {
        for Oddity { path, text } in tree.problems {
            let student = path.map(|path| place(&path).0.to_string());
            reading.problems.push(Problem { student, text });
        }
        for Leaf { path, bytes } in tree.leaves {
            let (owner, inside) = place(&path);
            let Some(exercise) = self.mapping.exercise(&inside) else {
                continue;
            };
            let sha256 = files::sha256(&bytes);
            let copy = self.mapping.copy(self.copies, exercise, &sha256);
            if !copy.exists() {
                files::replace(&copy, &bytes)?;
            }
            reading.owners.insert(owner.clone());
            let path = clean_name(&path);
            reading.found.push(Found {
                owner,
                exercise,
                path,
                sha256,
            });
        }
        Ok(())
    }
}

fn is_list(path: &Path) -> bool {
    path.extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("csv"))
}

/// The name of a folder or an archive, without its extension.
fn stem(path: &Path) -> String {
    let path = path.canonicalize().unwrap_or(path.to_owned());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    tree::without_ending(&name).to_owned()
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    owners: BTreeSet<Owner>,
    found: Vec<Found>,
    problems: Vec<Problem>,
}

impl Reading {
    fn finish(mut self, exercises: &[Exercise], roster: Option<&Roster>) -> Submissions {
        let names = self.names(roster);
        let mut chosen: BTreeMap<(String, usize), Found> = BTreeMap::new();
        for found in self.found {
            let key = (names[&found.owner].clone(), found.exercise);
            let rank = |found: &Found| (found.path.matches('/').count(), found.path.clone());
            let Some(other) = chosen.get(&key).cloned() else {
                chosen.insert(key, found);
                continue;
            };
            let (kept, left) = if rank(&found) < rank(&other) {
                (found, other)
            } else {
                (other, found)
            };
            if kept.sha256 != left.sha256 {
                let text = format!(
                    "`{}` is graded, and `{}` is not: both are {}",
                    kept.path, left.path, exercises[kept.exercise].name
                );
                self.problems.push(Problem {
                    student: Some(key.0.clone()),
                    text,
                });
            }
            chosen.insert(key, kept);
        }
        let handed = chosen
            .into_iter()
            .map(|((student, exercise), found)| Handed {
                student,
                exercise: exercises[exercise].name.clone(),
                file: found.path,
                sha256: found.sha256,
            });
        let handed: Vec<Handed> = handed.collect();
        let mut students: BTreeSet<String> = names.into_values().collect();
        for student in &students {
            if !handed.iter().any(|handed| handed.student == *student) {
                let text = "no file is one of the exercises".to_owned();
                self.problems.push(Problem {
                    student: Some(student.clone()),
                    text,
                });
            }
        }
        students.extend(
            roster
                .into_iter()
                .flat_map(Roster::students)
                .map(str::to_owned),
        );
        Submissions {
            students,
            handed,
            problems: self.problems,
        }
    }

    /// The name of each owner. It is the name on the roster, if the owner is on it. Otherwise it is
    /// the owner's own name, with the number if two owners have the same name.
    fn names(&mut self, roster: Option<&Roster>) -> BTreeMap<Owner, String> {
        let mut names = BTreeMap::new();
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
                let text = "is not on the roster".to_owned();
                self.problems.push(Problem {
                    student: Some(name.clone()),
                    text,
                });
            }
            names.insert(owner.clone(), name);
        }
        names
    }
}

#[cfg(test)]
mod tests;
