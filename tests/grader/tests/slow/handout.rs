//! What `cargo workshop handout` gives to learners.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use scheduler::stages::workspace;

#[test]
fn learners_get_the_workshop_without_its_answers() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("handout");
    hand_out(&out);
    let solutions: Vec<Vec<u8>> = fs::read_dir(workspace().join("tests/corpus/solutions"))
        .unwrap()
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .collect();
    for entry in walk(&out) {
        let bytes = fs::read(&entry).unwrap();
        assert!(!solutions.contains(&bytes), "{}", entry.display());
    }
    let mut cargo = Command::new("cargo");
    cargo
        .args(["metadata", "--offline", "--no-deps", "--format-version=1"])
        .current_dir(&out);
    let metadata = cargo.output().expect("it runs");
    assert!(
        metadata.status.success(),
        "{}",
        String::from_utf8_lossy(&metadata.stderr)
    );
}

/// Each link, and each program of the corpus that a page names.
#[test]
fn the_pages_for_learners_name_only_what_they_have() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("handout");
    hand_out(&out);
    let is_page = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "md");
    for page in walk(&out).into_iter().filter(is_page) {
        let text = fs::read_to_string(&page).unwrap();
        let links = text.split("](").skip(1);
        let links = links.filter_map(|rest| rest.split([')', '#']).next());
        for link in links.filter(|link| !link.starts_with("https://")) {
            let target = page.with_file_name(link);
            assert!(target.exists(), "{}: {link}", page.display());
        }
        let words = text.split(|c: char| c.is_whitespace() || "`:,".contains(c));
        for word in words.filter(|word| word.starts_with("tests/corpus/")) {
            assert!(out.join(word).exists(), "{}: {word}", page.display());
        }
        assert!(!text.contains("INSTRUCTORS"), "{}", page.display());
    }
}

fn hand_out(out: &Path) {
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    let output = workshop.arg("handout").arg("--out").arg(out).output();
    let output = output.expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

/// All files in a folder and in those in it.
pub fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                walk(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}
