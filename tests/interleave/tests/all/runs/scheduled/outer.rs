//! A small outer scheduler. It hears what workers and the runtime say, and answers as a test says.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

use interleave::{build::Program, run::Run, scheduled::Scheduled};
use interleave_protocol::control::{self, File, Message, Rest, State};

const TOKEN: &str = "a-token";
/// Longer than any test takes: what does not come until then does not come.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that runs under it.
pub struct Outer {
    process: Child,
    scheduled: Scheduled,
    address: SocketAddr,
    events: Receiver<(u16, Event)>,
    /// The processes, by the port of their control connection.
    pub processes: BTreeMap<u16, Process>,
    /// The workers, by the port of their connection.
    workers: BTreeMap<u16, Worker>,
}

/// What comes on a connection, which is known by the port at its other end.
enum Event {
    Opened(TcpStream),
    Line(String),
    Closed,
}

/// A process with the runtime in it.
pub struct Process {
    stream: TcpStream,
    pub number: u32,
    pub parent: u32,
    /// Its last rest, if it is still at it as far as is known.
    pub rest: Option<Rest>,
}

struct Worker {
    stream: TcpStream,
    task: String,
    asks: Option<String>,
}

impl Outer {
    /// Starts a program with these arguments.
    pub fn start(program: &Program, arguments: &[&str], stdout: Stdio) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let (sender, events) = mpsc::channel();
        thread::spawn(move || accept(&listener, &sender));
        let scheduled =
            Scheduled::prepare(program, None).expect("the system is one with the runtime");
        let process = Command::new(&program.executable)
            .args(arguments)
            .env_clear()
            .envs(scheduled.environment())
            .env("INTERLEAVE_CONTROL", address.to_string())
            .env("INTERLEAVE_TOKEN", TOKEN)
            .env("WORKSHOP_SCHEDULER", address.to_string())
            .env("WORKSHOP_TOKEN", TOKEN)
            .stdin(Stdio::null())
            .stdout(stdout)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        Self {
            process,
            scheduled,
            address,
            events,
            processes: BTreeMap::new(),
            workers: BTreeMap::new(),
        }
    }

    /// Waits until the program rests: every process that is known, and each worker that asks stands
    /// in a read of its connection.
    pub fn rest(&mut self) -> Rest {
        while !self.is_at_rest() {
            self.next_event();
        }
        self.last_rest()
    }

    fn last_rest(&self) -> Rest {
        let main = self
            .processes
            .values()
            .find(|process| process.number == self.process.id());
        main.and_then(|main| main.rest.clone())
            .expect("main is at rest")
    }

    fn is_at_rest(&self) -> bool {
        let rests: Vec<&Rest> = self
            .processes
            .values()
            .filter_map(|p| p.rest.as_ref())
            .collect();
        let own = |state: &State| match state {
            State::Reads {
                file: File { port, peer, .. },
                ..
            } if *peer == self.address.port() => Some(*port),
            _ => None,
        };
        let states = rests.iter().flat_map(|rest| &rest.threads);
        let mut reading: Vec<u16> = states.filter_map(own).collect();
        reading.sort_unstable();
        let asking = self
            .workers
            .iter()
            .filter(|(_, worker)| worker.asks.is_some());
        let asking: Vec<u16> = asking.map(|(port, _)| *port).collect();
        let has_main = self
            .processes
            .values()
            .any(|p| p.number == self.process.id());
        has_main && rests.len() == self.processes.len() && reading == asking
    }

    /// The tasks of the workers that ask for their turn, in alphabetical order.
    pub fn asking(&self) -> Vec<String> {
        let asking = self.workers.values().filter(|worker| worker.asks.is_some());
        let mut tasks: Vec<String> = asking.map(|worker| worker.task.clone()).collect();
        tasks.sort();
        tasks
    }

    /// Grants a worker its turn.
    pub fn grant(&mut self, task: &str) {
        let worker = self
            .workers
            .values_mut()
            .find(|worker| worker.task == task && worker.asks.is_some());
        let worker = worker.unwrap_or_else(|| panic!("{task} does not ask"));
        worker.asks = None;
        worker
            .stream
            .write_all(b"go\n")
            .expect("the worker is there");
        self.processes
            .values_mut()
            .for_each(|process| process.rest = None);
    }

    /// Answers the last rest of each process, as it is.
    pub fn say(&mut self, command: impl Fn(&Rest) -> control::Command) {
        for process in self.processes.values_mut() {
            if let Some(rest) = process.rest.take() {
                let line = format!("{}\n", command(&rest));
                process
                    .stream
                    .write_all(line.as_bytes())
                    .expect("the runtime is there");
            }
        }
    }

    /// Lets time pass, until this time at most.
    pub fn time(&mut self, until: Duration) {
        self.say(|rest| control::Command::Time {
            rest: rest.number,
            since: rest.clock,
            until: until.as_nanos() as u64,
            exact: 50_000,
            most: u64::MAX,
        });
    }

    /// Lets threads that spin or are restless go on.
    pub fn on(&mut self, points: u64) {
        self.say(|rest| control::Command::On {
            rest: rest.number,
            points,
        });
    }

    /// Allows the threads that would end the process to do so.
    pub fn leave(&mut self) {
        self.say(|rest| control::Command::Leave { rest: rest.number });
    }

    /// Waits for the end of the process.
    pub fn end(&mut self) -> ExitStatus {
        self.process.wait().expect("it is our child")
    }

    /// What it has written to stdout and to stderr, once it has ended.
    pub fn output(&mut self) -> (String, String) {
        let read = |stream: Option<&mut dyn Read>| {
            let mut text = String::new();
            stream.map(|stream| stream.read_to_string(&mut text));
            text
        };
        (
            read(
                self.process
                    .stdout
                    .as_mut()
                    .map(|stream| stream as &mut dyn Read),
            ),
            read(
                self.process
                    .stderr
                    .as_mut()
                    .map(|stream| stream as &mut dyn Read),
            ),
        )
    }

    /// Closes the control connections.
    pub fn hang_up(&mut self) {
        for process in self.processes.values() {
            process
                .stream
                .shutdown(std::net::Shutdown::Both)
                .expect("it is connected");
        }
    }

    /// All steps so far.
    pub fn run(&self) -> Run {
        self.scheduled.run().expect("the log can be read")
    }

    /// Waits for what is said next.
    pub fn next_event(&mut self) {
        match self.events.recv_timeout(PATIENCE) {
            Ok((port, Event::Opened(stream))) => {
                self.workers.insert(
                    port,
                    Worker {
                        stream,
                        task: String::new(),
                        asks: None,
                    },
                );
            }
            Ok((port, Event::Line(line))) => self.hear(port, &line),
            Ok((port, Event::Closed)) => {
                self.processes.remove(&port);
                self.workers.remove(&port);
            }
            Err(RecvTimeoutError::Timeout) => panic!("nothing comes: {:?}", self.run().threads),
            Err(RecvTimeoutError::Disconnected) => unreachable!("the listener is there"),
        }
    }

    fn hear(&mut self, port: u16, line: &str) {
        if let Some(process) = self.processes.get_mut(&port) {
            match line.parse().expect("a line of a control connection") {
                Message::Rest(rest) => process.rest = Some(rest),
                Message::Busy { .. } => {}
                Message::Hello { .. } => panic!("it has said so"),
            }
        } else if let Ok(Message::Hello {
            token,
            process,
            parent,
        }) = line.parse()
        {
            assert_eq!(token, TOKEN);
            let stream = self.workers.remove(&port).expect("it was opened").stream;
            let process = Process {
                stream,
                number: process,
                parent,
                rest: None,
            };
            self.processes.insert(port, process);
        } else {
            self.workers
                .get_mut(&port)
                .expect("it was opened")
                .hear(line);
        }
    }
}

impl Worker {
    fn hear(&mut self, line: &str) {
        if let Some(step) = line.strip_prefix("ask ") {
            self.asks = Some(step.to_owned());
        } else if let Some(task) = line.strip_prefix(&format!("{TOKEN} ")) {
            self.task = task.to_owned();
        }
    }
}

impl Drop for Outer {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn accept(listener: &TcpListener, events: &Sender<(u16, Event)>) {
    while let Ok((stream, address)) = listener.accept() {
        let events = events.clone();
        thread::spawn(move || listen(stream, address.port(), &events));
    }
}

/// Passes on what comes. That the test is over is no matter.
fn listen(stream: TcpStream, port: u16, events: &Sender<(u16, Event)>) {
    let Ok(reader) = stream.try_clone() else {
        return;
    };
    let _ = events.send((port, Event::Opened(stream)));
    for line in BufReader::new(reader).lines().map_while(Result::ok) {
        if events.send((port, Event::Line(line))).is_err() {
            return;
        }
    }
    let _ = events.send((port, Event::Closed));
}
