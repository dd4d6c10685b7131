//! Each way in which a run can end is told from the others, and none is left hanging.

use interleave::{
    ending::{Ending, EndingKind},
    explore::explore,
    plan::{Grain, Plan, Strategy, Time},
    server::Subject,
    shortest::Interleaving,
};

use crate::shared::{options, program_of, run, server, server_of};

/// The end of one run of the program whose main has this body.
fn end_of(body: &str) -> Ending {
    end_by(&Plan::default(), body)
}

fn end_by(plan: &Plan, body: &str) -> Ending {
    let uses = "use std::{io::*, net::*, process::*, sync::{*, atomic::*}, thread, time::*};";
    let program = program_of(&format!(
        "#![allow(warnings)]\n{uses}\nfn main() {{ {body} }}"
    ));
    let mut server = server(&program);
    let end = Ending::of(&run(&mut server, plan));
    // The next run is not disturbed by the last one.
    assert_eq!(Ending::of(&run(&mut server, plan)), end);
    end
}

fn kind_of(body: &str) -> EndingKind {
    end_of(body).kind
}

#[test]
fn a_program_can_end_well_or_with_a_status() {
    assert_eq!(kind_of(r#"println!("done");"#), EndingKind::Ok);
    let end = end_of("exit(7);");
    assert_eq!((end.kind, end.status), (EndingKind::Status, Some(7)));
    // The runtime's own statuses are not taken for the program's, nor the other way round.
    assert_eq!(end_of("exit(96);").status, Some(96));
}

#[test]
fn a_panic_tells_its_message() {
    let end = end_of(r#"thread::spawn(|| panic!("no {}", 1)).join().unwrap();"#);
    assert_eq!((end.kind, end.status), (EndingKind::Panic, Some(101)));
    assert_eq!(end.message.as_deref(), Some("no 1"));
    let caught = end_of(r#"thread::spawn(|| panic!("no")).join().unwrap_err();"#);
    assert_eq!(
        (caught.kind, caught.message.as_deref()),
        (EndingKind::Ok, Some("no"))
    );
}

#[test]
fn a_crash_and_a_kill_are_signals() {
    assert_eq!(end_of("abort();").signal, Some(libc::SIGABRT));
    let end = end_of(r#"Command::new("kill").args(["-9", &id().to_string()]).status();"#);
    assert_eq!(
        (end.kind, end.signal),
        (EndingKind::Signal, Some(libc::SIGKILL))
    );
}

#[test]
fn a_deadlock_is_known_at_once() {
    assert_eq!(
        kind_of("let lock = Mutex::new(0); let _a = lock.lock(); let _b = lock.lock();"),
        EndingKind::Deadlock
    );
    assert_eq!(kind_of("thread::park();"), EndingKind::Deadlock);
    assert_eq!(
        kind_of("let (_sender, receiver) = mpsc::channel::<()>(); receiver.recv();"),
        EndingKind::Deadlock
    );
    assert_eq!(kind_of("Barrier::new(2).wait();"), EndingKind::Deadlock);
    let rwlock = "let lock = RwLock::new(0); let _a = lock.read(); let _b = lock.write();";
    assert_eq!(kind_of(rwlock), EndingKind::Deadlock);
}

#[test]
fn spinning_without_end_is_a_livelock() {
    let spin = "static GO: AtomicBool = AtomicBool::new(false); while !GO.load(Ordering::SeqCst) ";
    for body in [
        "{}",
        "{ thread::yield_now(); }",
        "{ thread::sleep(Duration::from_secs(1)); }",
    ] {
        assert_eq!(
            kind_of(&format!("{spin} {body}")),
            EndingKind::Livelock,
            "{body}"
        );
    }
}

#[test]
fn endless_work_meets_the_step_limit() {
    let count = "let count = AtomicU32::new(0); loop { count.fetch_add(1, Ordering::SeqCst); }";
    assert_eq!(kind_of(count), EndingKind::StepLimit);
}

#[test]
fn a_thread_that_is_busy_without_a_point_is_ended() {
    let program =
        program_of("fn main() { let mut n = 0u64; loop { n = std::hint::black_box(n + 1); } }");
    let subject = Subject {
        busy_seconds: 1,
        ..Subject::from(&program)
    };
    let run = run(&mut server_of(&subject), &Plan::default());
    assert_eq!(Ending::of(&run).kind, EndingKind::Busy);
}

#[test]
fn a_thread_that_waits_where_nothing_sees_it_is_ended() {
    let body = r#"
        let (left, _right) = std::os::unix::net::UnixStream::pair().unwrap();
        let full = vec![0; 1 << 20];
        thread::spawn(move || (&left).write_all(&full)).join();"#;
    assert_eq!(kind_of(body), EndingKind::Busy);
}

#[test]
fn more_threads_than_can_be_told_apart_are_said_so() {
    let many = "let threads: Vec<_> = (0..200).map(|_| thread::spawn(thread::park)).collect();";
    assert_eq!(kind_of(many), EndingKind::TooManyThreads);
}

#[test]
fn a_program_reads_writes_connects_and_starts_others() {
    let stdin = "let mut text = String::new(); stdin().read_to_string(&mut text).unwrap(); assert!(text.is_empty());";
    assert_eq!(kind_of(stdin), EndingKind::Ok);
    let child = r#"let out = Command::new("echo").arg("hello").output().unwrap(); print!("{}", String::from_utf8(out.stdout).unwrap());"#;
    let end = end_of(child);
    assert_eq!(
        (end.kind, end.last_line.as_str()),
        (EndingKind::Ok, "hello")
    );
    let connection = r#"
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut text = String::new();
            stream.read_to_string(&mut text).unwrap();
            println!("{text}");
        });
        TcpStream::connect(address).unwrap().write_all(b"hello").unwrap();
        server.join().unwrap();"#;
    let end = end_of(connection);
    assert_eq!(
        (end.kind, end.last_line.as_str()),
        (EndingKind::Ok, "hello")
    );
}

#[test]
fn who_waits_for_input_that_does_not_come_is_told_from_a_deadlock() {
    let body = r#"let listener = TcpListener::bind("127.0.0.1:0").unwrap(); listener.accept();"#;
    assert_eq!(kind_of(body), EndingKind::Quiet);
}

#[test]
fn what_a_program_leaves_behind_ends_with_the_run() {
    let body = r#"Command::new("sleep").arg("1000").spawn().unwrap();"#;
    assert_eq!(kind_of(body), EndingKind::Ok);
}

#[test]
fn time_passes_when_it_is_told_to() {
    let body = "let start = Instant::now(); thread::sleep(Duration::from_secs(3600)); \
                assert!(start.elapsed() >= Duration::from_secs(3600));";
    for time in [Time::Any, Time::Sleeps, Time::Order] {
        let plan = Plan {
            time,
            ..Plan::default()
        };
        assert_eq!(end_by(&plan, body).kind, EndingKind::Ok);
    }
    let limit = "let (_sender, receiver) = mpsc::channel::<()>(); \
                 receiver.recv_timeout(Duration::from_secs(3600)).unwrap_err();";
    for time in [Time::Any, Time::Sleeps, Time::Order] {
        let plan = Plan {
            time,
            ..Plan::default()
        };
        assert_eq!(end_by(&plan, limit).kind, EndingKind::Ok);
    }
}

/// Two sleeps, of which the longer is over first only if time may pass at will.
const SLEEPS: &str = r#"
use std::{thread, time::Duration};
fn main() {
    let sleeper = |seconds| move || { thread::sleep(Duration::from_secs(seconds)); println!("{seconds}"); };
    let threads = [thread::spawn(sleeper(1)), thread::spawn(sleeper(2))];
    threads.map(|thread| thread.join().unwrap());
}
"#;

#[test]
fn the_time_modes_allow_what_they_say() {
    let program = program_of(SLEEPS);
    let subject = Subject::from(&program);
    let last_lines = |time| {
        let options = interleave::explore::Options {
            time,
            ..options(100, 100)
        };
        let mut lines: Vec<String> = explore(&subject, &options)
            .expect("the program can be run")
            .ends
            .into_iter()
            .map(|found| found.ending.last_line)
            .collect();
        lines.sort();
        lines
    };
    assert_eq!(last_lines(Time::Order), ["2"]);
    assert_eq!(last_lines(Time::Sleeps), ["1", "2"]);
}

#[test]
fn main_that_leaves_cuts_its_workers_off() {
    let source = r#"fn main() { std::thread::spawn(|| println!("work")); println!("end"); }"#;
    let exploration = explore(&Subject::from(&program_of(source)), &options(200, 200)).unwrap();
    let kinds: Vec<_> = exploration
        .ends
        .iter()
        .map(|found| found.ending.kind)
        .collect();
    assert!(kinds.contains(&EndingKind::CutOff), "{kinds:?}");
    assert!(kinds.contains(&EndingKind::Ok), "{kinds:?}");
}

#[test]
fn an_unexpected_output_is_a_failure() {
    let program = program_of(r#"fn main() { println!("two"); }"#);
    let subject = Subject::from(&program);
    let with = |expected: &str| {
        let expected = Some(expected.as_bytes().to_vec());
        let options = interleave::explore::Options {
            expected,
            ..options(3, 3)
        };
        explore(&subject, &options).unwrap().ends[0].ending.kind
    };
    assert_eq!(with("two\n"), EndingKind::Ok);
    assert_eq!(with("two"), EndingKind::Output);
}

/// The shortest way to this deadlock needs one switch.
const TWO_LOCKS: &str = r#"
use std::{sync::Mutex, thread};
static LEFT: Mutex<u32> = Mutex::new(0);
static RIGHT: Mutex<u32> = Mutex::new(0);
fn main() {
    let other = thread::spawn(|| { let _right = RIGHT.lock(); let _left = LEFT.lock(); });
    { let _left = LEFT.lock(); let _right = RIGHT.lock(); }
    other.join().unwrap();
}
"#;

#[test]
fn the_shortest_interleaving_is_found_and_can_be_had_again() {
    let program = program_of(TWO_LOCKS);
    let exploration = explore(&Subject::from(&program), &options(300, 300)).unwrap();
    let worst = exploration.worst().expect("the deadlock is found");
    assert_eq!(worst.ending.kind, EndingKind::Deadlock);
    let (steps, switches) = worst.interleaving.length();
    assert!(steps <= 6 && switches <= 2, "{}", worst.interleaving);
    let text = worst.interleaving.to_string();
    let again: Interleaving = text.parse().expect("it is read as it was written");
    assert_eq!(
        Ending::of(&run(&mut server(&program), &again.plan())),
        worst.ending
    );
}

#[test]
fn a_schedule_of_another_program_does_not_fit() {
    let program = program_of(TWO_LOCKS);
    let misfit = |decisions: &[u8]| {
        let strategy = Strategy::List {
            decisions: decisions.to_vec(),
            asleep: Vec::new(),
        };
        let plan = Plan {
            strategy,
            grain: Grain::Call,
            ..Plan::default()
        };
        run(&mut server(&program), &plan)
            .misfit(&plan)
            .expect("it does not fit")
    };
    assert!(misfit(&[0, 5]).contains("thread 5 cannot do step 2"));
    assert!(misfit(&[0, 0, 0, 1, 1, 0, 1]).contains("it has 7 steps"));
}

#[test]
fn a_program_that_is_another_each_time_is_warned_of() {
    let source = r#"
        use std::{fs, sync::atomic::{AtomicU32, Ordering::SeqCst}, thread};
        static COUNT: AtomicU32 = AtomicU32::new(0);
        fn main() {
            let path = std::env::var("TIMES").unwrap();
            let times = fs::read_to_string(&path).map_or(0, |text| text.len());
            fs::write(&path, "x".repeat(times + 1)).unwrap();
            let other = thread::spawn(|| COUNT.fetch_add(1, SeqCst));
            (0..times % 7).for_each(|_| drop(COUNT.fetch_add(1, SeqCst)));
            other.join().unwrap();
        }"#;
    let program = program_of(source);
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let times = folder.path().join("times").display().to_string();
    let environment = vec![("TIMES".to_owned(), times)];
    let subject = Subject {
        environment,
        ..Subject::from(&program)
    };
    let exploration = explore(&subject, &options(50, 50)).expect("the program can be run");
    assert!(exploration.not_the_same.is_some());
}
