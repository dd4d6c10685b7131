//! A module of the grader uses modules only that stand above it in `lib.rs`. So each can be read
//! without those that come after it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use scheduler::stages::workspace;

/// The modules of a crate, in the order in which `lib.rs` declares them.
fn modules(source: &Path) -> Vec<String> {
    let text = fs::read_to_string(source.join("lib.rs")).expect("it is there");
    let names = text.lines().filter_map(|line| {
        let line = line.trim_start_matches("pub ");
        line.strip_prefix("mod ")?.strip_suffix(';')
    });
    names.map(str::to_owned).collect()
}

/// The files of a module.
fn files(source: &Path, module: &str) -> Vec<PathBuf> {
    let mut files = vec![source.join(module).with_extension("rs")];
    let mut folders = vec![source.join(module)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files
}

/// The modules that `text` names behind `crate::`, by themselves or in braces.
fn used(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (place, _) in text.match_indices("crate::") {
        let rest = &text[place + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => used.extend(names_in_braces(list)),
            None => used.extend(name(rest)),
        }
    }
    used
}

/// The first names of the items of a list in braces, of which the first brace is gone.
fn names_in_braces(list: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0;
    let mut is_first = true;
    for (place, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => is_first = true,
            c if is_first && !c.is_whitespace() => {
                names.extend(name(&list[place..]));
                is_first = false;
            }
            _ => {}
        }
    }
    names
}

fn name(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    let name = &text[..end.unwrap_or(text.len())];
    (!name.is_empty()).then(|| name.to_owned())
}

fn assert_layers(package: &str) {
    let source = workspace().join(package).join("src");
    let modules = modules(&source);
    assert!(modules.len() > 5, "{package} has modules");
    for (place, module) in modules.iter().enumerate() {
        for file in files(&source, module) {
            let text = fs::read_to_string(&file).expect("it is there");
            for other in used(&text) {
                let layer = modules.iter().position(|known| *known == other);
                let is_below = layer.is_none_or(|layer| layer <= place);
                assert!(
                    is_below,
                    "{} uses `{other}`, a later module",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn a_module_of_the_grader_uses_earlier_modules_only() {
    assert_layers("tests/grader");
}

#[test]
fn a_name_is_found_by_itself_and_in_braces() {
    let text = "use crate::a;\nuse crate::{\n    b::{self, c},\n    d,\n};\nlet x = crate::e::f();";
    assert_eq!(Vec::from_iter(used(text)), ["a", "b", "d", "e"]);
}
