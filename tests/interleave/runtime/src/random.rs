//! Random numbers: SplitMix64 (Steele and others, OOPSLA 2014). A seed must give the same run for
//! ever. So the numbers come from this code and not from a library that may change.

/// A sequence of random numbers.
#[derive(Clone, Copy, Debug)]
pub struct Random(u64);

impl Random {
    /// The sequence that belongs to a seed.
    pub fn new(seed: u64) -> Self {
        let mut random = Self(seed);
        // Sequences of neighbouring seeds would begin alike, so the first number becomes the seed.
        Self(random.next())
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// The next number, below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_always_gives_the_same_numbers() {
        let mut random = Random::new(7);
        let numbers = [random.next(), random.next(), random.next()];
        let mut again = Random::new(7);
        assert_eq!(numbers, [again.next(), again.next(), again.next()]);
        assert_ne!(numbers[0], Random::new(8).next());
    }
}
