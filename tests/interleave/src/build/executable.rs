//! Reads facts from an executable.

use object::{
    LittleEndian, Object, ObjectSection, ObjectSymbol, SymbolKind, elf,
    read::{self, elf::ElfFile64},
};

use super::runtime;

/// An executable.
pub struct Executable<'a> {
    file: ElfFile64<'a, LittleEndian>,
}

/// A function, by its symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol<'a> {
    /// Where it begins, relative to where the program is loaded.
    pub begin: u64,
    /// Where it ends.
    pub end: u64,
    /// The symbol, mangled.
    pub name: &'a str,
}

impl<'a> Executable<'a> {
    /// Reads an executable.
    pub fn parse(bytes: &'a [u8]) -> read::Result<Self> {
        ElfFile64::parse(bytes).map(|file| Self { file })
    }

    /// Its functions.
    pub fn functions(&self) -> Vec<Symbol<'a>> {
        let symbols = self.file.symbols().filter(|symbol| {
            symbol.kind() == SymbolKind::Text && symbol.is_definition() && symbol.size() > 0
        });
        let functions = symbols.filter_map(|symbol| {
            Some(Symbol {
                begin: symbol.address(),
                end: symbol.address() + symbol.size(),
                name: symbol.name().ok()?,
            })
        });
        functions.collect()
    }

    /// Its machine code.
    pub fn code(&self) -> &'a [u8] {
        let section = self.file.section_by_name(".text");
        section
            .and_then(|section| section.data().ok())
            .unwrap_or_default()
    }

    /// Whether it calls the runtime in place of an atomic operation.
    pub fn calls_runtime(&self) -> bool {
        self.file.dynamic_symbols().any(|symbol| {
            symbol.is_undefined()
                && symbol
                    .name()
                    .is_ok_and(|name| name.starts_with("__tsan_atomic"))
        })
    }

    /// Whether the loader loads the runtime before the C library, so that the runtime's functions
    /// take precedence.
    pub fn takes_runtime_first(&self) -> bool {
        let libraries = self.libraries().unwrap_or_default();
        let position = |is_it: &dyn Fn(&str) -> bool| libraries.iter().position(|name| is_it(name));
        let runtime = position(&|name| name == runtime::FILE);
        let libc = position(&|name| name.starts_with("libc.so"));
        runtime.is_some_and(|runtime| libc.is_none_or(|libc| runtime < libc))
    }

    /// The libraries that it needs, in the order in which the loader loads them.
    fn libraries(&self) -> read::Result<Vec<&'a str>> {
        let table = self.file.elf_dynamic_table()?;
        let needed = table.iter().filter(|entry| entry.tag == elf::DT_NEEDED);
        let names = needed.filter_map(|entry| std::str::from_utf8(table.string(entry).ok()?).ok());
        Ok(names.collect())
    }
}
