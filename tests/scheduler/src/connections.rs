//! The connections of a program to the scheduler: listens for them, waits, and reads.

use std::{
    io::{self, ErrorKind},
    net::{Ipv4Addr, SocketAddr},
    slice,
    time::{Duration, Instant},
};

use mio::{Events, Interest, Poll, Token, net::TcpListener};

use crate::{
    Event, Launch,
    process::{EndWatch, is_out_of_files, random_mark},
    protocol::{Connection, Tokens},
};

const LISTENER: Token = Token(0);
const END: Token = Token(1);
const FIRST_CONNECTION: usize = 2;

/// All connections of one program, in the order of their arrival, and the end of its process.
pub struct Connections {
    poll: Poll,
    events: Events,
    listener: TcpListener,
    address: SocketAddr,
    tokens: Tokens,
    /// The event for the end of the process, once it is watched for.
    end_watch: Option<EndWatch>,
    all: Vec<Connection>,
    /// How many there may be.
    most: usize,
}

/// What has arrived when a wait ends.
pub struct Received {
    pub anything: bool,
    pub the_end: bool,
}

impl Connections {
    /// Listens for at most `most` connections.
    pub fn listen(most: usize) -> io::Result<Self> {
        let poll = Poll::new()?;
        let mut listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        poll.registry()
            .register(&mut listener, LISTENER, Interest::READABLE)?;
        Ok(Self {
            poll,
            events: Events::with_capacity(64),
            address: listener.local_addr()?,
            listener,
            tokens: Tokens {
                worker: random_mark()?,
                runtime: random_mark()?,
            },
            end_watch: None,
            all: Vec::new(),
            most,
        })
    }

    /// The launch with the address to which the program connects, and with the tokens.
    pub fn with_address(&self, launch: &Launch) -> Launch {
        let address = self.address.to_string();
        let launch = launch
            .clone()
            .connecting_to(self.port())
            .env("WORKSHOP_SCHEDULER", &address)
            .env("WORKSHOP_TOKEN", &self.tokens.worker);
        if launch.is_interleaved() {
            launch
                .env("INTERLEAVE_CONTROL", address)
                .env("INTERLEAVE_TOKEN", &self.tokens.runtime)
        } else {
            launch.env_unless_set("PACE", "100")
        }
    }

    /// Makes [`wait`](Self::wait) wait for the end of process `id` too.
    pub fn watch_for_end_of(&mut self, id: u32) {
        self.end_watch = Some(EndWatch::register(id, self.poll.registry(), END));
    }

    /// Whether the end of the process arrives as an event. Otherwise the caller must check for it.
    pub fn reports_the_end(&self) -> bool {
        self.end_watch.as_ref().is_some_and(EndWatch::has_events)
    }

    /// The port at which we listen.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The connections that have arrived, also those that are closed.
    pub fn iter(&self) -> slice::Iter<'_, Connection> {
        self.all.iter()
    }

    pub fn iter_mut(&mut self) -> slice::IterMut<'_, Connection> {
        self.all.iter_mut()
    }

    /// Whether there are more than there may be.
    pub fn are_too_many(&self) -> bool {
        self.all.len() > self.most
    }

    /// Waits until something arrives, or for `timeout`. The wait is short if the end of the process
    /// does not arrive as an event.
    ///
    /// Nothing arrives after the end, so what is read then is complete.
    pub fn wait(&mut self, timeout: Duration) -> io::Result<Received> {
        let interval = self.end_watch.as_ref().map(EndWatch::interval);
        let timeout = interval.map_or(timeout, |interval| timeout.min(interval));
        match self.poll.poll(&mut self.events, Some(timeout)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => result?,
        }
        Ok(Received {
            anything: !self.events.is_empty(),
            the_end: self.events.iter().any(|event| event.token() == END),
        })
    }

    /// Reads the connections on which something has arrived, and adds the new events of workers to
    /// `history`.
    pub fn read(&mut self, history: &mut Vec<Event>) -> io::Result<()> {
        let tokens: Vec<Token> = self.events.iter().map(|event| event.token()).collect();
        for &Token(index) in &tokens {
            if index >= FIRST_CONNECTION {
                self.read_one(index - FIRST_CONNECTION, history);
            }
        }
        // New connections come last: such a worker may have waited for a message on another
        // connection.
        if tokens.contains(&LISTENER) {
            self.accept(history)?;
        }
        Ok(())
    }

    /// Reads on until all connections are closed, but not for ever. The system closes them when the
    /// program ends. On a busy machine the last bytes may still be on their way then.
    pub fn read_to_the_last(&mut self, history: &mut Vec<Event>) -> io::Result<()> {
        const AT_MOST: Duration = Duration::from_secs(1);
        let since = Instant::now();
        self.read_all(history)?;
        while self.all.iter().any(Connection::is_open) && since.elapsed() < AT_MOST {
            self.poll
                .poll(&mut self.events, Some(Duration::from_millis(1)))?;
            self.read_all(history)?;
        }
        Ok(())
    }

    fn read_all(&mut self, history: &mut Vec<Event>) -> io::Result<()> {
        self.accept(history)?;
        (0..self.all.len()).for_each(|index| self.read_one(index, history));
        Ok(())
    }

    fn read_one(&mut self, index: usize, history: &mut Vec<Event>) {
        history.extend(self.all[index].read(&self.tokens));
    }

    fn accept(&mut self, history: &mut Vec<Event>) -> io::Result<()> {
        while self.all.len() <= self.most {
            let mut stream = match self.listener.accept() {
                Ok((stream, _)) => stream,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if is_passing(error.kind()) => continue,
                Err(error) if is_out_of_files(&error) => {
                    return Err(io::Error::other(
                        "this system has no file left to open: grade fewer programs at a time",
                    ));
                }
                Err(error) => return Err(error),
            };
            let index = self.all.len();
            let token = Token(index + FIRST_CONNECTION);
            self.poll
                .registry()
                .register(&mut stream, token, Interest::READABLE)?;
            self.all.push(Connection::new(stream));
            self.read_one(index, history);
        }
        Ok(())
    }
}

/// Whether a listener's error concerns only one connection, which has gone already.
fn is_passing(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Interrupted | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    )
}
