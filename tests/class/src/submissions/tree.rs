//! The files in a folder or an archive, and in the archives inside it.
//!
//! Nothing is unpacked to disk, and no link is followed: a name such as `../results.jsonl` is only
//! a name. The limits do not rely on the size that an archive states: we never read more than a
//! limit.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, BufReader, Cursor, Read, Seek},
    path::Path,
};

use flate2::read::GzDecoder;
use walkdir::WalkDir;
use zip::ZipArchive;

use crate::{files, text::clean_name};

/// How large a file of an exercise may be, in bytes.
const MOST_FILE: u64 = 1 << 20;

/// How large an archive in an archive may be, in bytes. It is held in memory.
const MOST_NESTED: u64 = 32 << 20;

/// How much is unpacked of one archive, in bytes.
const MOST_UNPACKED: u64 = 4 << 30;

/// How many files and folders one submission may have, or one folder that contains a whole class.
const MOST_ENTRIES: usize = 100_000;

/// How deep archives may be nested: a class, a student, and an archive that the student has packed
/// inside.
const DEEPEST: usize = 3;

/// Folders of build output, or of files that no student has written.
const SKIPPED: [&str; 3] = ["__MACOSX", "node_modules", "target"];

/// A file that was wanted.
#[derive(Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Its path from the top. An archive counts as a folder.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// A problem, and the path from the top at which it was found.
#[derive(Debug, PartialEq, Eq)]
pub struct Oddity {
    pub path: Option<String>,
    pub text: String,
}

/// The files that were wanted, and what else was found.
#[derive(Debug, Default)]
pub struct Tree {
    pub leaves: Vec<Leaf>,
    pub problems: Vec<Oddity>,
    /// The paths of the two highest levels. The paths of folders and archives end with a slash.
    high: BTreeSet<String>,
    /// How many entries each path of the highest level has.
    entries: BTreeMap<String, usize>,
}

impl Tree {
    /// Reads the folder, archive or file at `path`. Keeps the files whose paths are `wanted`.
    ///
    /// # Errors
    ///
    /// Returns an error if there is nothing at `path`, or it cannot be read. If something inside it
    /// cannot be read, that is one of the problems.
    pub fn read(path: &Path, wanted: impl Fn(&str) -> bool) -> io::Result<Self> {
        let mut reader = Reader {
            tree: Self::default(),
            wanted: &wanted,
        };
        let kind = fs::metadata(path).map_err(|error| files::failed("read", path, &error))?;
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if kind.is_dir() {
            reader.folder(path);
        } else {
            let file = File::open(path).map_err(|error| files::failed("read", path, &error))?;
            match archive(&name) {
                Some(archive) => reader.archive(archive, BufReader::new(file), "", 0),
                None => reader.file(&name, kind.len(), file),
            }
        }
        Ok(reader.tree)
    }

    /// The paths of the highest level. The name of a folder or an archive ends with a slash.
    pub fn tops(&self) -> impl Iterator<Item = &str> {
        let is_top = |path: &&String| !path.trim_end_matches('/').contains('/');
        self.high.iter().filter(is_top).map(String::as_str)
    }

    /// Removes the one top folder that contains everything, if its name is `name`, as when a folder
    /// was packed.
    pub fn unwrap_folder(&mut self, name: &str) {
        let tops: Vec<&str> = self.tops().collect();
        let [only] = tops[..] else {
            return;
        };
        if !only
            .strip_suffix('/')
            .is_some_and(|only| only.eq_ignore_ascii_case(name))
        {
            return;
        }
        let prefix = only.to_owned();
        let inside = |path: &str| path.strip_prefix(&prefix).unwrap_or(path).to_owned();
        for leaf in &mut self.leaves {
            leaf.path = inside(&leaf.path);
        }
        for problem in &mut self.problems {
            problem.path = problem.path.as_deref().map(inside);
        }
        self.high = self.high.iter().map(|path| inside(path)).collect();
        self.high.remove("");
    }
}

/// The name of a folder or an archive, without an archive's extension.
pub fn without_ending(name: &str) -> &str {
    let name = name.strip_suffix(".rs").unwrap_or(name);
    ENDINGS
        .iter()
        .find_map(|(ending, _)| name.strip_suffix(ending))
        .unwrap_or(name)
}

