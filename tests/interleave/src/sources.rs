//! Finds the place of a step in the source: turns the addresses in a log into files, lines and
//! functions.
//!
//! The program needs line tables and the names of inlined functions: `-C debuginfo=1`.

use std::{
    collections::HashMap,
    error, fmt, fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
};

use addr2line::{Context, Frame};
use gimli::{Dwarf, EndianArcSlice};
use object::{Object, ObjectSection, read::elf::ElfFile64};

mod names;

/// What reads the debug info. It shares the bytes.
type Reader = EndianArcSlice<gimli::LittleEndian>;

/// The sources of one program.
pub struct Sources {
    debug_info: Option<Mutex<Context<Reader>>>,
    roots: Vec<PathBuf>,
    places: Mutex<HashMap<u32, Arc<[Place]>>>,
    texts: Mutex<HashMap<PathBuf, Option<Arc<[String]>>>>,
}

/// A place in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file. Empty if it is unknown.
    pub file: PathBuf,
    /// The line, from 1. Zero if it is unknown.
    pub line: u32,
    /// The column, from 1, if it is known.
    pub column: Option<u32>,
    /// The function, in short: `Mutex::lock`.
    pub function: String,
    /// Whether the file is the user's own.
    pub is_own: bool,
}

impl Sources {
    /// Reads the debug info of `program`. The files in `roots`, which are folders or files, are the
    /// user's own. Without roots, all files are, except those of libraries.
    ///
    /// # Errors
    ///
    /// Returns an error if the program cannot be read.
    pub(crate) fn open(program: &Path, roots: &[PathBuf]) -> io::Result<Self> {
        let debug_info = debug_info(program).map_err(|cause| {
            let path = program.display();
            io::Error::other(format!(
                "failed to read the debug info of `{path}`: {cause}"
            ))
        })?;
        Ok(Self {
            debug_info: Some(Mutex::new(debug_info)),
            roots: roots.iter().map(|root| real_path(root)).collect(),
            places: Mutex::default(),
            texts: Mutex::default(),
        })
    }

    /// The places of one frame, the innermost first. There are several if functions were inlined.
    pub fn places(&self, frame: u32) -> Arc<[Place]> {
        let mut known = locked(&self.places);
        let places = known
            .entry(frame)
            .or_insert_with(|| self.find_places(frame).into());
        Arc::clone(places)
    }

    /// The innermost place in the user's own code.
    pub fn own_place(&self, frames: &[u32]) -> Option<Place> {
        let own = |frame: &u32| {
            self.places(*frame)
                .iter()
                .find(|place| place.is_own)
                .cloned()
        };
        frames.iter().find_map(own)
    }

    /// The name of the function that the user's own code has called: `Mutex::lock`.
    pub fn call(&self, frames: &[u32]) -> Option<String> {
        let mut callee = None;
        for frame in frames {
            let places = self.places(*frame);
            let own = places.iter().position(|place| place.is_own);
            let inside = &places[..own.unwrap_or(places.len())];
            callee = inside.last().map(|place| place.function.clone()).or(callee);
            if own.is_some() {
                break;
            }
        }
        callee
    }

    /// The text of a line. None if the file cannot be read.
    pub fn text(&self, file: &Path, line: u32) -> Option<String> {
        let index = usize::try_from(line).ok()?.checked_sub(1)?;
        self.lines(file)?.get(index).cloned()
    }

    fn lines(&self, file: &Path) -> Option<Arc<[String]>> {
        locked(&self.texts)
            .entry(file.to_owned())
            .or_insert_with(|| {
                let text = fs::read(file).ok()?;
                Some(
                    String::from_utf8_lossy(&text)
                        .lines()
                        .map(str::to_owned)
                        .collect(),
                )
            })
            .clone()
    }

    fn find_places(&self, frame: u32) -> Vec<Place> {
        let Some(debug_info) = &self.debug_info else {
            return Vec::new();
        };
        // A frame is a return address. The call is the instruction before it.
        let address = u64::from(frame).saturating_sub(1);
        let mut places = Vec::new();
        let debug_info = locked(debug_info);
        if let Ok(mut found) = debug_info.find_frames(address).skip_all_loads() {
            while let Ok(Some(frame)) = found.next() {
                places.push(self.place(&frame));
            }
        }
        places
    }

    fn place(&self, frame: &Frame<Reader>) -> Place {
        let location = frame.location.as_ref();
        // Code that the compiler has added, such as the main function of tests, has no line.
        let line = location.and_then(|location| location.line).unwrap_or(0);
        let file = location.and_then(|location| location.file).map(Path::new);
        let file = file.map(real_path).unwrap_or_default();
        let function = frame
            .function
            .as_ref()
            .and_then(|name| name.demangle().ok());
        let function = function.as_deref().unwrap_or_default();
        Place {
            is_own: line > 0 && is_own(&file, &self.roots),
            line,
            column: location
                .and_then(|location| location.column)
                .filter(|&column| column > 0),
            function: names::short(function),
            file,
        }
    }

