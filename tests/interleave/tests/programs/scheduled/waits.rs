//! A program that waits in the way that its argument names.

use std::{
    env, hint,
    io::Write,
    path::PathBuf,
    process::Command,
    sync::{
        Arc, Barrier, Condvar, Mutex, RwLock,
        atomic::{AtomicBool, AtomicU32, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use common::worker;

const TASKS: [&str; 3] = ["sort data", "parse files", "generate output"];
const HOUR: Duration = Duration::from_secs(3600);
const NAP: Duration = Duration::from_millis(10);

static NEVER: AtomicBool = AtomicBool::new(false);
static COUNT: AtomicU32 = AtomicU32::new(0);

unsafe extern "C" {
    fn fork() -> i32;
    fn __tsan_func_entry(return_address: usize);
    fn __tsan_func_exit();
}

fn main() {
    let name = env::args().nth(1).expect("a name");
    match name.as_str() {
        "joined" => {
            let workers = TASKS.map(|task| thread::spawn(move || worker(task)));
            workers.map(|worker| worker.join().expect("no panic"));
        }
        "sleeps an hour" => thread::sleep(HOUR),
        "sleeps twice" => {
            thread::sleep(Duration::from_secs(1));
            println!("once");
            thread::sleep(Duration::from_secs(1));
        }
        "polls with a deadline" => poll_until(Duration::from_secs(10)),
        "polls for ever" => poll_until(Duration::MAX),
        "waits with a limit" => {
            let (lock, condition) = (Mutex::new(0), Condvar::new());
            let guard = lock.lock().expect("no panic");
            let two = Duration::from_secs(2);
            drop(condition.wait_timeout_while(guard, two, |count| *count < 3));
        }
        "waits for a message with a limit" => {
            let (_sender, receiver) = mpsc::channel::<()>();
            while receiver.recv_timeout(NAP).is_err() {}
        }
        "watches the clock" => {
            let start = Instant::now();
            while start.elapsed() < Duration::from_secs(2) {
                hint::spin_loop();
            }
        }
        "spins" => {
            while !NEVER.load(SeqCst) {
                hint::spin_loop();
            }
        }
        "spins a while" => while COUNT.fetch_add(0, SeqCst) == 0 && spins_left() {},
        "yields" => {
            while !NEVER.load(SeqCst) {
                thread::yield_now();
            }
        }
        "spins on a worker" => {
            let worker = thread::spawn(|| worker("sort data"));
            while !worker.is_finished() {
                hint::spin_loop();
            }
        }
        "wake each other" => wake_each_other(),
        "wake each other beside a sleep" => {
            thread::spawn(wake_each_other);
            thread::sleep(Duration::from_secs(2));
        }
        "locks twice" => {
            let lock = Mutex::new(0);
            let _first = lock.lock();
            let _second = lock.lock();
        }
        "two locks" => two_locks(),
        "two locks of parking_lot" => two_parking_lots(),
        "a lock held by a worker" => {
            let lock = Arc::new(Mutex::new(()));
            let (own, (sender, receiver)) = (Arc::clone(&lock), mpsc::channel());
            let worker = thread::spawn(move || {
                let _guard = own.lock();
                sender.send(()).expect("a receiver");
                worker("sort data");
            });
            receiver.recv().expect("a message");
            drop(lock.lock());
            worker.join().expect("no panic");
        }
        "a lock that was given up" => given_up(),
        "write lock over read lock" => {
            let lock = RwLock::new(0);
            let _reader = lock.read();
            let _writer = lock.write();
        }
        "half a line, then parks" => {
            print!("half a line");
            thread::park();
        }
        "barrier" => drop(Barrier::new(2).wait()),
        "leaves at once" => {
            TASKS.map(|task| thread::spawn(move || worker(task)));
        }
        "exits in a thread" => {
            thread::spawn(|| std::process::exit(7));
            thread::park();
        }
        "exits in two threads" => {
            thread::spawn(|| std::process::exit(7));
        }
        "panics" => panic!("no"),
        "prints much" => {
            std::io::stdout().write_all(&[b'x'; 300_000]).expect("a reader");
        }
        "sends itself much" => send_much(),
        "starts itself" => {
            let own = env::current_exe().expect("a path");
            let child = Command::new(own).arg("sleeps an hour").spawn();
            child.expect("a child").wait().expect("a status");
        }
        "starts another" => {
            Command::new("sleep").arg("0.05").status().expect("a status");
        }
        "becomes another" => become_another(),
        "forks" => {
            // SAFETY: there is one thread, and the copy does nothing but sleep.
            if unsafe { fork() } == 0 {
                thread::sleep(NAP);
            }
        }
        "calls the compiler's functions" => {
            // SAFETY: what it does to the list of calls, it undoes.
            unsafe {
                __tsan_func_exit();
                __tsan_func_entry(1);
                __tsan_func_entry(2);
            }
            thread::park();
        }
        "overwrites its settings" => {
            // SAFETY: there is one thread.
            unsafe { env::set_var("INTERLEAVE", "nonsense") };
            let own = env::current_exe().expect("a path");
            let status = Command::new(own).arg("yields").status().expect("a status");
            std::process::exit(status.code().unwrap_or(1));
        }
        "computes" => {
            let other = thread::spawn(|| worker("sort data"));
            let end = PathBuf::from(env::args().nth(2).expect("a path"));
            // Code of the standard library that has no points.
            while !end.exists() {}
            other.join().expect("no panic");
        }
        _ => panic!("{name} is unknown"),
    }
}

/// Looks again and again whether the workers have ended.
fn poll_until(limit: Duration) {
    let workers = TASKS.map(|task| thread::spawn(move || worker(task)));
    let start = Instant::now();
    while !workers.iter().all(|worker| worker.is_finished()) && start.elapsed() < limit {
        thread::sleep(NAP);
    }
}

fn spins_left() -> bool {
    thread_local!(static LEFT: std::cell::Cell<u32> = const { std::cell::Cell::new(5_000) });
    LEFT.with(|left| {
        left.set(left.get() - 1);
        left.get() > 0
    })
}

/// Two threads that pass a message to and fro for ever.
fn wake_each_other() {
    let (to, fro) = (mpsc::channel(), mpsc::channel());
    let (sender, receiver) = (fro.0, to.1);
    to.0.send(()).expect("a receiver");
    let other = thread::spawn(move || receiver.iter().for_each(|()| sender.send(()).expect("one")));
    fro.1.iter().for_each(|()| to.0.send(()).expect("a receiver"));
    other.join().expect("no panic");
}

fn two_locks() {
    static LEFT: Mutex<()> = Mutex::new(());
    static RIGHT: Mutex<()> = Mutex::new(());
    let (sender, receiver) = mpsc::channel();
    let other = thread::spawn(move || {
        let _right = RIGHT.lock();
        sender.send(()).expect("a receiver");
        drop(LEFT.lock());
    });
    let _left = LEFT.lock();
    receiver.recv().expect("a message");
    drop(RIGHT.lock());
    other.join().expect("no panic");
}

fn two_parking_lots() {
    static LEFT: parking_lot::Mutex<()> = parking_lot::Mutex::new(());
    static RIGHT: parking_lot::Mutex<()> = parking_lot::Mutex::new(());
    let (sender, receiver) = mpsc::channel();
    let other = thread::spawn(move || {
        let _right = RIGHT.lock();
        sender.send(()).expect("a receiver");
        drop(LEFT.lock());
    });
    let _left = LEFT.lock();
    receiver.recv().expect("a message");
    drop(RIGHT.lock());
    other.join().expect("no panic");
}

/// A thread that waits at a condition variable has given up its lock, and another one has it.
fn given_up() {
    let shared = Arc::new((Mutex::new(()), Condvar::new()));
    let other = Arc::clone(&shared);
    thread::spawn(move || drop(other.1.wait(other.0.lock().expect("no panic"))));
    thread::sleep(NAP);
    let _guard = shared.0.lock();
    let third = Arc::clone(&shared);
    thread::spawn(move || drop(third.0.lock())).join().expect("no panic");
}

/// Through a pipe to itself, which has not room for all at once.
fn send_much() {
    let (mut reader, mut writer) = std::io::pipe().expect("a pipe");
    let sender = thread::spawn(move || writer.write_all(&[7; 300_000]).expect("a reader"));
    let count = std::io::copy(&mut reader, &mut std::io::sink()).expect("a writer");
    sender.join().expect("no panic");
    assert_eq!(count, 300_000);
}

fn become_another() {
    use std::os::unix::process::CommandExt;
    let own = env::current_exe().expect("a path");
    panic!("{}", Command::new(own).arg("sleeps an hour").exec());
}
