//! Which exercises were saved.

use std::{
    collections::BTreeMap,
    fs,
    time::{Duration, Instant, SystemTime},
};

use grader::course::{self, Entry};

/// How often the files are looked at. An editor may write a file in several parts, so a file must
/// also have been left alone for so long.
const TO_SETTLE: Duration = Duration::from_millis(200);

/// The exercises that are saved from now on.
pub struct FileWatcher<'a> {
    entries: &'a [Entry],
    /// When each exercise was saved last, as far as that is known.
    known: BTreeMap<&'a str, SystemTime>,
    looked_at: Instant,
}

impl<'a> FileWatcher<'a> {
    /// Watches the exercises among `entries`.
    pub fn watch(entries: &'a [Entry]) -> Self {
        let exercises = course::exercises(entries);
        let known = exercises.filter_map(|entry| Some((entry.name.as_str(), saved_at(entry)?)));
        Self {
            entries,
            known: known.collect(),
            looked_at: Instant::now(),
        }
    }

    /// An exercise that was saved since it was returned last, if there is one. It may take a moment
    /// until a save is noticed.
    pub fn next_saved(&mut self) -> Option<&'a Entry> {
        if self.looked_at.elapsed() < TO_SETTLE {
            return None;
        }
        self.looked_at = Instant::now();
        self.look()
    }

    fn look(&mut self) -> Option<&'a Entry> {
        course::exercises(self.entries).find(|entry| {
            let time = saved_at(entry).filter(|time| is_settled(*time));
            time.is_some_and(|time| self.known.insert(&entry.name, time) != Some(time))
        })
    }
}

/// When its file was saved last, if it is there. Some editors remove a file before they save it.
fn saved_at(entry: &Entry) -> Option<SystemTime> {
    fs::metadata(&entry.source).ok()?.modified().ok()
}

/// Whether a save is over. A time in the future is of another clock, and does not say how long ago
/// it was.
fn is_settled(time: SystemTime) -> bool {
    time.elapsed().ok().is_none_or(|ago| ago >= TO_SETTLE)
}

#[cfg(test)]
mod tests {
    use std::{
        fs::{self, File},
        time::{Duration, SystemTime},
    };

    use grader::course::{Entry, entries, exercises};

    use super::FileWatcher;

    /// Two exercises with files of our own in `folder`.
    fn two(folder: &std::path::Path) -> Vec<Entry> {
        let entries = entries().expect("the course can be read");
        let mut two: Vec<Entry> = exercises(&entries).take(2).cloned().collect();
        for entry in &mut two {
            entry.source = folder.join(&entry.name);
            fs::write(&entry.source, "").expect("there is room");
        }
        two
    }

    /// Saves the file of `entry` at this time.
    fn save(entry: &Entry, time: SystemTime) {
        let file = File::options().append(true).open(&entry.source);
        let saved = file.and_then(|file| file.set_modified(time));
        saved.expect("it is ours");
    }

    fn seconds_ago(seconds: u64) -> SystemTime {
        SystemTime::now() - Duration::from_secs(seconds)
    }

    fn name(saved: Option<&Entry>) -> Option<&str> {
        Some(&saved?.name)
    }

    #[test]
    fn each_save_is_returned_once_and_a_read_is_none() {
        let folder = tempfile::tempdir().expect("there is room");
        let two = two(folder.path());
        let mut files = FileWatcher::watch(&two);
        assert_eq!(name(files.look()), None);
        save(&two[1], seconds_ago(5));
        assert_eq!(name(files.look()), Some(two[1].name.as_str()));
        assert_eq!(name(files.look()), None);
        // As a check does.
        fs::read(&two[1].source).expect("it is there");
        assert_eq!(name(files.look()), None);
    }

    #[test]
    fn of_two_that_are_saved_together_none_is_forgotten() {
        let folder = tempfile::tempdir().expect("there is room");
        let two = two(folder.path());
        let mut files = FileWatcher::watch(&two);
        for entry in &two {
            save(entry, seconds_ago(5));
        }
        let both = [(); 3].map(|()| name(files.look()));
        let [first, second] = [&two[0], &two[1]].map(|entry| Some(entry.name.as_str()));
        assert_eq!(both, [first, second, None]);
    }

    #[test]
    fn a_time_in_the_future_counts_and_a_removal_does_not() {
        let folder = tempfile::tempdir().expect("there is room");
        let two = two(folder.path());
        let mut files = FileWatcher::watch(&two);
        // Another clock, such as a server's, may be ahead of ours.
        let tomorrow = SystemTime::now() + Duration::from_secs(86_400);
        save(&two[0], tomorrow);
        assert_eq!(name(files.look()), Some(two[0].name.as_str()));
        fs::remove_file(&two[0].source).expect("it is ours");
        assert_eq!(name(files.look()), None);
    }
}