    /// Made-up sources: `text` is the only file. Each of `functions` belongs to a library.
    #[cfg(test)]
    pub(crate) fn made_up(text: &str, functions: &[&str]) -> Self {
        let place = |file: &str, function: &str| Place {
            file: file.into(),
            line: 1,
            column: None,
            function: function.to_owned(),
            is_own: file == "main.rs",
        };
        let lines: Arc<[String]> = text.lines().map(str::to_owned).collect();
        let mut places: HashMap<u32, Arc<[Place]>> = HashMap::new();
        for (line, text) in (1..).zip(lines.iter()) {
            for column in 0..=text.len() as u32 {
                let column_of_place = Some(column).filter(|&column| column > 0);
                let place = Place {
                    line,
                    column: column_of_place,
                    ..place("main.rs", "main")
                };
                places.insert(Self::own_address(line, column), vec![place].into());
            }
        }
        for (index, function) in (0..).zip(functions) {
            let place = place("/rustc/library.rs", function);
            places.insert(Self::library_address(index), vec![place].into());
        }
        Self {
            debug_info: None,
            roots: Vec::new(),
            places: Mutex::new(places),
            texts: Mutex::new(HashMap::from([("main.rs".into(), Some(lines))])),
        }
    }

    /// The address of a place in a made-up file. Column 0 means no column.
    #[cfg(test)]
    pub(crate) fn own_address(line: u32, column: u32) -> u32 {
        line * 1000 + column
    }

    /// The address of a made-up library function.
    #[cfg(test)]
    pub(crate) fn library_address(index: u32) -> u32 {
        1_000_000 + index
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sources = f.debug_struct("Sources");
        sources.field("roots", &self.roots).finish_non_exhaustive()
    }
}

/// Reads the debug info of a program.
fn debug_info(program: &Path) -> Result<Context<Reader>, Box<dyn error::Error>> {
    let bytes = fs::read(program)?;
    let file = ElfFile64::<object::LittleEndian>::parse(&*bytes)?;
    let dwarf = Dwarf::load(|id| {
        let section = file.section_by_name(id.name());
        let data = section.map(|section| section.uncompressed_data());
        let data = data.transpose()?.unwrap_or_default();
        Ok::<_, object::Error>(Reader::new(Arc::from(data), gimli::LittleEndian))
    })?;
    Ok(Context::from_dwarf(dwarf)?)
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no thread has panicked")
}

/// The path with links resolved, if there is such a file.
fn real_path(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Whether a file is the user's own: it is below a root, with no folder of libraries between.
fn is_own(file: &Path, roots: &[PathBuf]) -> bool {
    if roots.is_empty() {
        return !file.as_os_str().is_empty() && !is_library(file);
    }
    let mut relative = roots.iter().filter_map(|root| file.strip_prefix(root).ok());
    relative.any(|path| !is_library(path))
}

fn is_library(path: &Path) -> bool {
    let is_folder_of_libraries = |name| matches!(name, ".cargo" | ".rustup" | "rustlib");
    let mut names = path.iter().filter_map(|name| name.to_str());
    path.starts_with("/rustc") || names.any(is_folder_of_libraries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(file: &str, roots: &[&str]) -> bool {
        let roots: Vec<_> = roots.iter().map(PathBuf::from).collect();
        is_own(Path::new(file), &roots)
    }

    #[test]
    fn files_below_a_root_are_own() {
        assert!(own("/course/main.rs", &["/course"]));
        assert!(own("/course/main.rs", &["/course/main.rs"]));
        assert!(!own("/course/main.rs", &["/other"]));
        assert!(!own("", &["/other"]));
    }

    #[test]
    fn libraries_are_own_only_if_a_root_is_inside() {
        let file = "/home/.cargo/registry/src/rayon/lib.rs";
        assert!(!own(file, &["/home"]));
        assert!(!own(file, &[]));
        assert!(own(file, &["/home/.cargo/registry/src/rayon"]));
    }

    #[test]
    fn without_roots_all_but_libraries_is_own() {
        assert!(own("/course/main.rs", &[]));
        assert!(!own("/rustc/0123/library/core/src/cell.rs", &[]));
        assert!(!own(
            "/toolchain/lib/rustlib/src/rust/library/core/src/cell.rs",
            &[]
        ));
        assert!(!own("", &[]));
    }

    #[test]
    fn a_call_is_named_by_what_own_code_has_called() {
        let sources = Sources::made_up("one\ntwo\n", &["atomic_load", "AtomicUsize::load"]);
        let inner = [Sources::library_address(0), Sources::library_address(1)];
        let outer = [Sources::own_address(2, 0), Sources::own_address(1, 0)];
        let frames = [inner, outer].concat();
        assert_eq!(sources.own_place(&frames).map(|place| place.line), Some(2));
        assert_eq!(sources.call(&frames).as_deref(), Some("AtomicUsize::load"));
        assert_eq!(sources.call(&outer), None);
    }

    #[test]
    fn a_missing_file_has_no_text() {
        let sources = Sources::made_up("one\n", &[]);
        assert_eq!(
            sources.text(Path::new("main.rs"), 1).as_deref(),
            Some("one")
        );
        assert_eq!(sources.text(Path::new("main.rs"), 0), None);
        assert_eq!(sources.text(Path::new("main.rs"), 2), None);
        assert_eq!(sources.text(Path::new("/no/such/file.rs"), 1), None);
        assert!(sources.places(77).is_empty());
    }

    #[test]
    fn a_program_that_cannot_be_read_is_an_error() {
        let error = Sources::open(Path::new("/no/such/program"), &[]).err();
        let message = error.expect("an error").to_string();
        assert!(message.starts_with("failed to read the debug info of `/no/such/program`: "));
    }
}
