//! What was handed in: each student's file for each exercise.
//!
//! The submissions are given as a folder or an archive with a folder, an archive or some files for
//! each student. They can also be the submission of one student, or a list in CSV. Only files that
//! answer an exercise are read, and no archive is unpacked to disk.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use crate::{Exercise, files, text::clean_name};

mod archive;
mod list;
mod mapping;
mod names;
mod reading;
mod roster;
mod shape;
mod table;
mod tree;

pub use mapping::Mapping;
pub use roster::Roster;

use names::Owner;
use reading::Reading;
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

/// A part of a submission that could not be read. It may answer an exercise all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The student who has handed it in.
    pub student: String,
    /// The exercise whose name it has. None for a folder or an archive, which can hold any.
    pub exercise: Option<String>,
    /// Its name in the submission.
    pub file: String,
    /// Why it could not be read.
    pub why: String,
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
    /// The students who have handed in anything, even if it is no exercise.
    pub students: BTreeSet<String>,
    /// The students on the roster.
    pub listed: BTreeSet<String>,
    /// The files that answer an exercise, sorted by student.
    pub handed: Vec<Handed>,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// What was odd.
    pub problems: Vec<Problem>,
}

impl Submissions {
    /// The students who have handed in anything, and those on the roster. A name can come twice.
    pub fn everybody(&self) -> impl Iterator<Item = &str> {
        let everybody = self.students.iter().chain(&self.listed);
        everybody.map(String::as_str)
    }

    /// The students who have worked on that exercise. A file as it was handed out does not count:
    /// who hands in the whole workshop hands in all of them.
    pub fn workers(&self, exercise: &Exercise) -> BTreeSet<&str> {
        let starter = files::sha256(&exercise.starter);
        let handed = self
            .handed
            .iter()
            .filter(|handed| handed.exercise == exercise.name && handed.sha256 != starter);
        let unread = self
            .unread
            .iter()
            .filter(|unread| unread.exercise.as_ref() == Some(&exercise.name));
        let handed = handed.map(|handed| &*handed.student);
        handed
            .chain(unread.map(|unread| &*unread.student))
            .collect()
    }

    /// What of `student` could not be read and may be that exercise.
    pub fn unread(&self, student: &str, exercise: &str) -> Option<&Unread> {
        self.unread.iter().find(|unread| {
            let may_be = unread.exercise.as_deref().is_none_or(|it| it == exercise);
            unread.student == student && may_be
        })
    }

    /// Whether an exercise was handed in by `student`, or anything that could not be read.
    fn has_something_of(&self, student: &str) -> bool {
        self.handed.iter().any(|handed| handed.student == student)
            || self.unread.iter().any(|unread| unread.student == student)
    }
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
    /// The workshop. A student can hand in all of it.
    pub course: &'a Path,
    /// The folder of the results. It is no submission.
    pub out: &'a Path,
    /// Where copies of the files go.
    pub copies: &'a Path,
}

