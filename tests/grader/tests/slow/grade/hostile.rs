//! Submissions that want something else than to be graded.

use std::io::{Cursor, Write};

/// What each of them does before its work. SECRET is a file of the instructor's, CLASS, OUT and
/// WORKSPACE are the folders of the submissions, the results and the workshop, and PROCESS is the
/// test's own.
pub const PROGRAMS: [(&str, &str); 24] = [
    (
        "reads a secret",
        r#"println!("{:?}", fs::read_to_string("SECRET"));"#,
    ),
    (
        "compiles a secret",
        r#"println!("{}", include_str!("SECRET"));"#,
    ),
    (
        "compiles an error",
        r#"compile_error!(include_str!("SECRET"));"#,
    ),
    (
        "reads the others",
        r#"for entry in fs::read_dir("CLASS").unwrap() { println!("{entry:?}"); }"#,
    ),
    (
        "reads the roster",
        r#"println!("{:?}", fs::read_to_string("CLASS/../roster.csv"));"#,
    ),
    (
        "reads the results",
        r#"println!("{:?}", fs::read_to_string("OUT/results.jsonl"));"#,
    ),
    (
        "writes the results",
        r#"println!("{:?}", fs::write("OUT/results.jsonl", "forged"));"#,
    ),
    (
        "removes the results",
        r#"println!("{:?}", fs::remove_dir_all("OUT"));"#,
    ),
    (
        "removes the class",
        r#"println!("{:?}", fs::remove_dir_all("CLASS"));"#,
    ),
    (
        "changes modes",
        r#"let mode = fs::metadata("/").unwrap().permissions(); println!("{:?}", fs::set_permissions("OUT", mode));"#,
    ),
    (
        "links out",
        r#"std::os::unix::fs::symlink("SECRET", "link").unwrap(); println!("{:?}", fs::read_to_string("link"));"#,
    ),
    (
        "reads the answers",
        r#"println!("{:?}", fs::read_to_string("WORKSPACE/tests/corpus/solutions/join_handles.rs"));"#,
    ),
    (
        "asks the network",
        r#"println!("{:?}", TcpStream::connect("1.1.1.1:80"));"#,
    ),
    (
        "asks the machine",
        r#"println!("{:?}", TcpStream::connect("127.0.0.1:22"));"#,
    ),
    (
        "sends datagrams",
        r#"println!("{:?}", std::net::UdpSocket::bind("0.0.0.0:0"));"#,
    ),
    (
        "kills its parent",
        r#"let id = std::os::unix::process::parent_id().to_string(); println!("{:?}", Command::new("kill").args(["-KILL", &id]).status());"#,
    ),
    (
        "kills a stranger",
        r#"println!("{:?}", Command::new("kill").args(["-KILL", "PROCESS"]).status());"#,
    ),
    (
        "fills the disk",
        r#"for n in 0u64.. { let _ = fs::write(format!("f{n}"), vec![0u8; 1 << 20]); }"#,
    ),
    (
        "fills folders",
        r#"for n in 0u64.. { let _ = fs::create_dir(format!("f{n}")); }"#,
    ),
    (
        "prints for ever",
        r#"loop { println!("\x1b[2J]]>=HYPERLINK(1)"); }"#,
    ),
    (
        "prints no text",
        r#"std::io::stdout().write_all(&[0xff, 0xfe, 0x1b, b'[', b'2', b'J', b'\n']).unwrap();"#,
    ),
    (
        "starts many",
        r#"loop { let _ = Command::new("sleep").arg("987654").spawn(); }"#,
    ),
    (
        "leaves one",
        r#"let mut sleep = Command::new("setsid"); sleep.args(["sleep", "987654"]).env_clear().spawn().unwrap();"#,
    ),
    (
        "hoards memory",
        r#"let mut all = Vec::new(); loop { all.push(vec![1u8; 1 << 20]); }"#,
    ),
];

/// The program whose main begins with that.
pub fn program(main: &str) -> String {
    format!(
        "#![allow(unused_imports, unreachable_code, clippy::all)]
use std::{{env, fs, io::Write, net::TcpStream, os::unix::fs::PermissionsExt, process::Command, thread}};

fn main() {{
    common::start();
    {main}
    let tasks = [\"sort data\", \"parse files\", \"generate output\"];
    let handles = tasks.map(|task| thread::spawn(move || common::worker(task)));
    for handle in handles {{
        handle.join().unwrap();
    }}
}}
"
    )
}

/// Archives that unpack to too much, or to somewhere else.
pub fn archives() -> [(&'static str, Vec<u8>); 2] {
    [
        ("bomb.zip", zip("join_handles.rs", &vec![b' '; 16 << 20])),
        ("out.zip", zip("../../join_handles.rs", b"fn main() {}")),
    ]
}

fn zip(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default())
        .unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

/// What still runs of what the programs have started.
pub fn left_behind() -> Vec<String> {
    let lines = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let lines = lines.filter_map(|process| std::fs::read(process.path().join("cmdline")).ok());
    let lines = lines.map(|line| String::from_utf8_lossy(&line).replace('\0', " "));
    lines.filter(|line| line.contains("987654")).collect()
}