#[derive(Clone, Copy)]
enum Archive {
    Zip,
    Tar,
    TarGz,
}

const ENDINGS: [(&str, Archive); 4] = [
    (".zip", Archive::Zip),
    (".tar.gz", Archive::TarGz),
    (".tgz", Archive::TarGz),
    (".tar", Archive::Tar),
];

fn archive(name: &str) -> Option<Archive> {
    let name = name.to_lowercase();
    ENDINGS
        .iter()
        .find(|(ending, _)| name.ends_with(ending))
        .map(|(_, archive)| *archive)
}

/// The path of an entry inside its archive, or the reason why the entry is not read.
fn inside(name: &str) -> Result<String, &'static str> {
    let name = name.replace('\\', "/");
    let parts: Vec<&str> = name
        .split('/')
        .filter(|part| !matches!(*part, "" | "."))
        .collect();
    let leads_out =
        name.starts_with('/') || parts.contains(&"..") || name.as_bytes().get(1) == Some(&b':');
    if leads_out {
        Err("its name leads out of the archive")
    } else {
        Ok(parts.join("/"))
    }
}

/// What an archive states about an entry.
struct Entry {
    name: String,
    is_folder: bool,
    is_file: bool,
    size: u64,
}

struct Reader<'a> {
    tree: Tree,
    wanted: &'a dyn Fn(&str) -> bool,
}

