//! Each format is read back with a parser of that format, or compared with its host's
//! documentation.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::*;
use crate::{
    book::tests::{error, with_book},
    results::{Row, Status, Verdict, tests::row},
};

/// A hostile text that might break a format.
const HOSTILE: &str =
    "=HYPERLINK(\"http://x\") ]]> <script>alert(1)</script> \u{1b}[2J ```` ' \" , ; \\";

fn class() -> Vec<Row> {
    let missing = std::sync::Arc::new(Verdict::missing());
    vec![
        row("ada", "a", Status::Solved, "joined"),
        row("ada", "b", Status::Unsolved, "serial"),
        row("bob", "a", Status::Unsolved, "does-not-build"),
        Row {
            verdict: missing,
            sha256: None,
            file: None,
            points: Some(0.0),
            ..row("bob", "b", Status::Missing, "")
        },
    ]
}

fn hostile() -> Vec<Row> {
    let mut verdict = Verdict::clone(&row("x", "a", Status::Unsolved, "wrong-output").verdict);
    verdict.message = HOSTILE.into();
    verdict.text = format!("{HOSTILE}\n{HOSTILE}");
    let verdict = std::sync::Arc::new(verdict);
    let names = [
        HOSTILE,
        "Lovelace, Ada\nEve",
        "../../etc/passwd",
        "+1",
        "@sum",
    ];
    names
        .map(|name| Row {
            verdict: verdict.clone(),
            ..row(name, "a", Status::Unsolved, "")
        })
        .into()
}

/// The text of the format for the student at `place`.
fn for_student(rows: Vec<Row>, place: usize, of: Writer) -> Result<String, String> {
    with_book(rows, |book| of(&book.students[place], book))
}

fn parsed(rows: Vec<Row>, place: usize, of: Writer) -> Value {
    serde_json::from_str(&for_student(rows, place, of).unwrap()).unwrap()
}

