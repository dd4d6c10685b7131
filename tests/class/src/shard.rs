//! Parts of a class, which several machines grade.
//!
//! A small file in the folder of the results says which parts have been graded to their end. So a
//! merge knows whether a part is missing.

use std::{
    collections::BTreeSet,
    fmt, fs,
    io::{self, ErrorKind},
    path::Path,
    str::FromStr,
};

use crate::files::{self, sha256};

/// The file that has the parts, one a line.
pub const FILE: &str = "parts.txt";

/// A part of a class: the `number`th of `count`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shard {
    number: u64,
    count: u64,
}

impl Shard {
    /// The whole class.
    pub const ALL: Self = Self {
        number: 1,
        count: 1,
    };

    /// Whether this name belongs to the shard. The answer is the same on each machine.
    pub fn has(self, name: &str) -> bool {
        let digest = sha256(name.as_bytes());
        let number = u64::from_str_radix(&digest[..15], 16).expect("it is hexadecimal");
        number % self.count == self.number - 1
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.count)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/');
        let numbers =
            parts.and_then(|(number, count)| Some((number.parse().ok()?, count.parse().ok()?)));
        match numbers {
            Some((number, count)) if (1..=count).contains(&number) => Ok(Self { number, count }),
            _ => Err("a part is written as K/N, such as 1/4 to 4/4 for four machines".into()),
        }
    }
}

/// The parts whose rows are in the results in `folder`. Empty if it is a whole class.
///
/// # Errors
///
/// Returns an error if the file cannot be read, or a line is no part.
pub fn read(folder: &Path) -> io::Result<BTreeSet<Shard>> {
    let path = folder.join(FILE);
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        read => read.map_err(|error| files::failed("read", &path, &error))?,
    };
    let shards: Result<_, String> = text.lines().map(str::parse).collect();
    shards.map_err(|why| io::Error::other(format!("`{}`: {why}", path.display())))
}

/// Adds `shards` to those whose rows are in the results in `folder`.
///
/// # Errors
///
/// Returns an error if the file cannot be read or written.
pub fn add(folder: &Path, shards: &BTreeSet<Shard>) -> io::Result<()> {
    let all = &read(folder)? | shards;
    if all.is_empty() {
        return Ok(());
    }
    let text: String = all.iter().map(|shard| format!("{shard}\n")).collect();
    files::replace(&folder.join(FILE), text.as_bytes())
}

/// The parts that should be among `shards` and are not.
pub fn missing(shards: &BTreeSet<Shard>) -> BTreeSet<Shard> {
    let counts = shards.iter().map(|shard| shard.count);
    let all = counts.flat_map(|count| (1..=count).map(move |number| Shard { number, count }));
    all.filter(|shard| !shards.contains(shard)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_there_is_not_is_an_error() {
        for text in ["0/2", "3/2", "1", "a/b", "1/0", "-1/2"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_part_that_is_missing_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let shard = |text: &str| BTreeSet::from([text.parse::<Shard>().unwrap()]);
        assert_eq!(read(folder.path()).unwrap(), BTreeSet::new());
        add(folder.path(), &shard("1/3")).unwrap();
        add(folder.path(), &shard("3/3")).unwrap();
        let there = read(folder.path()).unwrap();
        assert_eq!(missing(&there), shard("2/3"));
        assert_eq!(missing(&(&there | &shard("2/3"))), BTreeSet::new());
    }
}
