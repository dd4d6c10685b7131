//! Which files are archives, and the names in them.

/// The name of a folder or an archive, without an archive's extension.
pub fn without_ending(name: &str) -> &str {
    let name = name.strip_suffix(".rs").unwrap_or(name);
    match archive(name) {
        Some((ending, _)) => &name[..name.len() - ending.len()],
        None => name,
    }
}

/// How an archive is read.
#[derive(Clone, Copy)]
pub enum Kind {
    Zip,
    Tar,
    TarGz,
    /// An archive of a kind that we cannot read.
    Other,
}

/// The extension of an archive, and how it is read.
pub type Archive = (&'static str, Kind);

/// A longer extension comes before its end.
const ENDINGS: [Archive; 13] = [
    (".zip", Kind::Zip),
    (".tar.gz", Kind::TarGz),
    (".tgz", Kind::TarGz),
    (".tar", Kind::Tar),
    (".tar.bz2", Kind::Other),
    (".tar.xz", Kind::Other),
    (".tar.zst", Kind::Other),
    (".7z", Kind::Other),
    (".bz2", Kind::Other),
    (".gz", Kind::Other),
    (".rar", Kind::Other),
    (".xz", Kind::Other),
    (".zst", Kind::Other),
];

/// How the file with this name is read, if it is an archive.
pub fn archive(name: &str) -> Option<Archive> {
    let ends = |ending: &str| {
        let start = name.len().checked_sub(ending.len())?;
        name.get(start..)
            .filter(|end| end.eq_ignore_ascii_case(ending))
    };
    ENDINGS
        .into_iter()
        .find(|(ending, _)| ends(ending).is_some())
}

/// The path of an entry inside its archive, or the reason why the entry is not read.
pub fn inside(name: &str) -> Result<String, &'static str> {
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