impl Reader<'_> {
    fn folder(&mut self, folder: &Path) {
        let is_own = |entry: &walkdir::DirEntry| {
            entry.depth() == 0 || !is_skipped(&entry.file_name().to_string_lossy())
        };
        for entry in WalkDir::new(folder)
            .min_depth(1)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(is_own)
        {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.problem(None, &format!("cannot be read: {error}"));
                    continue;
                }
            };
            let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let parts: Vec<_> = path
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect();
            let path = parts.join("/");
            let kind = entry.file_type();
            if !self.counts(&path, kind.is_dir()) || kind.is_dir() {
                continue;
            }
            let is_of_use = (self.wanted)(&path) || archive(&path).is_some();
            if !is_of_use {
                continue;
            }
            if !kind.is_file() {
                self.problem(Some(&path), "is a link or no file, and is not read");
                continue;
            }
            let size = entry.metadata().map_or(0, |data| data.len());
            match (File::open(entry.path()), archive(&path)) {
                (Ok(file), Some(archive)) => {
                    self.archive(archive, BufReader::new(file), &format!("{path}/"), 1)
                }
                (Ok(file), None) => self.file(&path, size, file),
                (Err(error), _) => self.problem(Some(&path), &format!("cannot be read: {error}")),
            }
        }
    }

    fn archive(&mut self, archive: Archive, file: impl Read + Seek, prefix: &str, depth: usize) {
        let done = match archive {
            Archive::Zip => self.zip(file, prefix, depth),
            Archive::Tar => self.tar(file, prefix, depth),
            Archive::TarGz => self.tar(GzDecoder::new(file), prefix, depth),
        };
        if let Err(error) = done {
            let path = Some(prefix.trim_end_matches('/')).filter(|path| !path.is_empty());
            self.problem(path, &format!("cannot be unpacked to its end: {error}"));
        }
    }

    fn zip(&mut self, file: impl Read + Seek, prefix: &str, depth: usize) -> io::Result<()> {
        let mut zip = ZipArchive::new(file).map_err(io::Error::other)?;
        for index in 0..zip.len() {
            let Ok(entry) = zip.by_index(index) else {
                self.problem(
                    Some(prefix),
                    &format!("entry {index} cannot be unpacked: it is encrypted or damaged"),
                );
                continue;
            };
            let header = Entry {
                name: String::from_utf8_lossy(entry.name_raw()).into_owned(),
                is_folder: entry.is_dir(),
                is_file: entry.is_file() && !entry.is_symlink(),
                size: entry.size(),
            };
            self.entry(&header, entry, prefix, depth);
        }
        Ok(())
    }

    fn tar(&mut self, file: impl Read, prefix: &str, depth: usize) -> io::Result<()> {
        let mut tar = tar::Archive::new(file.take(MOST_UNPACKED));
        for entry in tar.entries()? {
            let entry = entry?;
            let kind = entry.header().entry_type();
            let header = Entry {
                name: String::from_utf8_lossy(&entry.path_bytes()).into_owned(),
                is_folder: kind.is_dir(),
                is_file: kind.is_file(),
                size: entry.size(),
            };
            self.entry(&header, entry, prefix, depth);
        }
        Ok(())
    }

    fn entry(&mut self, entry: &Entry, content: impl Read, prefix: &str, depth: usize) {
        let path = match inside(&entry.name) {
            Ok(path) if path.is_empty() => return,
            Ok(path) => format!("{prefix}{path}"),
            Err(why) => {
                return self.problem(
                    Some(prefix),
                    &format!("`{}` is not read: {why}", clean_name(&entry.name)),
                );
            }
        };
        if path.split('/').any(is_skipped)
            || !self.counts(&path, entry.is_folder)
            || entry.is_folder
        {
            return;
        }
        let nested = archive(&path);
        if nested.is_none() && !(self.wanted)(&path) {
            return;
        }
        if !entry.is_file {
            return self.problem(Some(&path), "is a link or no file, and is not read");
        }
        let Some(nested) = nested else {
            return self.file(&path, entry.size, content);
        };
        if depth >= DEEPEST {
            return self.problem(Some(&path), "is not read: too many archives in one another");
        }
        if let Some(bytes) = self.bytes(&path, entry.size, content, MOST_NESTED) {
            self.archive(nested, Cursor::new(bytes), &format!("{path}/"), depth + 1);
        }
    }

    fn file(&mut self, path: &str, size: u64, content: impl Read) {
        self.counts(path, false);
        if let Some(bytes) = self.bytes(path, size, content, MOST_FILE) {
            self.tree.leaves.push(Leaf {
                path: path.to_owned(),
                bytes,
            });
        }
    }

    /// All bytes of `content`, whose stated size is `size`, if there are no more than `most`.
    fn bytes(&mut self, path: &str, size: u64, content: impl Read, most: u64) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let is_read = if size > most {
            Ok(0)
        } else {
            content.take(most + 1).read_to_end(&mut bytes)
        };
        match is_read {
            _ if size > most || bytes.len() as u64 > most => {
                let most = most >> 20;
                self.problem(
                    Some(path),
                    &format!("is not read: it has more than {most} MiB"),
                );
                None
            }
            Ok(_) => Some(bytes),
            Err(error) => {
                self.problem(Some(path), &format!("cannot be read: {error}"));
                None
            }
        }
    }

    /// Counts an entry at `path`. Returns false if there are too many already.
    fn counts(&mut self, path: &str, is_folder: bool) -> bool {
        let slash = if is_folder || archive(path).is_some() {
            "/"
        } else {
            ""
        };
        let path = format!("{path}{slash}");
        let levels = path.split_inclusive('/').scan(0, |end, part| {
            *end += part.len();
            Some(*end)
        });
        let levels: Vec<&str> = levels.take(2).map(|end| &path[..end]).collect();
        self.tree
            .high
            .extend(levels.iter().map(|level| (*level).to_owned()));
        let count = self.tree.entries.entry(levels[0].to_owned()).or_default();
        *count += 1;
        if *count == MOST_ENTRIES + 1 {
            let text =
                format!("has more than {MOST_ENTRIES} files and folders; the others are not read");
            self.problem(Some(levels[0]), &text);
        }
        self.tree.entries[levels[0]] <= MOST_ENTRIES
    }

    fn problem(&mut self, path: Option<&str>, text: &str) {
        let path = path.filter(|path| !path.is_empty());
        let text = match path {
            Some(path) => format!("`{}` {text}", clean_name(path)),
            None => text.to_owned(),
        };
        self.tree.problems.push(Oddity {
            path: path.map(str::to_owned),
            text,
        });
    }
}

/// Whether a file or folder with this name is build output or hidden.
fn is_skipped(name: &str) -> bool {
    name.starts_with('.') || SKIPPED.contains(&name)
}
