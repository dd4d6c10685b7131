//! Finds students whose files are the same, or nearly the same.
//!
//! A file is compared by its tokens: without comments, spaces and the names that its author chose.
//! Files with the same tokens are one program. Each sequence of `RUN` tokens is a fingerprint.
//! Fingerprints that the starter has too, or that many programs have, are ignored. Two programs are
//! alike if they share most of the other fingerprints.

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

/// A fingerprint is common if more than one in this many programs has it, and more than a few.
const COMMON: usize = 8;

/// So many have copied from one another in a small class.
const FEW: usize = 5;

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

/// Files that are the same but for names, spaces and comments, and pairs of files that are nearly so.
fn nearly_same(
    exercise: &Exercise,
    by_file: &BTreeMap<&str, Vec<&str>>,
    handed: &Files,
) -> Vec<Group> {
    let ending = exercise.file.rsplit('.').next().unwrap_or_default();
    let text = |sha256: &str| {
        std::fs::read_to_string(handed.folder.join(sha256).with_extension(ending)).ok()
    };
    let texts = by_file
        .keys()
        .filter_map(|sha256| Some((*sha256, text(sha256)?)));
    let starter = String::from_utf8_lossy(&exercise.starter);
    let programs = programs(&starter, texts.collect());
    let group = |files: &[&str], how: String| {
        let students = files.iter().flat_map(|file| &by_file[file]).copied();
        let students: BTreeSet<&str> = students.collect();
        Group {
            exercise: exercise.name.clone(),
            how,
            students: students.into_iter().map(str::to_owned).collect(),
        }
    };
    let same = programs.iter().filter(|program| program.files.len() > 1);
    let how = "the same but for names, spaces and comments";
    let mut groups: Vec<Group> = same
        .map(|program| group(&program.files, how.to_owned()))
        .collect();
    groups.extend(pairs(&programs).into_iter().map(|(a, b, share)| {
        let files = [&*programs[a].files, &*programs[b].files].concat();
        group(&files, format!("{share} % alike"))
    }));
    groups
}

/// Files with the same tokens.
struct Program<'a> {
    files: Vec<&'a str>,
    /// The fingerprints that neither the starter nor many other programs have.
    prints: Prints,
}

/// The programs in `texts`. If a program has hardly anything that the starter has not, it is left
/// out.
fn programs<'a>(starter: &str, texts: Vec<(&'a str, String)>) -> Vec<Program<'a>> {
    let starter = prints(&tokens(starter));
    let mut files: BTreeMap<Vec<String>, Vec<&str>> = BTreeMap::new();
    for (file, text) in &texts {
        files.entry(tokens(text)).or_default().push(file);
    }
    let program = |(tokens, files): (Vec<String>, _)| Program {
        files,
        prints: &prints(&tokens) - &starter,
    };
    let mut programs: Vec<Program> = files.into_iter().map(program).collect();
    programs.retain(|program| program.prints.len() >= LEAST);
    // However many have copied a program, its fingerprints count once.
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for print in programs.iter().flat_map(|program| &program.prints) {
        *counts.entry(*print).or_default() += 1;
    }
    let most = (programs.len() / COMMON).max(FEW);
    for program in &mut programs {
        program.prints.retain(|print| counts[print] <= most);
    }
    programs
}

/// The pairs of programs that are alike, by their places, with the share in hundredths. Only programs
/// with a common fingerprint are compared.
fn pairs(programs: &[Program]) -> Vec<(usize, usize, usize)> {
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    for (place, program) in programs.iter().enumerate() {
        if program.prints.len() >= LEAST {
            for print in &program.prints {
                holders.entry(*print).or_default().push(place);
            }
        }
    }
    let mut common: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for places in holders.values() {
        for (index, a) in places.iter().enumerate() {
            for b in &places[index + 1..] {
                *common.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    let share = |((a, b), common): ((usize, usize), usize)| {
        let all = programs[a].prints.len() + programs[b].prints.len() - common;
        (a, b, 100 * common / all)
    };
    let mut alike: Vec<_> = common.into_iter().map(share).collect();
    alike.retain(|(_, _, share)| *share >= ALIKE);
    alike.sort_by_key(|(_, _, share)| std::cmp::Reverse(*share));
    alike
}

/// The fingerprints of a program.
fn prints(tokens: &[String]) -> Prints {
    let digest = |run: &[String]| {
        let digest = files::sha256(run.join(" ").as_bytes());
        u64::from_str_radix(&digest[..16], 16).expect("it is hexadecimal")
    };
    tokens.windows(RUN).map(digest).collect()
}

/// The tokens of a program. Empty if it cannot be split into tokens.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    // A documentation comment would be a token.
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code: Vec<&str> = text.lines().filter(is_code).collect();
    if let Ok(stream) = code.join("\n").parse::<TokenStream>() {
        flatten(stream, &mut tokens);
    }
    tokens
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

    /// The names of files with the same tokens, and of files that are nearly the same.
    fn alike<'a>(texts: &[(&'a str, &str)]) -> (Vec<Vec<&'a str>>, Vec<[&'a str; 2]>) {
        let texts = texts.iter().map(|(name, text)| (*name, (*text).to_owned()));
        let programs = programs("fn main() {}", texts.collect());
        let pairs = pairs(&programs).into_iter();
        let pairs = pairs.map(|(a, b, _)| {
            let mut pair = [programs[a].files[0], programs[b].files[0]];
            pair.sort();
            pair
        });
        let pairs = pairs.collect();
        let same = programs.into_iter().map(|program| program.files);
        (same.filter(|files| files.len() > 1).collect(), pairs)
    }

    /// `A` with another statement at its end.
    fn with(statement: &str) -> String {
        A.strip_suffix('}').unwrap().to_owned() + statement + " }"
    }

    #[test]
    fn other_names_spaces_and_comments_make_no_other_file() {
        let renamed = A
            .replace('x', "count")
            .replace(';', ";  // what I think\n/// and what I do\n")
            .replace("work", "labour");
        assert_eq!(
            alike(&[("a", A), ("b", &renamed)]),
            (vec![vec!["a", "b"]], vec![])
        );
    }

    #[test]
    fn another_program_is_not_alike() {
        let other = "fn main() { match read() { Some(x) => loop { if done(x) { break; } }, None => return, } let y = |z| z * 2; print(y(3), [1, 2]); }";
        assert_eq!(alike(&[("a", A), ("b", other)]), (vec![], vec![]));
    }

    #[test]
    fn several_copies_are_found_in_a_small_class() {
        let [b, c] = ["rest(1);", "if done { return; }"].map(with);
        let class = [("a", A), ("also a", A), ("b", &b), ("c", &c)];
        let pairs = vec![["a", "b"], ["a", "c"], ["b", "c"]];
        let mut found = alike(&class);
        found.1.sort();
        assert_eq!(found, (vec![vec!["a", "also a"]], pairs));
    }

    #[test]
    fn what_many_have_tells_nothing() {
        let texts: Vec<String> = (0..9).map(|n| with(&"rest();".repeat(n))).collect();
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        let class = names.into_iter().zip(texts.iter().map(String::as_str));
        assert_eq!(alike(&class.collect::<Vec<_>>()).1.len(), 0);
    }

    #[test]
    fn what_is_no_program_is_left_out() {
        assert_eq!(
            alike(&[
                ("a", "fn main() { \"unclosed }"),
                ("b", "fn main() { \"unclosed }")
            ]),
            (vec![], vec![])
        );
    }
}
