//! Waits for the scheduler, for files and for children, while no thread can go on.

use interleave_protocol::control::Command;

use crate::{block::Block, state::State, system};

use super::{LIMIT, ROUNDS, Scheduled, away, time::Passing};

/// The time between two checks whether a child has ended, in milliseconds.
const CHILD_LOOK: i64 = 1;

impl Scheduled {
    /// Waits until something happens: the scheduler answers, a file can be used, a child has ended,
    /// or a thread that was away is back.
    pub fn wait(&mut self, state: &mut State) {
        self.limit = LIMIT;
        loop {
            let mut files = vec![readable(self.connection.socket()), readable(away::alarm())];
            files.extend(state.threads.iter().flat_map(|thread| thread.block.files()));
            let waits_for_child = |block: &Block| matches!(block, Block::Child { .. });
            let has_child = state.threads.iter().any(|t| waits_for_child(&t.block));
            system::poll(&mut files, has_child.then_some(CHILD_LOOK));
            if files[0].revents != 0 && self.hears(state) {
                return;
            }
            if files[1].revents != 0 {
                system::take_event(away::alarm());
                return;
            }
            let has_ended = |thread: usize| {
                waits_for_child(&state.threads[thread].block) && state.can_go_on(thread)
            };
            if files[2..].iter().any(|file| file.revents != 0)
                || has_child && (0..state.threads.len()).any(has_ended)
            {
                self.has_progressed();
                return;
            }
        }
    }

    /// Obeys the commands that answer this rest. Returns whether there were any.
    fn hears(&mut self, state: &mut State) -> bool {
        self.connection.receive();
        let mut is_answered = false;
        while let Some(command) = self.connection.command() {
            if command.rest() == self.rest {
                self.obey(command, state);
                is_answered = true;
            }
        }
        is_answered
    }

    fn obey(&mut self, command: Command, state: &mut State) {
        match command {
            Command::Time {
                since,
                until,
                exact,
                most,
                ..
            } => {
                self.passing = Some(Passing {
                    until: state.clock.at(until),
                    // The clock of a process that was started later is behind.
                    since: state.clock.at(since).min(state.clock.now()),
                    exact,
                    most,
                });
            }
            Command::On { points, .. } => {
                let threads = state.threads.len() as u64;
                self.limit = points.max(LIMIT).saturating_mul(1 + threads);
                self.rounds = ROUNDS.saturating_sub_unsigned(points);
            }
            Command::Leave { .. } => {
                for thread in &mut state.threads {
                    if matches!(thread.block, Block::Leave) {
                        thread.block = Block::No;
                    }
                }
            }
        }
    }
}

fn readable(file: i32) -> libc::pollfd {
    libc::pollfd {
        fd: file,
        events: libc::POLLIN,
        revents: 0,
    }
}
