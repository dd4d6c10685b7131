use super::*;
use crate::{
    book::tests::{error, with_book},
    results::tests::row,
};

fn page(rows: Vec<Row>) -> String {
    let folder = tempfile::tempdir().unwrap();
    with_book(rows, |book| {
        of(
            book,
            &Files {
                folder: folder.path().to_owned(),
            },
        )
    })
}

#[test]
fn a_place_in_the_grid_leads_to_what_was_said() {
    let page = page(vec![
        row("ada", "a", Status::Unsolved, "serial"),
        row("bob", "a", Status::Solved, "joined"),
    ]);
    let link = page
        .split("href=\"#said-")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let said = page.split(&format!("id=\"said-{link}\"")).nth(1).unwrap();
    assert!(said.contains("it is serial"), "{page}");
}

#[test]
fn what_a_thousand_have_handed_in_is_there_once() {
    let rows = (0..1000).map(|n| row(&format!("student {n:04}"), "a", Status::Unsolved, "serial"));
    let page = page(rows.collect());
    assert_eq!(page.matches("<section class=\"said\"").count(), 1);
    assert_eq!(page.matches("<tr><th scope=\"row\">").count(), 1000);
}

#[test]
fn what_was_said_names_each_student_and_file() {
    let rows = ["ada", "bob"].map(|student| Row {
        file: Some(format!("{student}/a.rs")),
        ..row(student, "a", Status::Unsolved, "serial")
    });
    let page = page(rows.into());
    let said = page.split("<section class=\"said\"").nth(1).unwrap();
    for name in ["ada: ada/a.rs", "bob: bob/a.rs"] {
        assert!(said.contains(name), "{name}: {said}");
    }
}

#[test]
fn files_without_a_digest_are_told_apart() {
    let rows = ["ada", "bob"].map(|student| Row {
        sha256: None,
        ..error(student, "a")
    });
    let page = page(rows.into());
    assert_eq!(page.matches("<section class=\"said\"").count(), 2);
}

#[test]
fn each_student_has_a_link_to_their_page() {
    let page = page(vec![row("ada é", "a", Status::Solved, "joined")]);
    let link = page.split("href=\"feedback/").nth(1).unwrap();
    assert!(
        link.starts_with("ada.%25C3%25A9-") && link.contains(".md\">ada é</a>"),
        "{link}"
    );
}

#[test]
fn findings_with_the_same_initials_have_different_letters() {
    let rows = ["serial", "sleeps", "sleeps-a"].map(|finding| Row {
        sha256: Some(finding.into()),
        ..row(finding, "a", Status::Unsolved, finding)
    });
    with_book(rows.into(), |book| {
        let letters = Letters::of(book);
        let all: std::collections::BTreeSet<&str> =
            letters.all().map(|(_, letter, ..)| letter).collect();
        assert_eq!(all.len(), 3, "{all:?}");
    });
}

#[test]
fn a_finding_that_solves_one_exercise_is_a_mistake_in_another() {
    let page = page(vec![
        row("ada", "a", Status::Solved, "serial"),
        row("ada", "b", Status::Unsolved, "serial"),
        row("bob", "a", Status::Unsolved, "joined"),
        row("bob", "b", Status::Solved, "joined"),
    ]);
    let (grid, legend) = page.split_once("<ul class=\"legend\">").unwrap();
    let cells = grid.split("<td class=\"").skip(1);
    let cells = cells.filter_map(|cell| {
        let (class, cell) = cell.split_once("\"")?;
        let letter = cell.split(['>', '<']).nth(3)?;
        (class != "points").then_some((class, letter))
    });
    let expected = [
        ("solved", "✓"),
        ("wrong wrong-0", "S"),
        ("wrong wrong-1", "J"),
        ("solved", "✓"),
    ];
    assert_eq!(cells.collect::<Vec<_>>(), expected, "{grid}");
    for result in [
        "✓</span> solved (2)",
        "S</span> serial (1)",
        "J</span> joined (1)",
    ] {
        assert!(legend.contains(result), "{result}: {legend}");
    }
}

#[test]
fn errors_come_first_and_count_no_points() {
    let page = page(vec![
        error("ada", "a"),
        row("ada", "b", Status::Solved, "joined"),
    ]);
    assert!(page.find("Could not be graded").unwrap() < page.find("Who has solved what").unwrap());
    assert!(page.contains("<td class=\"points\">?</td>"), "{page}");
}

#[test]
fn no_text_gets_into_the_page_unescaped() {
    let evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'";
    let mut row = Row {
        student: evil.into(),
        ..row("x", "a", Status::Unsolved, "serial")
    };
    let verdict = std::sync::Arc::make_mut(&mut row.verdict);
    (verdict.message, verdict.text) = (evil.into(), evil.into());
    (verdict.schedule, verdict.finding) = (Some(evil.into()), Some(evil.into()));
    let page = page(vec![row]);
    assert_eq!(page.matches("<script").count(), 1, "the page's own");
    assert!(!page.contains("<img"), "{page}");
}

#[test]
fn the_page_needs_nothing_else_and_runs_no_script_but_its_own() {
    let page = page(vec![row("ada", "a", Status::Solved, "joined")]);
    assert!(
        !page.contains("http://") && !page.contains("https://") && !page.contains("src="),
        "{page}"
    );
    assert!(
        page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"),
        "{page}"
    );
}

#[test]
fn a_file_as_it_was_handed_out_is_no_mistake_to_talk_about() {
    let starter = Row {
        sha256: Some(files::sha256(b"fn main() {}\n")),
        ..row("ada", "a", Status::Unsolved, "serial")
    };
    let page = page(vec![starter, row("bob", "a", Status::Unsolved, "no-wait")]);
    let talk = page.split("What to talk about").nth(1).unwrap();
    let talk = talk.split("Who is stuck").next().unwrap();
    assert!(talk.contains("As it was handed out: 1."), "{talk}");
    assert!(
        talk.contains("no-wait") && !talk.contains("serial"),
        "{talk}"
    );
}
