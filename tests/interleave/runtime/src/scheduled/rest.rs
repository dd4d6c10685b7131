//! What the runtime reports about a rest.

use interleave_protocol::{
    control::{File, FileKind, How, Message, Next, Rest, State as Stand},
    log::Kind,
};

use crate::{block::Block, state::State, system};

use super::{Scheduled, contains, looks_at_clock, time};

impl Scheduled {
    /// The message about the rest that the program is in.
    pub fn describe(&self, state: &State, how: How) -> Message {
        let threads = 0..state.threads.len();
        Message::Rest(Rest {
            number: self.rest,
            how,
            clock: state.clock.elapsed(),
            next: match state.next_deadline() {
                Some(next) => Next::At(state.clock.since_start(next)),
                None if time::is_looked_at(state) => Next::LookedAt,
                None => Next::Never,
            },
            jumps: self.jumps,
            has_children: system::has_children(),
            threads: threads
                .map(|thread| self.stands_at(state, thread, how))
                .collect(),
        })
    }

    fn stands_at(&self, state: &State, thread: usize, how: How) -> Stand {
        if how == How::Restless && contains(self.ran_late, thread) {
            Stand::Runs
        } else {
            stand(state, thread)
        }
    }
}

fn stand(state: &State, number: usize) -> Stand {
    let thread = &state.threads[number];
    let object = u64::from(thread.object);
    let since_start = |until: Option<u64>| until.map(|until| state.clock.since_start(until));
    match thread.block {
        Block::No if !thread.spinning.is_deferred() => Stand::Runs,
        Block::No if looks_at_clock(state, number) => Stand::SpinsOnClock,
        Block::No if thread.kind == Kind::Yield => Stand::Yields,
        Block::No => Stand::Spins { object },
        Block::Futex { woken: Some(_), .. } => Stand::Runs,
        Block::Futex { until, .. } => Stand::Futex {
            object,
            until: since_start(until),
        },
        Block::Thread(other) => Stand::Joins(other),
        Block::Time(until) => Stand::Sleeps {
            until: state.clock.since_start(until),
        },
        Block::Files { until, .. } if thread.kind == Kind::Write => Stand::Writes {
            file: file(thread.block),
            until: since_start(until),
        },
        Block::Files { until, .. } => Stand::Reads {
            file: file(thread.block),
            until: since_start(until),
        },
        Block::Child { id, .. } => Stand::Child(id as u32),
        Block::Mutex { address, .. } | Block::CLock(address) => Stand::Locks {
            object,
            holder: state.holder(address),
        },
        // Another thread ends the process already.
        Block::Leave | Block::Never => Stand::Leaves,
        Block::Away => Stand::Away,
        Block::Ended => Stand::Ended,
    }
}

/// The one file that a thread waits for.
fn file(block: Block) -> File {
    let mut files = block.files();
    let descriptor = match (files.next(), files.next()) {
        (Some(file), None) => file.fd,
        _ => -1,
    };
    let kind = match system::kind_of_file(descriptor) {
        Some(libc::S_IFIFO) => FileKind::Pipe,
        Some(libc::S_IFSOCK) => FileKind::Socket,
        _ => FileKind::Other,
    };
    let (port, peer) = system::ports(descriptor);
    File {
        kind,
        descriptor,
        port,
        peer,
    }
}
