//! Published versions of real crates, each with a known bug, and the versions that mend them. It
//! needs the network, for cargo fetches the crates.

use std::{fs, path::Path};

use interleave::{
    build::Package,
    explore::{Exploration, Options, explore},
    plan::Time,
    server::Subject,
};

use super::shared::{BUILDER, folder, options};

/// How many interleavings are sampled until the bug must have shown, and how many of the mended
/// version must be clean.
const MOST: u64 = 12_000;
const CLEAN: u64 = 1_000;

fn field(text: &str, name: &str) -> String {
    let start = format!("//! {name}: ");
    let line = text.lines().find_map(|line| line.strip_prefix(&start));
    line.unwrap_or_else(|| panic!("no `{name}` in\n{text}"))
        .trim()
        .to_owned()
}

fn explored(manifest: &Path, options: &Options) -> Exploration {
    let programs = BUILDER.package(&Package::new(manifest));
    let programs = programs.unwrap_or_else(|error| panic!("{}: {error}", manifest.display()));
    let exploration = explore(&Subject::from(&programs[0]), options);
    exploration.unwrap_or_else(|error| panic!("{}: {error}", manifest.display()))
}

/// Copies a package, with another version of the crate that it is about.
fn copy(from: &Path, to: &Path, fails: &str, mended: &str) {
    let text = |name: &str| fs::read_to_string(from.join(name)).expect("it is text");
    let write = |name: &str, text: &str| fs::write(to.join(name), text).expect("there is room");
    fs::create_dir_all(to.join("src")).expect("there is room");
    let manifest = text("Cargo.toml");
    let pinned = format!("\"={fails}\"");
    assert!(manifest.contains(&pinned), "{manifest}");
    write(
        "Cargo.toml",
        &manifest.replace(&pinned, &format!("\"={mended}\"")),
    );
    write("Cargo.lock", &text("Cargo.lock"));
    write("src/main.rs", &text("src/main.rs"));
}

#[test]
#[ignore = "it needs the network, and some minutes"]
fn known_bugs_of_crates_are_found_and_gone_where_they_were_mended() {
    let copies = tempfile::tempdir().expect("there is room");
    let mut misjudged = Vec::new();
    let mut folders: Vec<_> = fs::read_dir(folder("crates"))
        .expect("the crates are there")
        .collect();
    folders.sort_by_key(|folder| folder.as_ref().expect("a folder can be read").path());
    for entry in folders {
        let path = entry.expect("a folder can be read").path();
        if !path.is_dir() {
            continue;
        }
        let name = path
            .file_name()
            .expect("a folder has a name")
            .to_string_lossy()
            .into_owned();
        let head = fs::read_to_string(path.join("src/main.rs")).expect("it is text");
        let (fails, mended) = (field(&head, "Fails"), field(&head, "Mended"));
        let base = |samples| Options {
            time: Time::Order,
            shorten: false,
            ..options(samples, 0)
        };
        let until = Options {
            until_failure: true,
            ..base(MOST)
        };
        let found = explored(&path, &until);
        let kinds: Vec<_> = found
            .ends
            .iter()
            .map(|end| end.ending.kind.word())
            .collect();
        println!("{name}: {kinds:?} after {} interleavings", found.schedules);
        if found.worst().is_none() {
            misjudged.push(format!("{name} {fails}: {kinds:?}"));
        }
        let other = copies.path().join(&name);
        copy(&path, &other, &fails, &mended);
        let clean = explored(&other, &base(CLEAN));
        if let Some(worst) = clean.worst() {
            misjudged.push(format!(
                "{name} {mended}: {} {}",
                worst.ending, worst.interleaving
            ));
        }
    }
    assert_eq!(misjudged, Vec::<String>::new());
}
