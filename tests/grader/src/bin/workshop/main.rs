//! `cargo workshop`: the command of the workshop.

use std::{
    io::{self, Write},
    num::NonZeroUsize,
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
};

use clap::{
    CommandFactory, Parser, Subcommand, ValueEnum,
    error::{ContextKind, ContextValue},
};
use grader::{
    build::{Compiler, Executable},
    course::{self, Entry},
    files,
    state::State,
    style::Styles,
    text::{self, coloured_lines},
};

mod check;
mod chooser;
mod course_lint;
mod explore;
mod file_watcher;
mod grade;
mod handout;
mod hint;
mod inside;
mod interactive;
mod keys;
mod list;
mod measure;
mod menu;
mod outcome;
mod play;
mod playback;
mod progress;
mod reset;
mod run;
mod screen;
mod script;
mod table;
mod timeline;
mod verify;
mod watch;

/// How many lines of a compiler's messages are shown.
const MOST_LINES: usize = 60;

/// The course's exercises: without a command, how far you have come and what to open next.
#[derive(Parser)]
#[command(after_help = HELP, name = "cargo workshop", bin_name = "cargo workshop")]
#[command(term_width = text::width().min(WIDEST))]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Says what a program does wrong, and shows the interleaving that proves it
    #[command(after_help = check::HELP)]
    Check(check::Arguments),
    /// Runs an exercise as it is, without a scheduler
    #[command(after_help = run::HELP)]
    Run {
        /// The exercise or stage to run; the next unsolved exercise if none is named
        name: Option<String>,
    },
    /// Shows a hint, and another one the next time
    #[command(after_help = hint::HELP)]
    Hint {
        /// The exercise; the next unsolved one if none is named
        name: Option<String>,
    },
    /// Checks an exercise whenever you save it
    #[command(after_help = watch::HELP)]
    Watch {
        /// The exercise to begin with; the next unsolved one if none is named
        name: Option<String>,
    },
    /// Puts an exercise back to how it was handed out, and keeps a copy of yours
    #[command(after_help = reset::HELP)]
    Reset {
        /// The exercise
        name: String,
        /// Does not ask
        #[arg(long)]
        yes: bool,
    },
    /// Plays a schedule on a program, or lets you be the scheduler
    #[command(after_help = play::HELP)]
    Play(play::Arguments),
    /// Runs any program in many interleavings, and shows how it ends
    #[command(after_help = explore::HELP)]
    Explore(Box<explore::Arguments>),
    /// Grades a whole class: a row a student and exercise, and a report
    #[command(after_help = grade::HELP)]
    Grade(Box<grade::Arguments>),
    /// Writes what learners get, without the solutions
    #[command(after_help = handout::HELP)]
    Handout {
        /// The folder to write to, which is made
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Measures what the article claims: tables, plots, and what to conclude
    #[command(after_help = measure::HELP)]
    Measure(measure::Arguments),
    /// Draws a run in virtual time: who works, who waits, and for what
    #[command(after_help = timeline::HELP)]
    Timeline(timeline::Arguments),
    /// Grades the programs whose findings are known, to see whether the grader is right
    #[command(after_help = verify::HELP)]
    Verify(verify::Arguments),
}

/// For whom a command writes: people read text, and programs read JSON.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// How wide help is at most, in columns.
const WIDEST: usize = 100;

const HELP: &str = "\
Examples:
  cargo workshop                 which exercises are solved, what to open next
  cargo workshop check           what is wrong with the next one
  cargo workshop watch           the same, whenever you save it
  cargo workshop check --help    more of each command

Exit status: 0 if all went well, 1 if something is unsolved or went wrong with a \
program, 2 if the workshop could not do its work.";

fn main() -> ExitCode {
    let arguments = Arguments::try_parse().unwrap_or_else(|error| suggesting(error).exit());
    let Some(command) = arguments.command else {
        return status(list::list());
    };
    status(match command {
        Command::Check(arguments) => check::check(&arguments),
        Command::Run { name } => run::run(name.as_deref()),
        Command::Hint { name } => hint::hint(name.as_deref()),
        Command::Watch { name } => watch::watch(name.as_deref()),
        Command::Reset { name, yes } => reset::reset(&name, yes),
        Command::Play(arguments) => play::play(&arguments),
        Command::Explore(arguments) => explore::explore(&arguments),
        Command::Grade(arguments) => grade::grade(&arguments),
        Command::Handout { out } => handout::hand_out(&out),
        Command::Measure(arguments) => measure::measure(&arguments),
        Command::Timeline(arguments) => timeline::timeline(&arguments),
        Command::Verify(arguments) => verify::verify(&arguments),
    })
}

/// Adds to the error the command that the user probably meant. clap finds none for short names,
/// such as `rn`.
fn suggesting(mut error: clap::Error) -> clap::Error {
    let unknown = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(name)) => name.clone(),
        _ => return error,
    };
    let commands = Arguments::command();
    let names = commands.get_subcommands().map(clap::Command::get_name);
    if let Some(nearest) = course::nearest(&unknown, names) {
        let nearest = ContextValue::Strings(vec![nearest.to_owned()]);
        error.insert(ContextKind::SuggestedSubcommand, nearest);
    }
    error
}

fn status(done: io::Result<ExitCode>) -> ExitCode {
    match done {
        Ok(code) => code,
        // The reader of our output has closed it.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(2),
        Err(error) => {
            say_error(&error);
            ExitCode::from(2)
        }
    }
}

/// Says on stderr what went wrong.
fn say_error(error: &io::Error) {
    eprintln!("{} {error}", Styles::of(&io::stderr()).wrong("error:"));
}

/// Builds the program in the file `path`, and shows the compiler's warnings. If the compiler
/// refuses the program, shows why and returns None.
fn built(compiler: &Compiler, path: &Path) -> io::Result<Option<Executable>> {
    // The compiler's message for a file that cannot be read is no help.
    files::read_text(path)?;
    let colour = Styles::of(&io::stderr()).are_on();
    Ok(match compiler.compile(path, colour)? {
        Ok(executable) => {
            let warnings = coloured_lines(executable.warnings(), MOST_LINES);
            if !warnings.is_empty() {
                eprintln!("{warnings}");
            }
            Some(executable)
        }
        Err(refusal) => {
            let words = coloured_lines(&refusal.words, MOST_LINES);
            eprintln!("{} does not build\n{words}", path.display());
            None
        }
    })
}

/// The exercise or stage `name`, or else the next unsolved exercise. If there is none, says that all
/// are solved.
fn next_or_named<'a>(entries: &'a [Entry], name: Option<&str>) -> io::Result<Option<&'a Entry>> {
    if let Some(name) = name {
        return course::find(entries, name).map(Some);
    }
    let next = State::read()?.next(entries);
    if next.is_none() {
        writeln!(io::stdout(), "{}", list::ALL_SOLVED)?;
    }
    Ok(next)
}

/// How many programs are graded at the same time, if the user asks for `number`.
fn jobs(number: Option<NonZeroUsize>) -> NonZeroUsize {
    const TWICE: NonZeroUsize = NonZeroUsize::new(2).expect("it is not 0");
    // Two for each core, because grading a wrong program is as much waiting as running.
    let cores = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    number.unwrap_or(cores.saturating_mul(TWICE))
}
