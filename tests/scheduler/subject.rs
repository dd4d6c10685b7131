//! Programs for the tests to run, each chosen by its name. Most of them misbehave.

use std::{
    env, fs,
    io::{self, Read, Write},
    net::TcpStream,
    process::{self, Command},
    sync::{Arc, Barrier},
    thread,
    time::Duration,
};

use common::{Counter, Lock, Worker, worker};
use scheduler::{Launch, Patience, Session};

mod script;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["nothing"] => {}
        ["environment"] => env::vars().for_each(|(name, _)| println!("{name}")),
        ["stdin"] => println!("{:?}", io::read_to_string(io::stdin())),
        ["workers", count] => workers(count.parse().expect("a number of workers")),

        // Rest, and the lack of it.
        ["parks"] => park(),
        ["spins"] => spin(),
        ["wakes-in-turn"] => wake_in_turn(),
        ["polls"] => poll(),

        // Made up.
        ["plays", script] => script::play(script),

        // Too much.
        ["floods"] => loop {
            println!("{}", "again and ".repeat(100));
        },
        ["floods-stderr"] => loop {
            eprintln!("{}", "again and ".repeat(100));
        },
        ["writes-files", count, mebibytes] => write_files(
            count.parse().expect("a number of files"),
            mebibytes.parse().expect("the size of each"),
        ),
        ["eats-memory"] => eat_memory(),
        ["many-threads"] => many_threads(),
        ["parked-threads"] => parked_threads(),

        // Ends.
        ["leaves-a-child"] => leave_a_child(),
        #[cfg(unix)]
        ["leaves-its-group"] => leave_its_group(),
        #[cfg(unix)]
        ["ignores-termination"] => ignore_termination(),
        ["exits-while-connecting"] => exit_while_connecting(),
        ["worker-panics"] => worker_panics(),
        #[cfg(unix)]
        ["closes-stdout"] => close_stdout(),

        // Steps on what workers share.
        ["counts"] => count(),
        ["locks"] => lock(),

        // Connections that are none of a worker's.
        ["garbage"] => stranger(b"\0\xff garbage\n\n\n"),
        ["wrong-token"] => stranger(b"0123456789abcdef0123456789abcdef sort data\nask 0\n"),
        ["no-task"] => stranger(format!("{} \n", token()).as_bytes()),
        ["done-before-go"] => {
            stranger(format!("{} sort data\nask 0\ndone 0\n", token()).as_bytes())
        }
        ["asks-without-end"] => {
            let asks = "ask 0 Counter\n".repeat(1 << 16);
            stranger(format!("{} sort data\n{asks}", token()).as_bytes());
        }
        ["unknown-word"] => stranger(format!("{} sort data\nask 0 Purse\n", token()).as_bytes()),
        ["another-step"] => another_step(),
        ["silent"] => silent_stranger(),
        ["flood-of-a-line"] => stranger(&[b'x'; 1 << 20]),
        ["many-connections"] => many_connections(),
        ["twins"] => twins(),

        // A scheduler itself, to be killed while a program of its own runs.
        ["schedules", name] => schedule(name, |_| {}),
        ["schedules-and-panics", name] => schedule(name, |_| panic!("on purpose")),
        ["schedules-and-exits", name] => schedule(name, |_| process::exit(0)),
        ["relays", name] => relay(name),
        _ => panic!("no such program: {arguments:?}"),
    }
}

fn workers(count: usize) {
    common::start();
    thread::scope(|scope| {
        for number in 0..count {
            scope.spawn(move || worker(&format!("worker {number}")));
        }
    });
}

fn park() -> ! {
    loop {
        thread::park();
    }
}

fn spin() -> ! {
    loop {
        std::hint::spin_loop();
    }
}

/// Two threads that meet again and again: one of them nearly always sleeps, but the program never
/// rests.
fn wake_in_turn() {
    let barrier = Arc::new(Barrier::new(2));
    let other = Arc::clone(&barrier);
    thread::spawn(move || {
        loop {
            other.wait();
        }
    });
    loop {
        barrier.wait();
    }
}

/// Waits for its worker by looking again and again.
fn poll() {
    let handle = thread::spawn(|| worker("sort data"));
    while !handle.is_finished() {
        thread::sleep(Duration::from_millis(1));
    }
}

fn write_files(count: usize, mebibytes: usize) {
    for number in 0..count {
        fs::write(number.to_string(), vec![1; mebibytes << 20]).expect("there is room");
    }
}

