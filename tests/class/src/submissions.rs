//! What was handed in: each student's file for each exercise.
//!
//! It comes as a folder or an archive that has a folder, an archive or some files of each student,
//! as the submission of one student, or as a list in CSV. Only files that are one of the exercises
//! are read, and no archive is unpacked to disk.

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
    /// Whose it is.
    pub student: String,
    /// Which exercise.
    pub exercise: String,
    /// What it is called in the submission.
    pub file: String,
    /// The digest of what is in it.
    pub sha256: String,
}

/// Something that an instructor should know of a submission.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Whose submission it is, if that is known.
    pub student: Option<String>,
    /// What is wrong with it.
    pub text: String,
}

/// All submissions of a class.
#[derive(Clone, Debug, Default)]
pub struct Submissions {
    /// Those who handed in something, be it nothing that is an exercise, and those on the roster.
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
    /// Who hands in all of them, if they are the submission of one student.
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
    /// Reads them all, and copies each file that is an exercise.
    ///
    /// # Errors
    ///
    /// Returns an error if a path is not there or cannot be read, or a copy cannot be written. What
    /// is wrong inside a submission is a [`Problem`], so that it ends no batch.
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

    /// All that is at `path` is `student`'s.
    fn read_one(&self, path: &Path, student: &str, reading: &mut Reading) -> io::Result<()> {
        let tree = Tree::read(path, |path| self.mapping.exercise(path).is_some())?;
        self.take_as(&Owner::named(student), tree, reading)
    }

    /// What is at `path` is a class, or, if a file of an exercise lies on top, the submission of
    /// one.
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

    /// Copies the files of `tree`. `place` says whose a path is, and what it is in their
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

/// The name of a folder or an archive, without its ending.
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

    /// What each owner is called: as on the roster if they are on it, and otherwise by name, with
    /// the number if two have that name.
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
