//! The files in a folder or an archive, and in the archives inside it.
//!
//! Nothing is unpacked to disk, and no link is followed: a name such as `../results.jsonl` is only
//! a name.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, BufReader},
    iter,
    path::Path,
};

use super::archive::archive;
use crate::files;

mod reader;

use reader::Reader;

/// A file that was wanted, or a file, a folder or an archive that could not be read.
#[derive(Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Its path from the top. An archive counts as a folder. If a folder could not be read, its path
    /// ends with a slash.
    pub path: String,
    /// Its bytes, or why they could not be read.
    pub content: Result<Vec<u8>, String>,
}

/// A problem, and the path from the top at which it was found.
#[derive(Debug, PartialEq, Eq)]
pub struct Oddity {
    pub path: String,
    pub text: String,
}

/// The files that were wanted, and what else was found.
#[derive(Debug, Default)]
pub struct Tree {
    pub leaves: Vec<Leaf>,
    pub problems: Vec<Oddity>,
    /// The paths of Rust files that were not wanted.
    pub strays: Vec<String>,
    /// The paths of hidden folders.
    pub hidden: BTreeSet<String>,
    /// The paths of the highest levels. The paths of folders and archives end with a slash.
    high: BTreeSet<String>,
    /// How many entries each path of the highest level has.
    entries: BTreeMap<String, usize>,
}

impl Tree {
    /// Reads the folder, archive or file at `path`, except the folder `out`. Keeps the files whose
    /// paths are `wanted`.
    ///
    /// # Errors
    ///
    /// Returns an error if there is nothing at `path`, or it cannot be read to its end. If something
    /// inside it cannot be read, that is a leaf without content.
    pub fn read(path: &Path, out: &Path, wanted: impl Fn(&str) -> bool) -> io::Result<Self> {
        let mut reader = Reader {
            tree: Self::default(),
            wanted: &wanted,
            out,
        };
        let kind = fs::metadata(path).map_err(|error| files::failed("read", path, &error))?;
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let failed = |error| files::failed("read", path, &error);
        if kind.is_dir() {
            reader.folder(path).map_err(failed)?;
        } else {
            let file = File::open(path).map_err(failed)?;
            match archive(&name) {
                Some(archive) => {
                    let read = reader.archive(archive, BufReader::new(file), "", 0);
                    read.map_err(|why| failed(io::Error::other(why)))?;
                }
                None => reader.file(&name, kind.len(), file),
            }
        }
        Ok(reader.tree)
    }

    /// The names of what lies directly in `folder`, which is empty or ends with a slash. The name
    /// of a folder or an archive ends with a slash.
    pub fn inside<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        let names = self
            .high
            .iter()
            .filter_map(move |path| path.strip_prefix(folder));
        names.filter(|name| !name.is_empty() && !name.trim_end_matches('/').contains('/'))
    }

    /// The top, and each folder that contains all folders and archives that are not around it, from
    /// the outermost to the innermost.
    pub fn wrappers(&self) -> Vec<String> {
        iter::successors(Some(String::new()), |outer| self.only_folder(outer)).collect()
    }

    /// The one folder in the folder `outer`, if there is no other folder or archive.
    fn only_folder(&self, outer: &str) -> Option<String> {
        let folders = self.inside(outer).filter(|name| name.ends_with('/'));
        let folders: Vec<&str> = folders.collect();
        match folders[..] {
            [only] if archive(only.trim_end_matches('/')).is_none() => {
                Some(format!("{outer}{only}"))
            }
            _ => None,
        }
    }

    /// Makes the folder `wrapper` the top.
    pub fn unwrap(&mut self, wrapper: &str) {
        let inside = |path: &str| path.strip_prefix(wrapper).unwrap_or(path).to_owned();
        for leaf in &mut self.leaves {
            leaf.path = inside(&leaf.path);
        }
        for problem in &mut self.problems {
            problem.path = inside(&problem.path);
        }
        self.strays = self.strays.iter().map(|path| inside(path)).collect();
        self.hidden = self.hidden.iter().map(|path| inside(path)).collect();
        let high = self
            .high
            .iter()
            .filter_map(|path| path.strip_prefix(wrapper));
        self.high = high.map(str::to_owned).collect();
    }
}
