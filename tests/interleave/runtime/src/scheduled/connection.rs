//! The connection to the scheduler. If it fails, the program ends: it never runs free.

use std::{
    env,
    fmt::Display,
    io,
    net::{SocketAddr, TcpStream},
    os::{fd::IntoRawFd, unix::process::parent_id},
    process,
    sync::atomic::{AtomicI32, Ordering::Relaxed},
};

use interleave_protocol::control::{Command, Message};

use crate::system;

/// The longest line that a scheduler may send.
const LONGEST: usize = 4096;

/// The socket of the connection, for code that has no connection at hand.
static SOCKET: AtomicI32 = AtomicI32::new(-1);

/// The connection to the scheduler.
pub struct Connection {
    socket: i32,
    /// The part of the next line that has arrived.
    received: Vec<u8>,
}

impl Connection {
    /// Connects as `INTERLEAVE_CONTROL` and `INTERLEAVE_TOKEN` say, and reports which process this
    /// is. The program has not begun yet.
    pub fn open() -> Self {
        let address = setting("INTERLEAVE_CONTROL");
        let Ok(address) = address.parse::<SocketAddr>() else {
            system::broken(&format!(
                "INTERLEAVE_CONTROL is `{address}`, and not an address with a port"
            ));
        };
        let stream = TcpStream::connect(address)
            .and_then(|stream| stream.set_nodelay(true).map(|()| stream))
            .unwrap_or_else(|error| {
                system::broken(&format!(
                    "failed to connect to the scheduler at {address}, as INTERLEAVE_CONTROL says: {error}"
                ))
            });
        let connection = Self {
            socket: stream.into_raw_fd(),
            received: Vec::new(),
        };
        SOCKET.store(connection.socket, Relaxed);
        connection.say(&Message::Hello {
            token: setting("INTERLEAVE_TOKEN"),
            process: process::id(),
            parent: parent_id(),
        });
        connection
    }

    /// The socket.
    pub fn socket(&self) -> i32 {
        self.socket
    }

    /// Sends a line.
    pub fn say(&self, message: &impl Display) {
        say(self.socket, message);
    }

    /// Takes in what has arrived.
    pub fn receive(&mut self) {
        let mut bytes = [0u8; 1024];
        let address = bytes.as_mut_ptr() as usize;
        let arguments = [self.socket as usize, address, bytes.len(), 0, 0, 0];
        // SAFETY: there is room for as many bytes as the arguments say.
        match unsafe { system::call(libc::SYS_recvfrom, arguments) } {
            0 => system::broken("the scheduler has closed the control connection"),
            count @ 1.. => self.received.extend(&bytes[..count as usize]),
            error if error == -libc::EINTR as isize => {}
            error => fails(error),
        }
        if self.received.len() > LONGEST {
            system::broken("the scheduler has sent a line that is too long");
        }
    }

    /// The next command, if a whole line has arrived.
    pub fn command(&mut self) -> Option<Command> {
        let end = self.received.iter().position(|&byte| byte == b'\n')?;
        let line: Vec<u8> = self.received.drain(..=end).collect();
        let line = String::from_utf8_lossy(&line[..end]);
        match line.parse() {
            Ok(command) => Some(command),
            Err(error) => system::broken(&format!("the scheduler has sent a wrong line: {error}")),
        }
    }
}

/// Closes the connection, in a copy of the process that has no part in the run.
pub fn close() {
    let socket = SOCKET.swap(-1, Relaxed);
    if socket >= 0 {
        // SAFETY: the call has no pointers, and nothing uses the socket from here on.
        unsafe { libc::close(socket) };
    }
}

/// Sends a line over the socket of a connection.
pub fn say(socket: i32, message: &impl Display) {
    let line = format!("{message}\n");
    let mut rest = line.as_bytes();
    while !rest.is_empty() {
        let (address, flags) = (rest.as_ptr() as usize, libc::MSG_NOSIGNAL as usize);
        let arguments = [socket as usize, address, rest.len(), flags, 0, 0];
        // SAFETY: the bytes live until the call is over.
        match unsafe { system::call(libc::SYS_sendto, arguments) } {
            count @ 0.. => rest = &rest[count as usize..],
            error if error == -libc::EINTR as isize => {}
            error => fails(error),
        }
    }
}

fn fails(error: isize) -> ! {
    let error = io::Error::from_raw_os_error(-error as i32);
    system::broken(&format!(
        "the control connection to the scheduler failed: {error}"
    ))
}

fn setting(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| system::broken(&format!("a scheduled run needs {name}")))
}