fn table(rows: Vec<Row>) -> Vec<Vec<String>> {
    let bytes = with_book(rows, |book| csv::of(book).unwrap());
    let bytes = bytes
        .strip_prefix("\u{feff}".as_bytes())
        .expect("spreadsheets need the mark");
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    reader
        .records()
        .map(|line| line.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn csv_has_a_line_a_student_and_two_columns_an_exercise() {
    let expected = [
        "student,points,of,a points,a finding,b points,b finding",
        "ada,1,2,1,joined,0,serial",
        "bob,0,2,0,does-not-build,0,missing",
    ];
    let lines: Vec<String> = table(class()).iter().map(|line| line.join(",")).collect();
    assert_eq!(lines, expected);
}

#[test]
fn csv_has_no_total_where_the_grader_has_failed() {
    let table = table(vec![
        row("ada", "a", Status::Solved, "joined"),
        error("ada", "b"),
    ]);
    assert_eq!(table[1], ["ada", "", "2", "1", "joined", "", "error"]);
}

#[test]
fn no_cell_of_the_csv_is_a_formula() {
    for line in &table(hostile())[1..] {
        assert_eq!(line.len(), 7, "{line:?}");
        let computes = |cell: &String| cell.starts_with(['=', '+', '@', '-']);
        assert!(!line.iter().any(computes), "{line:?}");
    }
}

#[test]
fn junit_is_read_back_by_its_own_reader() {
    let xml = String::from_utf8(with_book(class(), |book| junit::of(book).unwrap())).unwrap();
    let report = quick_junit::Report::deserialize_from_str(&xml).unwrap();
    let suites = report.test_suites.iter();
    let suites: Vec<_> = suites
        .map(|suite| {
            (
                suite.name.as_str(),
                suite.tests,
                suite.failures,
                suite.errors,
            )
        })
        .collect();
    assert_eq!(suites, [("ada", 2, 1, 0), ("bob", 2, 2, 0)]);
    assert!(xml.contains("type=\"serial\""), "{xml}");
    let outermost = xml.lines().nth(1).unwrap();
    assert_eq!(
        outermost,
        "<testsuites name=\"class\" tests=\"4\" failures=\"3\" errors=\"0\">"
    );
}

#[test]
fn junit_holds_whatever_a_text_is() {
    let xml = String::from_utf8(with_book(hostile(), |book| junit::of(book).unwrap())).unwrap();
    let report = quick_junit::Report::deserialize_from_str(&xml).unwrap();
    assert_eq!(report.test_suites.len(), 5);
    assert!(
        !xml.contains("<script>") && !xml.contains('\u{1b}'),
        "{xml}"
    );
}

#[test]
fn gradescope_gets_a_test_an_exercise() {
    let results = parsed(class(), 0, gradescope::of);
    assert_eq!(results["score"], json!(1.0));
    assert_eq!(results["tests"][0]["status"], "passed");
    assert_eq!(
        results["tests"][1],
        json!({
            "name": "b",
            "score": 0.0,
            "max_score": 1.0,
            "status": "failed",
            "output": "b: serial\n",
            "output_format": "text",
            "visibility": "visible",
            "tags": ["serial"],
        })
    );
}

#[test]
fn classroom_50_gets_whole_numbers() {
    let result = parsed(class(), 0, classroom50::of);
    assert_eq!(
        (&result["score"], &result["max-score"]),
        (&json!(1), &json!(2))
    );
    let mut halves = class();
    halves[1].points = Some(0.5);
    let result = parsed(halves, 0, classroom50::of);
    assert_eq!(
        (&result["score"], &result["max-score"]),
        (&json!(150), &json!(200))
    );
    assert_eq!(result["schema"], "classroom50/result/v1");
    assert_eq!(result["tests"][1]["passed"], json!(false));
}

#[test]
fn autolab_gets_one_line() {
    let text = for_student(class(), 0, autolab::of).unwrap();
    assert_eq!(
        text,
        "{\"scoreboard\":[1.0],\"scores\":{\"a\":1.0,\"b\":0.0}}\n"
    );
}

#[test]
fn exercism_gets_version_3() {
    let result = parsed(class(), 0, exercism::of);
    assert_eq!(
        (&result["version"], &result["status"]),
        (&json!(3), &json!("fail"))
    );
    assert_eq!(
        result["tests"][0],
        json!({ "name": "a", "status": "pass", "message": null, "test_code": "cargo workshop check a", "task_id": 1 })
    );
    let result = parsed(
        vec![row("ada", "a", Status::Solved, "joined")],
        0,
        exercism::of,
    );
    assert_eq!(result["status"], "pass");
    let result = parsed(class(), 1, exercism::of);
    assert_eq!(
        (&result["status"], &result["message"]),
        (&json!("error"), &json!("a: does-not-build\n"))
    );
}

#[test]
fn what_exercism_takes_has_a_limit() {
    let mut long = row("ada", "a", Status::Unsolved, "does-not-build");
    std::sync::Arc::make_mut(&mut long.verdict).text = "é".repeat(100_000);
    let result = parsed(vec![long], 0, exercism::of);
    assert_eq!(result["message"].as_str().unwrap().chars().count(), 65_535);
}

#[test]
fn github_gets_json_in_base_64() {
    let text = for_student(class(), 0, github::of).unwrap();
    let bytes = BASE64_STANDARD.decode(text.trim()).unwrap();
    let result: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(
        (&result["status"], &result["max_score"]),
        (&json!("fail"), &json!(2.0))
    );
    let scores = result["tests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|test| test["score"].as_f64().unwrap());
    assert_eq!(scores.sum::<f64>(), 1.0);
    assert_eq!(result["tests"][1]["line_no"], json!(7));
}

#[test]
fn no_host_gets_a_number_where_the_grader_has_failed() {
    let rows = || vec![row("ada", "a", Status::Solved, "joined"), error("ada", "b")];
    for of in [gradescope::of, classroom50::of, autolab::of] {
        let why = for_student(rows(), 0, of).unwrap_err();
        assert!(why.contains("no disk"), "{why}");
    }
    let folder = tempfile::tempdir().unwrap();
    let handed = Files {
        folder: folder.path().to_owned(),
    };
    let path = Format::Gradescope
        .path(folder.path(), "ada")
        .join("results.json");
    with_book(class(), |book| {
        Format::Gradescope
            .write(book, &handed, folder.path())
            .unwrap()
    });
    assert!(path.exists());
    let without = with_book(rows(), |book| {
        Format::Gradescope
            .write(book, &handed, folder.path())
            .unwrap()
    });
    assert!(!path.exists(), "the numbers of an earlier run are gone");
    assert_eq!(without.len(), 1);
}

fn feedback(rows: Vec<Row>, place: usize) -> String {
    with_book(rows, |book| markdown::of(&book.students[place], book))
}

#[test]
fn a_student_reads_what_is_wrong_and_where_to_go_on() {
    let text = feedback(class(), 0);
    for part in [
        "# ada",
        "Points: 1 of 2. Solved exercises: 1 of 2.",
        "## a: solved (points: 1 of 1)\n\nFile: a.rs\n",
        "**serial**: it is serial",
        "stage4-joined/README.md",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("bob"), "{text}");
}

#[test]
fn what_was_not_handed_in_is_one_sentence() {
    let missing = |exercise| Row {
        verdict: std::sync::Arc::new(Verdict::missing()),
        sha256: None,
        file: None,
        ..row("ada", exercise, Status::Missing, "")
    };
    assert_eq!(
        feedback(vec![missing("a"), missing("b")], 0),
        "# ada\n\nPoints: 0 of 2. Solved exercises: 0 of 2.\n\nNot handed in: a, b.\n"
    );
}

#[test]
fn an_error_is_said_to_be_no_fault_of_the_student() {
    let text = feedback(vec![error("ada", "a")], 0);
    assert!(
        text.contains("no points are lost") && !text.contains("Points:"),
        "{text}"
    );
}

#[test]
fn no_text_leaves_its_fence_or_is_taken_for_html() {
    for place in 0..hostile().len() {
        let text = feedback(hostile(), place);
        let fence = text.lines().find(|line| line.starts_with("```")).unwrap();
        assert!(
            fence.starts_with("`````"),
            "it is longer than the four in the text: {fence}"
        );
        let outside: Vec<&str> = text.split("`````").step_by(2).collect();
        assert!(!outside.concat().contains("<script>"), "{text}");
    }
}

#[test]
fn each_format_has_a_name_that_is_read_back() {
    for format in Format::ALL {
        assert_eq!(format.name().parse(), Ok(format));
    }
    assert!("xml".parse::<Format>().unwrap_err().contains("junit"));
}
