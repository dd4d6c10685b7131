//! Plays a made-up program: what its runtime and its workers say to the scheduler stands in a
//! script. So a test shows both sides of the conversation, and needs neither a runtime nor threads.
//!
//! | line | what is done |
//! | --- | --- |
//! | `NAME is a worker` | the worker on the task NAME connects |
//! | `NAME is a process` | the runtime in this process connects |
//! | `NAME is a child` | the runtime in a child process connects, which there is not |
//! | `NAME is a stranger` | a connection is opened, and nothing is said |
//! | `NAME says LINE` | NAME sends LINE; `reads TASK` in it names the connection of that worker |
//! | `NAME hears` | NAME waits for a line and prints it; if there is none, the program ends |
//! | `NAME closes` | NAME closes its connection |
//!
//! After the last line the program ends.

use std::{
    collections::BTreeMap,
    env,
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    process,
};

use scheduler::control::{File, FileKind, Message, State};

type Connections<'a> = BTreeMap<&'a str, BufReader<TcpStream>>;

pub fn play(script: &str) {
    let mut connections = Connections::new();
    let lines = script.lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty()) {
        let (name, act) = line.split_once(' ').expect("a name stands first");
        if let Some(kind) = act.strip_prefix("is a ") {
            connections.insert(name, connect(kind, name));
        } else if let Some(text) = act.strip_prefix("says ") {
            let text = with_files(text, &connections);
            say(&mut connections, name, &text);
        } else if act == "hears" {
            let Some(heard) = hear(&mut connections, name) else {
                return;
            };
            println!("{name}: {heard}");
        } else {
            assert_eq!(act, "closes", "this is no act");
            connections.remove(name).expect("it is connected");
        }
    }
}

fn connect(kind: &str, name: &str) -> BufReader<TcpStream> {
    let of_runtime = |process, parent| Message::Hello {
        token: variable("INTERLEAVE_TOKEN"),
        process,
        parent,
    };
    let own = process::id();
    let (address, greeting) = match kind {
        "worker" => (
            "WORKSHOP_SCHEDULER",
            format!("{} {name}\n", variable("WORKSHOP_TOKEN")),
        ),
        "process" => ("INTERLEAVE_CONTROL", format!("{}\n", of_runtime(own, 0))),
        "child" => (
            "INTERLEAVE_CONTROL",
            format!("{}\n", of_runtime(own.wrapping_add(1), own)),
        ),
        "stranger" => ("INTERLEAVE_CONTROL", String::new()),
        _ => panic!("there is no {kind} in a script"),
    };
    let mut stream = TcpStream::connect(variable(address)).expect("the scheduler listens");
    stream
        .set_nodelay(true)
        .and_then(|()| stream.write_all(greeting.as_bytes()))
        .expect("the connection is open");
    BufReader::new(stream)
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("{name} is not set"))
}

/// `text`, in which `reads TASK` has become the state of a thread that waits for that worker's
/// turn.
fn with_files(text: &str, connections: &Connections<'_>) -> String {
    let states = text.split(';').map(|state| {
        let task = state.strip_prefix("reads ");
        match task.and_then(|task| connections.get(task)) {
            Some(connection) => reading(connection.get_ref()).to_string(),
            None => state.to_owned(),
        }
    });
    states.collect::<Vec<_>>().join(";")
}

fn reading(stream: &TcpStream) -> State {
    let file = File {
        kind: FileKind::Socket,
        descriptor: 3,
        port: stream.local_addr().expect("it is bound").port(),
        peer: stream.peer_addr().expect("it is connected").port(),
    };
    State::Reads { file, until: None }
}

/// The scheduler may have closed the connection. Then the next line that is heard is none.
fn say(connections: &mut Connections<'_>, name: &str, text: &str) {
    let connection = connections.get_mut(name).expect("it is connected");
    let _ = connection
        .get_mut()
        .write_all(format!("{text}\n").as_bytes());
}

fn hear(connections: &mut Connections<'_>, name: &str) -> Option<String> {
    let connection = connections.get_mut(name).expect("it is connected");
    connection.lines().next()?.ok()
}
