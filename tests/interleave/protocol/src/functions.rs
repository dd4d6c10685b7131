//! What is known of a program's functions, by their symbols. From it the runtime decides which
//! atomic operations are worth a scheduling point. The explorer writes it to a file, one line per
//! function.

use std::{fmt, str::FromStr};

/// A function of the program that has a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// Where it begins, relative to where the program is loaded.
    pub begin: u64,
    /// Where it ends.
    pub end: u64,
    /// Its class.
    pub class: Class,
}

/// What a function is. Most functions have no class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A function that acts for its caller, such as a method of an atomic type.
    Transparent,
    /// Internals of the standard library that get no scheduling point: reference counts, poison
    /// flags.
    Silent,
    /// It gives up a share of an `Arc`.
    Drop,
    /// It calls the closure that a thread was started for.
    Work,
    /// The user's own function.
    User,
    /// It makes sure that something is done once: `Once::call_once`, `OnceLock::get_or_init`.
    Once,
    /// `lock` of a mutex of the standard library.
    StdMutex,
    /// `lock` of a mutex of `parking_lot`.
    ParkingLotMutex,
    /// `thread::park`.
    Park,
}

const LETTERS: [(Class, char); 9] = [
    (Class::Transparent, 't'),
    (Class::Silent, 's'),
    (Class::Drop, 'd'),
    (Class::Work, 'w'),
    (Class::User, 'u'),
    (Class::Once, 'o'),
    (Class::StdMutex, 'm'),
    (Class::ParkingLotMutex, 'p'),
    (Class::Park, 'k'),
];

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = LETTERS.iter().find(|(class, _)| *class == self.class);
        let letter = letter.map_or('?', |(_, letter)| *letter);
        write!(f, "{:x} {:x} {letter}", self.begin, self.end)
    }
}

impl FromStr for Function {
    type Err = FunctionError;

    fn from_str(line: &str) -> Result<Self, FunctionError> {
        let mut parts = line.split(' ');
        let mut next = || parts.next().ok_or(FunctionError);
        let address = |text| u64::from_str_radix(text, 16).map_err(|_| FunctionError);
        let (begin, end, letter) = (address(next()?)?, address(next()?)?, next()?);
        let class = LETTERS
            .iter()
            .find(|(_, known)| letter.chars().eq([*known]));
        let class = class.ok_or(FunctionError)?.0;
        Ok(Self { begin, end, class })
    }
}

/// The line does not describe a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionError;

impl fmt::Display for FunctionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a line of the form `BEGIN END CLASS`")
    }
}

impl std::error::Error for FunctionError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_read_as_it_was_written() {
        for (class, _) in LETTERS {
            let function = Function {
                begin: 0x1000,
                end: 0x10ff,
                class,
            };
            assert_eq!(function.to_string().parse(), Ok(function));
        }
    }

    #[test]
    fn a_line_of_another_form_is_refused() {
        for line in ["", "10", "10 20", "10 20 x", "g 20 t"] {
            assert_eq!(line.parse::<Function>(), Err(FunctionError));
        }
    }
}
