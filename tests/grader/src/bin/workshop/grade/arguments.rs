//! What `cargo workshop grade` is asked to do.

use std::{
    num::{NonZeroU64, NonZeroUsize},
    path::PathBuf,
};

use class::{formats::Format, shard::Shard};

pub const HELP: &str = "\
Examples:
  cargo workshop grade class.zip --out week1                    a class
  cargo workshop grade class/ --out week1 --roster class.csv    also who is missing
  cargo workshop grade class/ --out week1 --points points.toml  other points
  cargo workshop grade mine/ --out mine --student ada           one student

A class is a folder or an archive with a folder, an archive or files of each \
student, as Moodle and Canvas give them, or a list in CSV with the columns \
`student` and `path`. Run the same command again to go on where it was stopped, \
or after more was handed in: what has a verdict is not graded again.

In the folder of --out: report.html for you, results.csv for a spreadsheet, \
feedback/ for the students, junit.xml, and results.jsonl, which has all.

Exit status: 0 if each file has a verdict, 2 if some have none, a part is missing \
or the grader could not do its work.";

#[derive(clap::Args)]
pub struct Arguments {
    /// What was handed in: folders, archives (zip, tar.gz), files, or lists (csv)
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// The folder for the results
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Who should have handed in: a CSV file with a head, a student a line
    #[arg(long, value_name = "FILE")]
    pub roster: Option<PathBuf>,
    /// Everything was handed in by this one student
    #[arg(long, value_name = "NAME")]
    pub student: Option<String>,
    /// Which file is which exercise, such as `join_handles=**/homework1.rs`; by its own name if
    /// nothing is said
    #[arg(long, value_name = "EXERCISE=PATTERN")]
    pub map: Vec<String>,
    /// The exercises to grade; those that anyone has worked on if nothing is said
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub exercises: Vec<String>,
    /// How many points there are for what; one for each solved exercise if nothing is said
    #[arg(long, value_name = "FILE")]
    pub points: Option<PathBuf>,
    /// How many files are graded at the same time: twice as many as there are cores, if nothing is
    /// said
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// How long the grader may take for one file, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "600")]
    pub time: NonZeroU64,
    /// Grades also what has a verdict; the old one stays until there is a new one
    #[arg(long)]
    pub regrade: bool,
    /// Grades one part of the class only, such as 1/4; `--merge` brings the parts together
    #[arg(long, value_name = "K/N")]
    pub shard: Option<Shard>,
    /// The paths are --out folders of parts, whose rows are brought together
    #[arg(long, conflicts_with_all = ["regrade", "roster", "shard", "student", "map"])]
    pub merge: bool,
    /// What to write besides csv, junit, html and markdown: gradescope, classroom50, autolab,
    /// exercism, github
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub format: Vec<Format>,
    /// Grades also where programs cannot be confined: they can read your files and use the network
    #[arg(long)]
    pub unconfined: bool,
}
