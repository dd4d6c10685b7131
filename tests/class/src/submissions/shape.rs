//! Finds out whether a tree is a class or the submission of one student, and whose.
//!
//! | tree | meaning |
//! | --- | --- |
//! | `join_handles.rs`, or a part of the workshop, on top | one student, with the archive's name |
//! | `ada/join_handles.rs` and no other folder | one student, `ada` |
//! | `class/ada/...`, `class/bob/...` | a class in the folder around it |
//! | `ada/...`, `bob/...` | a class |

use super::{Roster, Source, names, tree::Tree};

impl Source<'_> {
    /// The name of the student, if `tree` is the submission of one student. Otherwise it is a class,
    /// and the folder that contains the class becomes the top. `name` is the name of the archive.
    pub(super) fn only_student(
        &self,
        tree: &mut Tree,
        name: &str,
        roster: Option<&Roster>,
    ) -> Option<String> {
        let mut wrappers = tree.wrappers();
        // What lies beside students' files is not around them.
        let has_files = |folder: &String| self.has_students_files(tree, folder);
        if let Some(place) = wrappers.iter().position(has_files) {
            wrappers.truncate(place + 1);
        }
        let is_known = |folder: &String| self.is_known(last_folder(folder), roster);
        if let Some(student) = wrappers[1..].iter().position(is_known) {
            // The class is the folder around this student's.
            tree.unwrap(&wrappers[student]);
            return None;
        }
        let innermost = &wrappers[wrappers.len() - 1];
        let of_one = wrappers.iter().find(|folder| self.is_of_one(tree, folder));
        let Some(of_one) = of_one.or(self.has_no_class(tree, innermost).then_some(innermost))
        else {
            tree.unwrap(innermost);
            return None;
        };
        let folders = wrappers[1..].iter().filter(|_| !of_one.is_empty());
        let is_students = |folder: &&str| {
            let is_workshop = *folder == last_folder(of_one) && self.is_workshop(tree, of_one);
            !is_workshop && !self.is_of_course(folder) && !folder.eq_ignore_ascii_case(name)
        };
        let student = folders.map(|folder| last_folder(folder)).find(is_students);
        Some(student.unwrap_or(name).to_owned())
    }

    /// Whether a folder with this name is a student's: it is on the roster, or the host has made it.
    pub(super) fn is_known(&self, folder: &str, roster: Option<&Roster>) -> bool {
        let owner = names::owner_of_folder(folder);
        let find = |roster: &Roster| roster.find(owner.name(), owner.id()).is_some();
        owner.id().is_some() || roster.is_some_and(find)
    }

    /// Whether an exercise's file, or a part of the workshop, lies directly in `folder`.
    fn is_of_one(&self, tree: &Tree, folder: &str) -> bool {
        let has_exercise = files(tree, folder).any(|name| self.mapping.exercise(name).is_some());
        self.is_workshop(tree, folder) || has_exercise && !self.has_students_files(tree, folder)
    }

    /// Whether `folder`, which is not the top, contains no student's folder, archive or file.
    fn has_no_class(&self, tree: &Tree, folder: &str) -> bool {
        let has_folder = tree.inside(folder).any(|name| name.ends_with('/'));
        !folder.is_empty() && !has_folder && !self.has_students_files(tree, folder)
    }

    /// Whether files such as `ada_join_handles.rs` lie directly in `folder`.
    fn has_students_files(&self, tree: &Tree, folder: &str) -> bool {
        let is_exercise = |name: &str| self.mapping.exercise(name).is_some();
        files(tree, folder).any(|name| {
            !is_exercise(name)
                && names::owner_of(name, self.mapping).is_some_and(|(_, file)| is_exercise(&file))
        })
    }

    /// Whether `folder` is a copy of the workshop, a stage of it, or a package.
    fn is_workshop(&self, tree: &Tree, folder: &str) -> bool {
        tree.inside(folder)
            .any(|name| match name.strip_suffix('/') {
                Some(folder) => self.is_of_course(folder),
                None => name == "Cargo.toml",
            })
    }

    /// Whether the workshop, a stage, or a package has a folder with this name.
    fn is_of_course(&self, folder: &str) -> bool {
        ["src", "exercises"].contains(&folder) || self.course.join(folder).is_dir()
    }
}

/// The names of the files directly in `folder`.
fn files<'a>(tree: &'a Tree, folder: &'a str) -> impl Iterator<Item = &'a str> {
    tree.inside(folder).filter(|name| !name.ends_with('/'))
}

/// The name of the folder at `path`, which ends with a slash.
fn last_folder(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}