fn eat_memory() {
    let mut eaten = Vec::new();
    loop {
        eaten.push(vec![1_u8; 1 << 20]);
    }
}

fn many_threads() {
    for number in 0..10_000 {
        thread::spawn(move || worker(&format!("worker {number}")));
    }
    park();
}

fn parked_threads() {
    for _ in 0..100 {
        thread::spawn(|| park());
    }
    park();
}

/// The child has our stdout, and holds it for ever.
fn leave_a_child() {
    let own = env::current_exe().expect("the system knows what runs");
    let child = Command::new(own)
        .arg("parks")
        .spawn()
        .expect("a child can be started");
    println!("{}", child.id());
    // Without waiting for it.
    process::exit(0);
}

/// From its own group, to its child's.
#[cfg(unix)]
fn leave_its_group() {
    use rustix::process::{Pid, setpgid};
    use std::os::unix::process::CommandExt;

    let own = env::current_exe().expect("the system knows what runs");
    let child = Command::new(own).arg("nothing").process_group(0).spawn();
    let mut child = child.expect("a child can be started");
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    setpgid(None, group).expect("the child's group is in our session");
    child.wait().expect("it ends");
    println!("ready");
    spin();
}

/// A signal sets a flag, and nothing reads the flag.
#[cfg(unix)]
fn ignore_termination() {
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register(signal, Arc::default()).expect("a signal may be ignored");
    }
    println!("ready");
    park();
}

fn exit_while_connecting() {
    for number in 0..50 {
        thread::spawn(move || worker(&format!("worker {number}")));
    }
    process::exit(0);
}

fn worker_panics() {
    common::start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("sort\ndata"));
    });
}

/// From here on, stdout is a pipe without a reader.
#[cfg(unix)]
fn close_stdout() {
    let (reader, writer) = io::pipe().expect("the system has pipes");
    drop(reader);
    rustix::stdio::dup2_stdout(&writer).expect("stdout can be replaced");
    worker("sort data");
}

fn count() {
    let counter = Counter::new();
    let mut worker = Worker::new("sort data");
    worker.step();
    counter.fetch_add(&mut worker, 1);
}

/// Two workers that want the same lock, and do a step under it.
fn lock() {
    let lock = Lock::new(());
    let work = |task| {
        let mut worker = Worker::new(task);
        let _guard = lock.lock(&mut worker);
        worker.step();
    };
    thread::scope(|scope| {
        scope.spawn(|| work("sort data"));
        scope.spawn(|| work("parse files"));
    });
}

fn connect() -> TcpStream {
    let address = env::var("WORKSHOP_SCHEDULER").expect("there is a scheduler");
    TcpStream::connect(address).expect("it listens")
}

fn token() -> String {
    env::var("WORKSHOP_TOKEN").expect("there is a token")
}

/// Sends `bytes`, waits until the scheduler hangs up, and then is a worker, to show that nothing is
/// broken.
fn stranger(bytes: &[u8]) {
    let mut stream = connect();
    // The scheduler may hang up before it has heard all.
    let _ = stream.write_all(bytes);
    let _ = stream.read_to_end(&mut Vec::new());
    worker("honest");
}

/// Is granted a step, and says that it has done another.
fn another_step() {
    let mut stream = connect();
    write!(stream, "{} sort data\nask 0\n", token()).expect("the scheduler listens");
    stream.read_exact(&mut [0; 3]).expect("it grants");
    stream.write_all(b"done 1\n").expect("it listens");
    let _ = stream.read_to_end(&mut Vec::new());
}

fn silent_stranger() {
    let _stream = connect();
    worker("honest");
}

fn many_connections() {
    let mut streams = Vec::new();
    loop {
        streams.push(connect());
    }
}

/// Two workers on the same task.
fn twins() {
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("sort data"));
    });
}

/// Runs a program under a scheduler, and prints what it printed.
fn relay(name: &str) {
    let own = env::current_exe().expect("the system knows what runs");
    let mut session = Session::start(&Launch::new(own).arg(name)).expect("it starts");
    session.settle(Patience::TO_END).expect("it goes on");
    let record = session.finish().expect("it has ended");
    print!("{}", String::from_utf8_lossy(&record.stdout));
}

fn schedule(name: &str, then: impl FnOnce(&Session)) {
    let own = env::current_exe().expect("the system knows what runs");
    let mut session = Session::start(&Launch::new(own).arg(name)).expect("it starts");
    println!("{}", session.id());
    then(&session);
    while session.ending().is_none() {
        session.settle(Patience::TO_END).expect("it goes on");
    }
}
