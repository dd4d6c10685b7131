//! `kernels/wrong/group_lock.rs`.

use super::{
    join, spawn,
    sync::{Arc, Mutex},
};

struct Groups {
    members: Mutex<[u32; 2]>,
    group: Mutex<()>,
}

impl Groups {
    fn visit(&self, group: usize) {
        let mut members = self.members.lock().unwrap();
        members[group] += 1;
        let entered = self.group.lock().unwrap();
        drop(members);

        self.members.lock().unwrap()[group] -= 1;
        drop(entered);
    }
}

pub fn main() {
    let groups = Arc::new(Groups {
        members: Mutex::new([0; 2]),
        group: Mutex::new(()),
    });
    join([0, 1].map(|group| spawn(&groups, move |groups| groups.visit(group))));
    let _members_left = groups.members.lock().unwrap();
}
