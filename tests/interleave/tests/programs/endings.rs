//! A program that ends in the way that its argument names.

use std::{
    env,
    fs::File,
    io::{Read, Seek, Write, stdin, stdout},
    net::{TcpListener, TcpStream},
    os::{fd::AsFd, unix::net::UnixStream},
    process::{Command, abort, exit, id},
    sync::{
        Barrier, Mutex, RwLock,
        atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

static NEVER: AtomicBool = AtomicBool::new(false);
const HOUR: Duration = Duration::from_secs(3600);

fn main() {
    let ending = env::args().nth(1).expect("an ending");
    match ending.as_str() {
        "done" => println!("done"),
        "exit 7" => exit(7),
        "exit 96" => exit(96),
        "panic" => thread::spawn(|| panic!("no {}", 1)).join().unwrap(),
        "caught panic" => drop(thread::spawn(|| panic!("no")).join().unwrap_err()),
        "abort" => abort(),
        "kill" => drop(
            Command::new("kill")
                .args(["-9", &id().to_string()])
                .status(),
        ),
        "lock twice" => {
            let lock = Mutex::new(0);
            let _first = lock.lock().unwrap();
            let _second = lock.lock().unwrap();
        }
        "write lock over read lock" => {
            let lock = RwLock::new(0);
            let _read = lock.read().unwrap();
            let _write = lock.write().unwrap();
        }
        "park" => thread::park(),
        "receive" => {
            let (_sender, receiver) = mpsc::channel::<()>();
            receiver.recv().unwrap();
        }
        "barrier" => drop(Barrier::new(2).wait()),
        "spin" => while !NEVER.load(SeqCst) {},
        "yield" => {
            while !NEVER.load(SeqCst) {
                thread::yield_now();
            }
        }
        "poll" => {
            while !NEVER.load(SeqCst) {
                thread::sleep(Duration::from_secs(1));
            }
        }
        "count" => {
            let count = AtomicU32::new(0);
            loop {
                count.fetch_add(1, SeqCst);
            }
        }
        "look for long" => {
            // Looks at an atomic are rarely steps in the end, and these are.
            (0..3_000).for_each(|_| thread::yield_now());
        }
        "position in stdout" => {
            let stdout = stdout().as_fd().try_clone_to_owned().unwrap();
            let position = File::from(stdout).stream_position().unwrap();
            println!("{position}");
        }
        "some work" => work(10),
        "much work" => work(100),
        "race beside much work" => {
            let [work, count] = [const { AtomicU32::new(0) }; 2];
            thread::scope(|scope| {
                for _ in 0..3 {
                    scope.spawn(|| {
                        for _ in 0..300 {
                            work.fetch_add(1, SeqCst);
                        }
                        let before = count.load(SeqCst);
                        count.store(before + 1, SeqCst);
                    });
                }
            });
            println!("{}", count.into_inner());
        }
        "try a second lock" => try_a_second_lock(),
        "compute" => {
            let mut number = 0u64;
            loop {
                number = std::hint::black_box(number + 1);
            }
        }
        "compute for a while" => {
            static COUNT: AtomicUsize = AtomicUsize::new(0);
            thread::scope(|scope| {
                for _ in 0..3 {
                    scope.spawn(|| {
                        for number in 0..20 {
                            (0..10_000).for_each(|number| drop(std::hint::black_box(number)));
                            COUNT.fetch_add(number, SeqCst);
                        }
                    });
                }
            });
        }
        "write to a full socket" => {
            let (mut left, _right) = UnixStream::pair().unwrap();
            thread::spawn(move || left.write_all(&vec![0; 1 << 20]).unwrap())
                .join()
                .unwrap();
        }
        "200 threads" => {
            let threads: Vec<_> = (0..200).map(|_| thread::spawn(thread::park)).collect();
            drop(threads);
        }
        "stdin" => {
            let mut text = String::new();
            stdin().read_to_string(&mut text).unwrap();
            assert!(text.is_empty());
        }
        "child" => {
            let output = Command::new("echo").arg("hello").output().unwrap();
            print!("{}", String::from_utf8(output.stdout).unwrap());
        }
        "child left behind" => drop(Command::new("sleep").arg("1000").spawn().unwrap()),
        "connection" => connect(),
        "accept" => drop(TcpListener::bind("127.0.0.1:0").unwrap().accept()),
        "sleep" => {
            let start = Instant::now();
            thread::sleep(HOUR);
            assert!(start.elapsed() >= HOUR);
        }
        "time limit" => {
            let (_sender, receiver) = mpsc::channel::<()>();
            receiver.recv_timeout(HOUR).unwrap_err();
        }
        "two sleeps" => {
            let sleeper = |seconds| {
                thread::spawn(move || {
                    thread::sleep(Duration::from_secs(seconds));
                    println!("{seconds}");
                })
            };
            let sleepers = [1, 2].map(sleeper);
            sleepers
                .into_iter()
                .for_each(|thread| thread.join().unwrap());
        }
        "cut off" => {
            thread::spawn(|| println!("work"));
            println!("end");
        }
        "deadlock" => deadlock(),
        "park once" => parked(|has_come| {
            if !has_come() {
                thread::park();
            }
        }),
        "park in a loop" => parked(|has_come| {
            while !has_come() {
                thread::park();
            }
        }),
        "read and write" => read_and_write(),
        "receive in a scope" => thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel(0);
            scope.spawn(move || assert_eq!(receiver.iter().sum::<u32>(), 3));
            scope.spawn(move || [1, 2].map(|number| sender.send(number).unwrap()));
        }),
        other => panic!("there is no ending {other}"),
    }
}