impl Source<'_> {
    /// Reads all submissions, and copies each file that answers an exercise.
    ///
    /// # Errors
    ///
    /// Returns an error if a path does not exist, cannot be read, or lies in the folder of the
    /// results, or if a copy cannot be written. A fault inside a submission is a [`Problem`], and
    /// what cannot be read there is [`Unread`], so that neither ends the batch.
    pub fn read(&self, exercises: &[Exercise], roster: Option<&Roster>) -> io::Result<Submissions> {
        let mut reading = Reading::default();
        for path in self.paths {
            reading.next(path.file_name().unwrap_or_default().display());
            self.refuse_results(path)?;
            match (self.student, is_list(path)) {
                (_, true) => {
                    for line in list::read(path)? {
                        let place = format!("{}, line {}: ", path.display(), line.number);
                        reading.next(format!("line {}", line.number));
                        self.read_one(&line.path, &line.student, &place, &mut reading)?;
                    }
                }
                (Some(student), false) => self.read_one(path, student, "", &mut reading)?,
                (None, false) => self.read_class(path, roster, &mut reading)?,
            }
        }
        reading.finish(exercises, roster)
    }

    /// Refuses to grade the results.
    fn refuse_results(&self, path: &Path) -> io::Result<()> {
        let (path, out) = (path.canonicalize(), self.out.canonicalize());
        match (path, out) {
            (Ok(path), Ok(out)) if path.starts_with(&out) => Err(io::Error::other(format!(
                "`{}` is in the folder of --out: choose another --out",
                path.display()
            ))),
            _ => Ok(()),
        }
    }

    /// Reads all that is at `path` as the submission of `student`. If that fails, the message says
    /// at which `place` of a list the path was given.
    fn read_one(
        &self,
        path: &Path,
        student: &str,
        place: &str,
        reading: &mut Reading,
    ) -> io::Result<()> {
        let owner = Owner::named(student);
        match Tree::read(path, self.out, |path| self.mapping.exercise(path).is_some()) {
            Ok(tree) => self.take_as(&owner, tree, reading),
            Err(error) => {
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                reading.cannot_read(owner, clean_name(&file), format!("{place}{error}"));
                Ok(())
            }
        }
    }

    /// Reads what is at `path` as a class, or as the submission of one student.
    fn read_class(
        &self,
        path: &Path,
        roster: Option<&Roster>,
        reading: &mut Reading,
    ) -> io::Result<()> {
        let place = |path: &str| names::owner_of(path, self.mapping);
        let is_exercise = |path: &str| self.mapping.exercise(path).is_some();
        let mut tree = Tree::read(path, self.out, |path| {
            is_exercise(path) || place(path).is_some_and(|(_, inside)| is_exercise(&inside))
        })?;
        if let Some(name) = self.only_student(&mut tree, &stem(path), roster) {
            let owner = names::owner_of_folder(&name);
            let text = format!(
                "`{}` is taken as the submission of this one student. If it is not, use --student \
                 NAME or a list",
                reading.place()
            );
            reading.say(Some(owner.clone()), text);
            return self.take_as(&owner, tree, reading);
        }
        let owners = tree.inside("").filter_map(place).map(|(owner, _)| owner);
        reading.add_owners(owners);
        let hidden = tree.hidden.iter().filter(|path| !path.contains('/'));
        for name in hidden {
            let file = clean_name(name);
            let text = format!("`{file}` is hidden, and is not read");
            if self.is_known(name, roster) {
                reading.cannot_read(names::owner_of_folder(name), file, text);
            } else {
                reading.say(None, text);
            }
        }
        self.take(tree, reading, place)
    }

    fn take_as(&self, owner: &Owner, tree: Tree, reading: &mut Reading) -> io::Result<()> {
        reading.add_owners([owner.clone()]);
        self.take(tree, reading, |path| Some((owner.clone(), path.to_owned())))
    }

    /// Copies the files of `tree`. `place` gives the owner of a path, and the path in the owner's
    /// submission.
    fn take(
        &self,
        tree: Tree,
        reading: &mut Reading,
        place: impl Fn(&str) -> Option<(Owner, String)>,
    ) -> io::Result<()> {
        for Oddity { path, text } in tree.problems {
            let owner = place(&path).map(|(owner, _)| owner);
            reading.say(owner, text);
        }
        for path in tree.strays.iter().filter(|path| !self.is_of_workshop(path)) {
            let owner = place(path).map(|(owner, _)| owner);
            reading.add_stray(owner, path);
        }
        for Leaf { path, content } in tree.leaves {
            let Some((owner, inside)) = place(&path) else {
                reading.add_stray(None, &path);
                continue;
            };
            let path = clean_name(path.trim_end_matches('/'));
            match (self.mapping.exercise(&inside), content) {
                (Some(exercise), content) => {
                    if let Some(file) = self.mapping.other_name(&inside, exercise) {
                        reading.say(Some(owner.clone()), format!("`{path}` is read as `{file}`"));
                    }
                    let content = match content {
                        Ok(bytes) => Ok(self.copy(exercise, &bytes)?),
                        Err(why) => Err(why),
                    };
                    reading.add(owner, exercise, path, content);
                }
                (None, Err(why)) => reading.cannot_read(owner, path, why),
                (None, Ok(_)) => {}
            }
        }
        Ok(())
    }

    /// Whether the file at `path` is one of the workshop's own, in a copy of the workshop. An exercise
    /// is the student's, also if --map gives it another name.
    fn is_of_workshop(&self, path: &str) -> bool {
        if path.contains("exercises/") {
            return false;
        }
        let slashes = path.match_indices('/').map(|(place, _)| &path[place + 1..]);
        slashes
            .chain([path])
            .any(|path| self.course.join(path).is_file())
    }

    /// Copies a file that answers an exercise. Returns its digest.
    fn copy(&self, exercise: usize, bytes: &[u8]) -> io::Result<String> {
        let sha256 = files::sha256(bytes);
        let copy = self.mapping.copy(self.copies, exercise, &sha256);
        // A copy of an earlier run may be damaged.
        if !fs::read(&copy).is_ok_and(|there| there == bytes) {
            files::replace(&copy, bytes)?;
        }
        Ok(sha256)
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
    archive::without_ending(&name).to_owned()
}

#[cfg(test)]
mod tests;
