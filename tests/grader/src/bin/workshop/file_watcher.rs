//! Which exercises were saved.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    sync::mpsc::{self, Receiver},
    time::{Duration, SystemTime},
};

use grader::course::{self, Entry};
use notify_debouncer_mini::{
    DebounceEventResult, Debouncer, new_debouncer,
    notify::{RecommendedWatcher, RecursiveMode},
};

/// An editor may write a file in several parts.
const TO_SETTLE: Duration = Duration::from_millis(200);

/// The exercises that are saved from now on.
pub struct FileWatcher<'a> {
    entries: &'a [Entry],
    events: Receiver<DebounceEventResult>,
    /// When each exercise was saved last, as far as that is known.
    known: BTreeMap<&'a str, Option<SystemTime>>,
    /// Whether there was an event since all files were compared with `known`.
    is_news: bool,
    /// Sends the events for as long as it lives.
    _watcher: Option<Debouncer<RecommendedWatcher>>,
}

impl<'a> FileWatcher<'a> {
    /// Watches the folders of the exercises among `entries`.
    ///
    /// # Errors
    ///
    /// Returns an error if a folder cannot be watched.
    pub fn watch(entries: &'a [Entry]) -> io::Result<Self> {
        let (sender, events) = mpsc::channel();
        let mut watcher = new_debouncer(TO_SETTLE, sender).map_err(io::Error::other)?;
        let folders = course::exercises(entries).filter_map(|entry| entry.source.parent());
        for folder in folders.collect::<BTreeSet<_>>() {
            // The folder and not the file: many editors put a new file in the place of the old one.
            let watched = watcher.watcher().watch(folder, RecursiveMode::NonRecursive);
            watched.map_err(|error| {
                io::Error::other(format!("failed to watch `{}`: {error}", folder.display()))
            })?;
        }
        Ok(Self {
            _watcher: Some(watcher),
            ..Self::of_events(events, entries)
        })
    }

    fn of_events(events: Receiver<DebounceEventResult>, entries: &'a [Entry]) -> Self {
        let exercises = course::exercises(entries);
        Self {
            entries,
            events,
            known: exercises
                .map(|entry| (entry.name.as_str(), saved_at(entry)))
                .collect(),
            is_news: false,
            _watcher: None,
        }
    }

    /// An exercise that was saved since it was returned last, if there is one. An event may only
    /// mean that a check has read the file, so the times of the files decide.
    ///
    /// # Errors
    ///
    /// Returns an error if the system reports one. The next call goes on.
    pub fn next_saved(&mut self) -> io::Result<Option<&'a Entry>> {
        while let Ok(event) = self.events.try_recv() {
            self.is_news = true;
            event.map_err(|error| io::Error::other(format!("failed to watch: {error}")))?;
        }
        if !self.is_news {
            return Ok(None);
        }
        for entry in course::exercises(self.entries) {
            let time = saved_at(entry);
            if self.known.insert(&entry.name, time) != Some(time) {
                return Ok(Some(entry));
            }
        }
        self.is_news = false;
        Ok(None)
    }
}

/// When its file was saved last, if it is there.
fn saved_at(entry: &Entry) -> Option<SystemTime> {
    fs::metadata(&entry.source).ok()?.modified().ok()
}

#[cfg(test)]
mod tests {
    use std::{
        fs::{self, File},
        io,
        sync::mpsc::{self, Sender},
        time::{Duration, SystemTime},
    };

    use grader::course::{Entry, entries, exercises};
    use notify_debouncer_mini::DebounceEventResult;

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

    /// Saves the file of `entry`, some seconds after it was saved last.
    fn save(entry: &Entry, seconds: u64) {
        let file = File::options().append(true).open(&entry.source);
        let time = SystemTime::now() + Duration::from_secs(seconds);
        let saved = file.and_then(|file| file.set_modified(time));
        saved.expect("it is ours");
    }

    fn send(sender: &Sender<DebounceEventResult>) {
        sender.send(Ok(Vec::new())).expect("it is received");
    }

    fn name(saved: io::Result<Option<&Entry>>) -> Option<&str> {
        Some(&saved.expect("it is watched")?.name)
    }

    #[test]
    fn each_save_is_returned_once_and_a_read_is_none() {
        let folder = tempfile::tempdir().expect("there is room");
        let two = two(folder.path());
        let (sender, events) = mpsc::channel();
        let mut files = FileWatcher::of_events(events, &two);
        save(&two[1], 1);
        assert_eq!(name(files.next_saved()), None, "there was no event");
        send(&sender);
        assert_eq!(name(files.next_saved()), Some(two[1].name.as_str()));
        assert_eq!(name(files.next_saved()), None);
        // As if a check had read it.
        send(&sender);
        assert_eq!(name(files.next_saved()), None);
    }

    #[test]
    fn of_two_that_are_saved_together_none_is_forgotten() {
        let folder = tempfile::tempdir().expect("there is room");
        let two = two(folder.path());
        let (sender, events) = mpsc::channel();
        let mut files = FileWatcher::of_events(events, &two);
        save(&two[0], 1);
        save(&two[1], 2);
        send(&sender);
        let both = [
            name(files.next_saved()),
            name(files.next_saved()),
            name(files.next_saved()),
        ];
        let [first, second] = [&two[0], &two[1]].map(|entry| Some(entry.name.as_str()));
        assert_eq!(both, [first, second, None]);
    }
}