fn connect() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        println!("{text}");
    });
    TcpStream::connect(address)
        .unwrap()
        .write_all(b"hello")
        .unwrap();
    server.join().unwrap();
}

static LEFT: Mutex<u32> = Mutex::new(0);
static RIGHT: Mutex<u32> = Mutex::new(0);

/// In some interleavings. The shortest way to it needs one switch.
fn deadlock() {
    let other = thread::spawn(|| {
        let _right = RIGHT.lock().unwrap();
        let _left = LEFT.lock().unwrap();
    });
    {
        let _left = LEFT.lock().unwrap();
        let _right = RIGHT.lock().unwrap();
    }
    other.join().unwrap();
}

/// Main waits with `wait` until another thread unparks it, and panics if that thread has not come.
fn parked(wait: impl Fn(&dyn Fn() -> bool)) {
    static HAS_COME: AtomicBool = AtomicBool::new(false);
    let main = thread::current();
    let other = thread::spawn(move || {
        HAS_COME.store(true, SeqCst);
        main.unpark();
    });
    wait(&|| HAS_COME.load(SeqCst));
    assert!(HAS_COME.load(SeqCst));
    other.join().unwrap();
}

/// Two threads write and one reads, so that all kinds of waits for a lock come to pass.
fn read_and_write() {
    static LOCK: RwLock<u32> = RwLock::new(0);
    let writers = [(); 2].map(|()| thread::spawn(|| *LOCK.write().unwrap() += 1));
    let reader = thread::spawn(|| assert!(*LOCK.read().unwrap() <= 2));
    writers.map(|writer| writer.join().unwrap());
    reader.join().unwrap();
    assert_eq!(*LOCK.read().unwrap(), 2);
}

/// Adds to a counter so many times.
fn work(times: u32) {
    let count = AtomicU32::new(0);
    (0..times).for_each(|_| {
        count.fetch_add(1, SeqCst);
    });
}

/// One thread takes two locks. Another takes the second one, tries the first one, and gives the second
/// one back in between for a moment only.
fn try_a_second_lock() {
    let [first, second] = [const { Mutex::new(10) }; 2];
    thread::scope(|scope| {
        scope.spawn(|| {
            let first = first.lock().unwrap();
            *second.lock().unwrap() += *first;
        });
        loop {
            let second = second.lock().unwrap();
            if let Ok(mut first) = first.try_lock() {
                *first += *second;
                break;
            }
            thread::yield_now();
        }
    });
}
