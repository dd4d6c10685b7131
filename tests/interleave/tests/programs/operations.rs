//! A program that is told what to do: each argument is a thread, and each of its letters an
//! operation. At the end it prints what each thread has seen.

use std::{
    env,
    sync::{
        Condvar, Mutex, MutexGuard, RwLock,
        atomic::{AtomicU32, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::Duration,
};

static ATOMICS: [AtomicU32; 2] = [const { AtomicU32::new(0) }; 2];
static MUTEXES: [Mutex<u32>; 2] = [const { Mutex::new(0) }; 2];
static LOCK: RwLock<u32> = RwLock::new(0);
static FLAG: Mutex<bool> = Mutex::new(false);
static CHANGED: Condvar = Condvar::new();

fn run(operations: &str, me: u32, sender: mpsc::Sender<u32>) -> String {
    let mut seen = String::new();
    let mut held: [Option<MutexGuard<u32>>; 2] = [None, None];
    for operation in operations.chars() {
        let value = match operation {
            'l' => ATOMICS[0].load(SeqCst),
            'L' => ATOMICS[1].load(SeqCst),
            's' => ATOMICS[0].swap(me, SeqCst),
            'S' => ATOMICS[1].swap(me, SeqCst),
            'a' => ATOMICS[0].fetch_add(10, SeqCst),
            'c' => ATOMICS[1]
                .compare_exchange(0, me, SeqCst, SeqCst)
                .is_ok()
                .into(),
            // Locks one or the other mutex, if this thread does not hold it, and lets both go.
            'm' => **held[0].get_or_insert_with(|| MUTEXES[0].lock().unwrap()),
            'M' => **held[1].get_or_insert_with(|| MUTEXES[1].lock().unwrap()),
            'u' => {
                held.iter_mut().flatten().for_each(|value| **value = me);
                held = [None, None];
                continue;
            }
            't' => MUTEXES[0].try_lock().map_or(99, |value| *value),
            'r' => *LOCK.read().unwrap(),
            'w' => std::mem::replace(&mut *LOCK.write().unwrap(), me),
            'n' => {
                *FLAG.lock().unwrap() = true;
                CHANGED.notify_one();
                continue;
            }
            'v' => {
                drop(CHANGED.wait(FLAG.lock().unwrap()).unwrap());
                continue;
            }
            'z' => {
                thread::sleep(Duration::from_secs(u64::from(me)));
                continue;
            }
            'x' => {
                sender.send(me).unwrap();
                continue;
            }
            'p' => {
                println!("{me}");
                continue;
            }
            other => panic!("{other} is no operation"),
        };
        seen += &format!("{operation}{value} ");
    }
    seen
}

fn main() {
    let (sender, receiver) = mpsc::channel();
    let threads: Vec<_> = (1..)
        .zip(env::args().skip(1))
        .map(|(me, operations)| {
            let sender = sender.clone();
            thread::spawn(move || run(&operations, me, sender))
        })
        .collect();
    drop(sender);
    let received: Vec<u32> = receiver.iter().collect();
    let seen: Vec<String> = threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect();
    println!("{seen:?} {received:?}");
}
