//! What a confined process can do, and what it cannot.
//!
//! Each attempt is a small shell script. It must fail where [`confinement`] says that it is held
//! back, and must work where it says that it is not: so a system that holds back less is no
//! failure, and a wrong answer is one.
#![cfg(unix)]

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
};

use confine::{Permissions, confinement};
use tempfile::TempDir;

/// A folder of the script's own, in which it runs, and one of a stranger.
struct Folders {
    own: TempDir,
    other: TempDir,
}

impl Folders {
    fn new() -> Self {
        let [own, other] = [(); 2].map(|()| tempfile::tempdir().expect("there is room"));
        fs::write(other.path().join("secret"), "secret").expect("there is room");
        Self { own, other }
    }

    fn permissions(&self) -> Permissions {
        Permissions::of_a_program().writes(self.own.path())
    }

    /// Whether `script` succeeds, in which `$1` is the stranger's folder.
    fn succeeds(&self, permissions: &Permissions, script: &str) -> bool {
        let mut shell = Command::new("/bin/sh");
        shell
            .args(["-c", script, "sh"])
            .arg(self.other.path())
            .current_dir(self.own.path());
        shell
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = permissions.start(|| shell.spawn());
        child
            .and_then(|mut child| child.wait())
            .expect("there is a shell")
            .success()
    }

    fn can(&self, script: &str) -> bool {
        self.succeeds(&self.permissions(), script)
    }
}

#[test]
fn a_process_does_what_it_likes_in_its_own_folder() {
    let folders = Folders::new();
    assert!(folders.can("mkdir a && echo text > a/b && mv a/b c && cat c && rm c > /dev/null"));
}

#[test]
fn a_process_reads_no_file_but_its_own() {
    let folders = Folders::new();
    for script in [
        "cat \"$1/secret\"",
        "ls \"$1\"",
        "ln -s \"$1/secret\" link && cat link",
    ] {
        assert_eq!(folders.can(script), !confinement().files, "{script}");
    }
}

#[test]
fn a_process_reads_what_it_may_and_does_not_write_it() {
    let folders = Folders::new();
    let secret = folders.other.path().join("secret");
    let permissions = folders.permissions().reads(&secret);
    assert!(folders.succeeds(&permissions, "cat \"$1/secret\""));
    assert_eq!(
        folders.succeeds(&permissions, ": > \"$1/secret\""),
        !confinement().files
    );
}

#[test]
fn a_process_makes_no_file_elsewhere_and_removes_none() {
    for script in [
        "echo text > \"$1/new\"",
        "mv \"$1/secret\" \"$1/other\"",
        "rm \"$1/secret\"",
    ] {
        assert_eq!(Folders::new().can(script), !confinement().files, "{script}");
    }
}

#[test]
fn a_program_changes_no_modes_and_a_compiler_does() {
    let folders = Folders::new();
    let script = ": > own && chmod 700 own";
    assert_eq!(folders.can(script), !confinement().calls);
    let compiler = Permissions::of_a_compiler().writes(folders.own.path());
    assert!(folders.succeeds(&compiler, script));
}

#[test]
fn a_process_ends_what_it_has_started_and_no_one_else() {
    let folders = Folders::new();
    assert!(folders.can("sleep 100 & kill $!"));
    assert_eq!(folders.can("kill -0 $PPID"), !confinement().signals);
}

/// Whether a confined process can connect to `port`. Bash is the one program on most systems that
/// connects.
fn connects(permissions: &Permissions, port: u16) -> bool {
    let mut shell = Command::new("bash");
    shell
        .args(["-c", &format!(": < /dev/tcp/127.0.0.1/{port}")])
        .stderr(Stdio::null());
    let status = permissions
        .start(|| shell.spawn())
        .and_then(|mut child| child.wait());
    status.expect("there is a bash").success()
}

#[test]
fn a_process_connects_to_its_port_and_to_no_other() {
    let listeners = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("there is a port"));
    let [own, other] = listeners
        .each_ref()
        .map(|listener| listener.local_addr().expect("bound").port());
    let permissions = Permissions::of_a_program();
    assert_eq!(connects(&permissions, own), !confinement().network);
    let permissions = permissions.connects_to(own);
    assert!(connects(&permissions, own));
    assert_eq!(connects(&permissions, other), !confinement().network);
}

#[test]
fn a_thread_that_starts_a_process_gives_up_no_rights_of_its_own() {
    let folders = Folders::new();
    assert!(folders.can("true"));
    assert!(fs::read(folders.other.path().join("secret")).is_ok());
}

#[test]
fn a_program_that_is_not_there_is_an_error() {
    let permissions = Permissions::of_a_program();
    let nothing = Path::new("/nothing/here");
    assert!(permissions.start(|| Command::new(nothing).spawn()).is_err());
}
