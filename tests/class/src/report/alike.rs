//! Finds students whose files are the same, or nearly the same.
//!
//! A file is compared by its tokens: without comments, spaces and the names that its author chose.
//! Each sequence of `RUN` tokens is a fingerprint. Fingerprints that the starter has too, or that
//! many files have, are ignored. Two files are alike if they share most of the other fingerprints.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proc_macro2::{TokenStream, TokenTree};

use super::Files;
use crate::{Exercise, book::Book, files};

/// Students whose files are alike.
#[derive(Debug, PartialEq, Eq)]
pub struct Group {
    pub exercise: String,
    pub how: String,
    pub students: Vec<String>,
}

/// How many tokens a fingerprint covers.
const RUN: usize = 8;

/// How many fingerprints of its own a file must have to be compared.
const LEAST: usize = 12;

/// From this share of common fingerprints on, in hundredths, two files are alike.
const ALIKE: usize = 80;

/// A fingerprint is common if more than one in this many files has it.
const COMMON: usize = 8;

type Prints = HashSet<u64>;

/// The groups of students whose files are the same, and the pairs whose files are nearly the same.
pub fn groups(book: &Book, handed: &Files) -> Vec<Group> {
    let of = |(column, exercise): (usize, &&Exercise)| in_exercise(book, column, exercise, handed);
    book.exercises.iter().enumerate().flat_map(of).collect()
}

fn in_exercise(book: &Book, column: usize, exercise: &Exercise, handed: &Files) -> Vec<Group> {
    let starter = files::sha256(&exercise.starter);
    let mut by_file: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for student in &book.students {
        let sha256 = student.rows[column].and_then(|row| row.sha256.as_deref());
        // A student who hands in the starter has not copied it from another student.
        if let Some(sha256) = sha256.filter(|sha256| *sha256 != starter) {
            by_file.entry(sha256).or_default().push(student.name);
        }
    }
    let same = by_file
        .values()
        .filter(|students| students.len() > 1)
        .map(|students| Group {
            exercise: exercise.name.clone(),
            how: "the same file".to_owned(),
            students: students.iter().map(|name| (*name).to_owned()).collect(),
        });
    let mut groups: Vec<Group> = same.collect();
    groups.extend(nearly_same(exercise, &by_file, handed));
    groups
}

fn nearly_same<'a>(
    exercise: &'a Exercise,
    by_file: &'a BTreeMap<&str, Vec<&str>>,
    handed: &Files,
) -> impl Iterator<Item = Group> + 'a {
    let ending = exercise.file.rsplit('.').next().unwrap_or_default();
    let text = |sha256: &str| {
        std::fs::read_to_string(handed.folder.join(sha256).with_extension(ending)).ok()
    };
    let texts = by_file
        .keys()
        .filter_map(|sha256| Some((*sha256, text(sha256)?)));
    let own = own_prints(&String::from_utf8_lossy(&exercise.starter), texts.collect());
    pairs(&own).into_iter().map(move |(a, b, share)| {
        let students: BTreeSet<&str> = by_file[a].iter().chain(&by_file[b]).copied().collect();
        Group {
            exercise: exercise.name.clone(),
            how: format!("{share} % alike"),
            students: students.into_iter().map(str::to_owned).collect(),
        }
    })
}

/// The fingerprints of each file that neither the starter nor many other files have. A file with
/// too few of them is left out.
fn own_prints<'a>(starter: &str, texts: Vec<(&'a str, String)>) -> BTreeMap<&'a str, Prints> {
    let starter = prints(starter);
    let all: Vec<(&str, Prints)> = texts
        .iter()
        .map(|(name, text)| (*name, prints(text)))
        .collect();
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for print in all.iter().flat_map(|(_, prints)| prints) {
        *counts.entry(*print).or_default() += 1;
    }
    let most = (all.len() / COMMON).max(2);
    let is_own = |print: &u64| !starter.contains(print) && counts[print] <= most;
    let own = all
        .into_iter()
        .map(|(name, prints)| (name, prints.into_iter().filter(is_own).collect::<Prints>()));
    own.filter(|(_, prints)| prints.len() >= LEAST).collect()
}

