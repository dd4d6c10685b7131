//! Reads folders and archives. The limits do not rely on the size that an archive states: we never
//! read more than a limit.

use std::{
    fs::File,
    io::{self, BufReader, Cursor, Read, Seek},
    path::Path,
};

use flate2::read::GzDecoder;
use walkdir::WalkDir;
use zip::{ZipArchive, result::ZipError};

use super::{Leaf, Oddity, Tree};
use crate::{
    submissions::archive::{Archive, Kind, archive, inside},
    text::clean_name,
};

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

/// In how many levels of folders we look for the folder of the class.
const HIGH: usize = 5;

/// Folders of build output, or of files that no student has written.
const SKIPPED: [&str; 3] = ["__MACOSX", "node_modules", "target"];

/// What an archive states about an entry.
struct Entry {
    name: String,
    is_folder: bool,
    is_file: bool,
    size: u64,
}

/// Reads a tree.
pub struct Reader<'a> {
    /// What was read so far.
    pub tree: Tree,
    /// Whether the file at a path is wanted.
    pub wanted: &'a dyn Fn(&str) -> bool,
    /// The folder of the results, which may lie among the submissions.
    pub out: &'a Path,
}

impl Reader<'_> {
    pub fn folder(&mut self, folder: &Path) -> io::Result<()> {
        let mut entries = WalkDir::new(folder)
            .min_depth(1)
            .sort_by_file_name()
            .into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) if error.depth() == 0 => return Err(error.into()),
                Err(error) => {
                    let path = error.path().map(|path| inside_folder(path, folder));
                    let cause = error.io_error().map(io::Error::to_string);
                    let cause = cause.unwrap_or_else(|| error.to_string());
                    self.unread(
                        &path.unwrap_or_default(),
                        &format!("cannot be read: {cause}"),
                    );
                    continue;
                }
            };
            let path = inside_folder(entry.path(), folder);
            let kind = entry.file_type();
            let is_out = kind.is_dir() && is_same(entry.path(), self.out);
            if is_out || self.skips(&path, kind.is_dir()) {
                if kind.is_dir() {
                    entries.skip_current_dir();
                }
                continue;
            }
            // A link to a folder may lead to an exercise, so it counts as a folder that is not read.
            let is_folder = entry.path().is_dir();
            if !self.counts(&path, is_folder) || kind.is_dir() {
                continue;
            }
            let is_of_use = (self.wanted)(&path) || archive(&path).is_some() || is_folder;
            if !is_of_use {
                self.stray(path);
                continue;
            }
            if !kind.is_file() {
                self.unread(&path, "is a link or no file, and is not read");
                continue;
            }
            let size = entry.metadata().map_or(0, |data| data.len());
            match (File::open(entry.path()), archive(&path)) {
                (Ok(file), Some(archive)) => {
                    self.archive_in(archive, BufReader::new(file), &path, 1);
                }
                (Ok(file), None) => self.file(&path, size, file),
                (Err(error), _) => self.unread(&path, &format!("cannot be read: {error}")),
            }
        }
        Ok(())
    }

    /// Reads the archive at `path`, which is a part of what was handed in.
    fn archive_in(&mut self, archive: Archive, file: impl Read + Seek, path: &str, depth: usize) {
        if let Err(why) = self.archive(archive, file, &format!("{path}/"), depth) {
            self.unread(path, &format!("is not read: {why}"));
        }
    }

    pub fn archive(
        &mut self,
        (ending, kind): Archive,
        file: impl Read + Seek,
        prefix: &str,
        depth: usize,
    ) -> Result<(), String> {
        let done = match kind {
            Kind::Zip => self.zip(file, prefix, depth),
            Kind::Tar => self.tar(file, prefix, depth),
            Kind::TarGz => self.tar(GzDecoder::new(file), prefix, depth),
            Kind::Other => {
                return Err(format!(
                    "the grader cannot unpack a `{ending}`: pack it as a zip"
                ));
            }
        };
        done.map_err(|_| format!("it is no `{ending}`, or it is damaged or cut off"))
    }

    fn zip(&mut self, file: impl Read + Seek, prefix: &str, depth: usize) -> io::Result<()> {
        let mut zip = ZipArchive::new(file).map_err(io::Error::other)?;
        for index in 0..zip.len() {
            let entry = zip.by_index_data(index).map_err(io::Error::other)?;
            let header = Entry {
                name: String::from_utf8_lossy(entry.name_raw()).into_owned(),
                is_folder: entry.is_dir(),
                is_file: entry.is_file() && !entry.is_symlink(),
                size: entry.size(),
            };
            let content = zip.by_index(index).map_err(|error| match error {
                ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => "is encrypted".into(),
                error => format!("is damaged: {error}"),
            });
            self.entry(&header, content, prefix, depth);
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
            self.entry(&header, Ok(entry), prefix, depth);
        }
        Ok(())
    }

    /// Reads an entry of an archive. `content` is what it holds, or why that cannot be unpacked.
    fn entry(
        &mut self,
        entry: &Entry,
        content: Result<impl Read, String>,
        prefix: &str,
        depth: usize,
    ) {
        let path = match inside(&entry.name) {
            Ok(path) if path.is_empty() => return,
            Ok(path) => format!("{prefix}{path}"),
            Err(why) => return self.leads_out(entry, prefix, why),
        };
        if self.skips(&path, entry.is_folder)
            || !self.counts(&path, entry.is_folder)
            || entry.is_folder
        {
            return;
        }
        let nested = archive(&path);
        if nested.is_none() && !(self.wanted)(&path) {
            return self.stray(path);
        }
        if !entry.is_file {
            return self.unread(&path, "is a link or no file, and is not read");
        }
        let content = match content {
            Ok(content) => content,
            Err(why) => return self.unread(&path, &why),
        };
        let Some(nested) = nested else {
            return self.file(&path, entry.size, content);
        };
        if depth >= DEEPEST {
            return self.unread(&path, "is not read: too many archives in one another");
        }
        match bytes(entry.size, content, MOST_NESTED) {
            Ok(bytes) => self.archive_in(nested, Cursor::new(bytes), &path, depth + 1),
            Err(why) => self.unread(&path, &why),
        }
    }

    /// An entry whose name leads out of its archive. If it is named like an exercise, the student
    /// has handed in something that is not read.
    fn leads_out(&mut self, entry: &Entry, prefix: &str, why: &str) {
        let name = entry.name.replace('\\', "/");
        let last = name.rsplit('/').next().unwrap_or_default();
        let path = format!("{prefix}{last}");
        let text = format!("is not read: {why}: `{}`", clean_name(&entry.name));
        if (self.wanted)(&path) {
            self.unread(&path, &text);
        } else {
            self.problem(&path, &text);
        }
    }

    /// Whether a part of `path` is build output or hidden. Notes which folder is hidden.
    fn skips(&mut self, path: &str, is_folder: bool) -> bool {
        let mut parts = path.split_inclusive('/').scan(0, |end, part| {
            *end += part.len();
            Some((*end, part.trim_end_matches('/')))
        });
        let Some((end, part)) = parts.find(|(_, part)| is_skipped(part)) else {
            return false;
        };
        if part.starts_with('.') && (is_folder || end < path.len()) {
            let hidden = path[..end].trim_end_matches('/');
            self.tree.hidden.insert(hidden.to_owned());
        }
        true
    }

    fn stray(&mut self, path: String) {
        let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
        if name.contains(".rs") {
            self.tree.strays.push(path);
        }
    }

    pub fn file(&mut self, path: &str, size: u64, content: impl Read) {
        self.counts(path, false);
        if !(self.wanted)(path) {
            return self.stray(path.to_owned());
        }
        match bytes(size, content, MOST_FILE) {
            Ok(bytes) => self.tree.leaves.push(Leaf {
                path: path.to_owned(),
                content: Ok(bytes),
            }),
            Err(why) => self.unread(path, &why),
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
        let levels: Vec<&str> = levels.take(HIGH).map(|end| &path[..end]).collect();
        self.tree
            .high
            .extend(levels.iter().map(|level| (*level).to_owned()));
        let count = self.tree.entries.entry(levels[0].to_owned()).or_default();
        *count += 1;
        if *count == MOST_ENTRIES + 1 {
            let text =
                format!("has more than {MOST_ENTRIES} files and folders; the others are not read");
            self.unread(levels[0].trim_end_matches('/'), &text);
        }
        self.tree.entries[levels[0]] <= MOST_ENTRIES
    }

    fn problem(&mut self, path: &str, text: &str) {
        self.tree.problems.push(Oddity {
            path: path.to_owned(),
            text: format!("`{}` {text}", clean_name(path)),
        });
    }

    /// Notes that what is at `path` could not be read.
    fn unread(&mut self, path: &str, why: &str) {
        let content = Err(format!("`{}` {why}", clean_name(path)));
        let folder = format!("{path}/");
        let path = match self.tree.high.get(&folder) {
            Some(_) => folder,
            None => path.to_owned(),
        };
        self.tree.leaves.push(Leaf { path, content });
    }
}

/// All bytes of `content`, whose stated size is `size`, if there are no more than `most`.
fn bytes(size: u64, content: impl Read, most: u64) -> Result<Vec<u8>, String> {
    let too_many = || format!("is not read: it has more than {} MiB", most >> 20);
    if size > most {
        return Err(too_many());
    }
    let mut bytes = Vec::new();
    let read = content.take(most + 1).read_to_end(&mut bytes);
    match read.map(|count| count as u64) {
        Ok(count) if count > most => Err(too_many()),
        Ok(count) if count < size => Err(format!("is cut off: it has {count} of {size} bytes")),
        Ok(_) => Ok(bytes),
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}

fn is_same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// The path of something in `folder`, from there.
fn inside_folder(path: &Path, folder: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    let parts = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// Whether a file or folder with this name is build output or hidden.
fn is_skipped(name: &str) -> bool {
    name.starts_with('.') || SKIPPED.contains(&name)
}
