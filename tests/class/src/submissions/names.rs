//! Finds the owner of a file, by the names that hosts give to the files that instructors download.
//!
//! | host | name |
//! | --- | --- |
//! | Moodle, folders | `Ada Lovelace_123_assignsubmission_file/join_handles.rs` |
//! | Moodle, texts | `Ada Lovelace_123_assignsubmission_onlinetext/onlinetext.html` |
//! | Moodle, files | `Ada Lovelace_123_assignsubmission_file_join_handles.rs` |
//! | Canvas | `lovelaceada_LATE_123_4567_join_handles-1.rs` |
//! | others | `ada/join_handles.rs`, `ada.zip`, `ada_join_handles.rs`, `join_handles-ada.rs` |

use std::fmt;

use super::{archive::without_ending, mapping::Mapping};
use crate::text::clean_name;

/// A student who has handed something in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner {
    name: String,
    /// The host's number for the student. It distinguishes students of the same name.
    id: Option<String>,
}

impl Owner {
    pub fn named(name: &str) -> Self {
        let name = match clean_name(name) {
            name if name.is_empty() => "(no name)".to_owned(),
            name => name,
        };
        Self { name, id: None }
    }

    fn numbered(name: &str, id: &str) -> Self {
        Self {
            id: Some(id.to_owned()),
            ..Self::named(name)
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    pub fn with_id(&self) -> String {
        match &self.id {
            Some(id) => format!("{} ({id})", self.name),
            None => self.name.clone(),
        }
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// The owner of what lies at `path`, and its path in the owner's submission. None if the name says
/// no owner.
pub fn owner_of(path: &str, mapping: &Mapping) -> Option<(Owner, String)> {
    match path.split_once('/') {
        Some((top, inside)) => Some((owner_of_folder(top), inside.to_owned())),
        None => owner_of_file(path, mapping),
    }
}

/// The owner of a folder or an archive with the name `top`.
pub fn owner_of_folder(top: &str) -> Owner {
    let name = without_ending(top);
    let hosts = moodle(name).or_else(|| canvas(name));
    hosts.map_or_else(|| Owner::named(name), |(owner, _)| owner)
}

fn owner_of_file(name: &str, mapping: &Mapping) -> Option<(Owner, String)> {
    let hosts = moodle(name).or_else(|| canvas(name));
    let split = || mapping.split(name);
    hosts.or_else(|| split().map(|(student, file)| (Owner::named(student), file)))
}

fn moodle(name: &str) -> Option<(Owner, String)> {
    // Moodle gives a text that a student has written there a folder of its own.
    let mut kinds = ["_assignsubmission_file", "_assignsubmission_onlinetext"].into_iter();
    let (student, file) = kinds.find_map(|kind| name.split_once(kind))?;
    let (student, id) = student.rsplit_once('_')?;
    let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let file = file.trim_start_matches('_').to_owned();
    is_number.then(|| (Owner::numbered(student, id), file))
}

fn canvas(name: &str) -> Option<(Owner, String)> {
    let (student, rest) = name.split_once('_')?;
    let rest = rest.strip_prefix("LATE_").unwrap_or(rest);
    let mut parts = rest.splitn(3, '_');
    let (user, submission, file) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let are_numbers = is_number(user) && is_number(submission);
    are_numbers.then(|| (Owner::numbered(student, user), file.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submissions::mapping::tests::mapping;

    fn owner(path: &str) -> (String, Option<String>, String) {
        let (owner, file) = owner_of(path, &mapping()).unwrap();
        (owner.name, owner.id, file)
    }

    #[test]
    fn the_names_of_hosts_say_whose_a_file_is() {
        let ada = |id: Option<&str>, name: &str| {
            (
                name.to_owned(),
                id.map(str::to_owned),
                "join_handles.rs".to_owned(),
            )
        };
        for (path, expected) in [
            (
                "Ada Lovelace_123_assignsubmission_file_/join_handles.rs",
                ada(Some("123"), "Ada Lovelace"),
            ),
            (
                "Ada Lovelace_123_assignsubmission_file/join_handles.rs",
                ada(Some("123"), "Ada Lovelace"),
            ),
            (
                "Ada Lovelace_123_assignsubmission_file_join_handles.rs",
                ada(Some("123"), "Ada Lovelace"),
            ),
            (
                "Ada Lovelace_123_assignsubmission_onlinetext_/join_handles.rs",
                ada(Some("123"), "Ada Lovelace"),
            ),
            (
                "lovelaceada_123_4567_join_handles.rs",
                ada(Some("123"), "lovelaceada"),
            ),
            (
                "lovelaceada_LATE_123_4567_join_handles.rs",
                ada(Some("123"), "lovelaceada"),
            ),
            ("ada/join_handles.rs", ada(None, "ada")),
            ("ada.tar.gz/join_handles.rs", ada(None, "ada")),
            ("ada_join_handles.rs", ada(None, "ada")),
            ("join_handles-ada.rs", ada(None, "ada")),
        ] {
            assert_eq!(owner(path), expected, "{path}");
        }
    }

    #[test]
    fn a_name_that_only_looks_like_a_hosts_is_a_name() {
        assert_eq!(owner("ada_b_c/x.rs").0, "ada_b_c");
        assert_eq!(
            owner("x_assignsubmission_file/x.rs").0,
            "x_assignsubmission_file"
        );
    }

    #[test]
    fn a_file_without_a_students_name_is_nobodys() {
        for path in ["join_handles.rs", "tom.rs", "notes.txt"] {
            assert_eq!(owner_of(path, &mapping()), None, "{path}");
        }
    }

    #[test]
    fn a_name_is_never_empty_and_never_two_lines() {
        assert_eq!(Owner::named(" \n").name, "(no name)");
        assert_eq!(Owner::named("a\nb").name, "a b");
    }
}
