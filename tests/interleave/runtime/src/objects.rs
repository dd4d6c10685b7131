//! What threads operate on, numbered by first use, because addresses may differ from run to run.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

/// The objects of a run.
#[derive(Default)]
pub struct Objects {
    numbers: HashMap<usize, u32, BuildHasherDefault<AddressHasher>>,
    versions: Vec<u32>,
}

impl Objects {
    /// The number of the object at this address. There is no object at address 0; its number
    /// is 0.
    pub fn number(&mut self, address: usize) -> u32 {
        if address == 0 {
            return 0;
        }
        let next = self.versions.len() as u32 + 1;
        let number = *self.numbers.entry(address).or_insert(next);
        if number == next {
            self.versions.push(0);
        }
        number
    }

    /// The number of the object at this address, if it was used.
    pub fn known(&self, address: usize) -> Option<u32> {
        self.numbers.get(&address).copied()
    }

    /// How often the object was changed.
    pub fn version(&self, number: u32) -> u32 {
        let index = (number as usize).checked_sub(1);
        index
            .and_then(|index| self.versions.get(index))
            .copied()
            .unwrap_or(0)
    }

    /// Notes that the object was changed.
    pub fn change(&mut self, number: u32) {
        let index = (number as usize).checked_sub(1);
        if let Some(version) = index.and_then(|index| self.versions.get_mut(index)) {
            *version += 1;
        }
    }
}

/// Hashes an address by one multiplication. The standard library's hasher would ask for random
/// numbers, and this library replaces the function for that.
#[derive(Default)]
struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_usize(usize::from(byte));
        }
    }

    fn write_usize(&mut self, number: usize) {
        self.0 = (self.0 ^ number as u64)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_numbered_by_first_use() {
        let mut objects = Objects::default();
        assert_eq!(
            [0x500, 0x100, 0x500, 0].map(|address| objects.number(address)),
            [1, 2, 1, 0]
        );
    }

    #[test]
    fn a_change_is_one_of_that_object_only() {
        let mut objects = Objects::default();
        let (first, second) = (objects.number(8), objects.number(16));
        objects.change(second);
        objects.change(0);
        assert_eq!((objects.version(first), objects.version(second)), (0, 1));
    }
}