/// The pairs of files that are alike, with the share in hundredths. Only files with a common
/// fingerprint are compared.
fn pairs<'a>(own: &BTreeMap<&'a str, Prints>) -> Vec<(&'a str, &'a str, usize)> {
    let mut holders: HashMap<u64, Vec<&'a str>> = HashMap::new();
    for (name, prints) in own {
        for print in prints {
            holders.entry(*print).or_default().push(name);
        }
    }
    let mut common: BTreeMap<(&'a str, &'a str), usize> = BTreeMap::new();
    for names in holders.values() {
        for (place, a) in names.iter().enumerate() {
            for b in &names[place + 1..] {
                *common.entry((a, b)).or_default() += 1;
            }
        }
    }
    let share = |((a, b), common): ((&'a str, &'a str), usize)| {
        let all = own[a].len() + own[b].len() - common;
        (a, b, 100 * common / all)
    };
    let mut alike: Vec<_> = common.into_iter().map(share).collect();
    alike.retain(|(_, _, share)| *share >= ALIKE);
    alike.sort_by_key(|(_, _, share)| std::cmp::Reverse(*share));
    alike
}

/// The fingerprints of a program. Empty if it cannot be split into tokens.
fn prints(text: &str) -> Prints {
    let mut tokens = Vec::new();
    if let Ok(stream) = text.parse::<TokenStream>() {
        flatten(stream, &mut tokens);
    }
    let digest = |run: &[String]| {
        let digest = files::sha256(run.join(" ").as_bytes());
        u64::from_str_radix(&digest[..16], 16).expect("it is hexadecimal")
    };
    tokens.windows(RUN).map(digest).collect()
}

fn flatten(stream: TokenStream, tokens: &mut Vec<String>) {
    for token in stream {
        match token {
            TokenTree::Group(group) => {
                let [open, close] = match group.delimiter() {
                    proc_macro2::Delimiter::Parenthesis => ["(", ")"],
                    proc_macro2::Delimiter::Brace => ["{", "}"],
                    proc_macro2::Delimiter::Bracket => ["[", "]"],
                    proc_macro2::Delimiter::None => ["", ""],
                };
                tokens.push(open.to_owned());
                flatten(group.stream(), tokens);
                tokens.push(close.to_owned());
            }
            TokenTree::Ident(name) => tokens.push(kept(&name.to_string())),
            TokenTree::Punct(mark) => tokens.push(mark.to_string()),
            TokenTree::Literal(_) => tokens.push("literal".to_owned()),
        }
    }
}

/// A keyword of the language, or a placeholder for a name.
fn kept(name: &str) -> String {
    const WORDS: [&str; 20] = [
        "break", "continue", "else", "fn", "for", "if", "impl", "in", "let", "loop", "match",
        "move", "mut", "ref", "return", "static", "struct", "unsafe", "use", "while",
    ];
    if WORDS.contains(&name) {
        name.to_owned()
    } else {
        "name".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "fn main() { let x = 1; for i in 0..x { if i > 2 { work(i); } else { rest(&mut x, [i, x]); } } while x < 7 { x += step(x)?; } }";

    fn alike(texts: &[(&'static str, &str)]) -> Vec<(&'static str, &'static str)> {
        let texts = texts
            .iter()
            .map(|(name, text)| (*name, (*text).to_owned()))
            .collect();
        let own = own_prints("fn main() {}", texts);
        pairs(&own).into_iter().map(|(a, b, _)| (a, b)).collect()
    }

    #[test]
    fn other_names_spaces_and_comments_make_no_other_file() {
        let renamed = A
            .replace('x', "count")
            .replace(';', ";  // what I think\n")
            .replace("work", "labour");
        assert_eq!(alike(&[("a", A), ("b", &renamed)]), [("a", "b")]);
    }

    #[test]
    fn another_program_is_not_alike() {
        let other = "fn main() { match read() { Some(x) => loop { if done(x) { break; } }, None => return, } let y = |z| z * 2; print(y(3), [1, 2]); }";
        assert_eq!(alike(&[("a", A), ("b", other)]), []);
    }

    #[test]
    fn what_many_have_tells_nothing() {
        let copies: Vec<(&'static str, &str)> = ["a", "b", "c", "d"].map(|name| (name, A)).into();
        assert_eq!(alike(&copies), []);
    }

    #[test]
    fn what_is_no_program_is_left_out() {
        assert_eq!(
            alike(&[
                ("a", "fn main() { \"unclosed }"),
                ("b", "fn main() { \"unclosed }")
            ]),
            []
        );
    }
}
