//! Large classes, and classes that are killed. They take minutes.

use super::*;

/// `count` students with three exercises each, of which there are 50 distinct files.
fn large(count: usize) -> (Class, Vec<String>) {
    let class = Class::new();
    let mut expected = Vec::new();
    for exercise in ["join_handles", "last_sender", "lost_update"] {
        let programs = known(exercise);
        for student in 0..count {
            let file = student % 50;
            let (program, finding) = &programs[file % programs.len()];
            let program = format!("{program}\n// Version {file}.\n");
            class.hand_in(&format!("student {student:04}"), exercise, program);
            expected.push(format!("student {student:04}, {exercise}: {finding}"));
        }
    }
    expected.sort();
    (class, expected)
}

/// Programs for `exercise` whose findings are known.
fn known(exercise: &str) -> Vec<(String, String)> {
    let corpus = workspace().join("tests/corpus");
    let mut known = Vec::new();
    for file in walk(&corpus.join(exercise)) {
        let text = fs::read_to_string(&file).unwrap();
        let finding = grader::head_comment::stated_finding(&text);
        let finding = finding.unwrap_or_else(|| panic!("{}", file.display()));
        known.push((text, finding.to_string()));
    }
    let solution = corpus.join("solutions").join(exercise);
    let solution = fs::read_to_string(solution.with_extension("rs")).unwrap();
    known.push((solution, "joined".to_owned()));
    known.sort();
    known
}

/// The figures of the page for instructors, and whether all rows are right.
#[test]
#[ignore = "it takes some minutes"]
fn a_thousand_students_get_their_rows() {
    for count in [100, 300, 1000] {
        let (class, expected) = large(count);
        let start = Instant::now();
        let mut child = class
            .command(&[])
            .stdout(Stdio::null())
            .spawn()
            .expect("it runs");
        let mut most = 0;
        while child.try_wait().expect("it can be asked").is_none() {
            most = most.max(memory(child.id()));
            thread::sleep(Duration::from_millis(50));
        }
        let seconds = start.elapsed().as_secs_f64();
        let files = 150.min(3 * count);
        let rate = files as f64 / seconds;
        println!(
            "{count} students: {seconds:.1} s, {rate:.2} distinct files a second, {most} KiB of memory"
        );
        let again = Instant::now();
        class.grade(&[]);
        println!(
            "{count} students once more: {:.1} s",
            again.elapsed().as_secs_f64()
        );
        let wrong: Vec<_> = class
            .found()
            .into_iter()
            .zip(expected)
            .filter(|(found, known)| found != known)
            .collect();
        assert_eq!(wrong, [], "{count} students");
    }
}

/// How much memory a process has, in KiB.
fn memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

/// Killed at ten moments, from its start to its end, and started again: the rows are those of a run
/// that was not killed.
#[test]
#[ignore = "it takes some minutes"]
fn a_class_that_was_killed_at_any_moment_ends_with_the_same_rows() {
    const STUDENTS: usize = 8;
    let (whole, expected) = large(STUDENTS);
    let start = Instant::now();
    whole.grade(&[]);
    let whole_time = start.elapsed();
    assert_eq!(whole.found(), expected);
    for tenth in 0..10 {
        let (class, _) = large(STUDENTS);
        let mut command = class.command(&[]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("it runs");
        thread::sleep(whole_time.mul_f64((f64::from(tenth) + 0.5) / 10.0));
        child.kill().expect("it is ours");
        child.wait().expect("it is ours");
        let before = fs::read(class.out().join(FILE)).unwrap_or_default();
        let rows = before.iter().filter(|&&byte| byte == b'\n').count();
        let output = class.grade(&[]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        assert_eq!(class.found(), expected, "killed after {rows} rows");
        println!("killed after {rows} rows: the same rows");
    }
}
