//! What is not read, and how that is said.

use super::*;

#[test]
fn build_folders_and_hidden_files_are_skipped() {
    let class = Class::new(&[
        ("class/ada/target/debug/two_locks.rs", WRONG),
        ("class/ada/__MACOSX/two_locks.rs", WRONG),
        ("class/ada/._two_locks.rs", WRONG),
        ("class/.git/two_locks.rs", WRONG),
    ]);
    let submissions = class.read("class");
    assert_eq!(handed(&submissions), []);
    assert_eq!(submissions.students.iter().collect::<Vec<_>>(), ["ada"]);
}

#[test]
fn a_name_that_leads_out_of_an_archive_is_said_and_not_read() {
    let out = [
        "../../two_locks.rs",
        "/etc/two_locks.rs",
        "a/../../two_locks.rs",
        "..\\two_locks.rs",
        "C:/two_locks.rs",
    ];
    for name in out {
        for (file, bytes) in [
            ("eve.zip", zip(&[(name, RIGHT)])),
            ("eve.tar.gz", tar_gz(&[(name, RIGHT)])),
        ] {
            let class = Class::new(&[(&format!("class/{file}"), &bytes)]);
            let submissions = class.read("class");
            assert_eq!(handed(&submissions), [], "{name}");
            assert!(
                problems(&submissions).contains("leads out"),
                "{name}: {}",
                problems(&submissions)
            );
            let place = format!("{file}/two_locks.rs");
            assert_eq!(
                unread(&submissions),
                [("eve", Some("two_locks"), &*place)],
                "{name}"
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let class = Class::new(&[("secret.rs", b"the secret text"), ("class/eve/x.txt", b"")]);
    std::os::unix::fs::symlink(
        class.path("secret.rs"),
        class.path("class/eve/two_locks.rs"),
    )
    .unwrap();
    std::os::unix::fs::symlink(class.path(""), class.path("class/eve/up")).unwrap();
    std::os::unix::fs::symlink(class.path("class/eve"), class.path("class/kim")).unwrap();
    let submissions = class.read("class");
    assert_eq!(handed(&submissions), []);
    assert_eq!(
        unread(&submissions),
        [
            ("eve", Some("two_locks"), "eve/two_locks.rs"),
            ("eve", None, "eve/up"),
            ("kim", None, "kim"),
        ]
    );
}

#[test]
fn a_link_in_an_archive_is_not_followed() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink(
        "two_locks.rs",
        "/etc/passwd",
        zip::write::SimpleFileOptions::default(),
    )
    .unwrap();
    let zip = zip.finish().unwrap().into_inner();
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    tar.append_link(&mut header, "two_locks.rs", "/etc/passwd")
        .unwrap();
    let tar = tar.into_inner().unwrap();
    for (file, bytes) in [("eve.zip", zip), ("eve.tar", tar)] {
        let class = Class::new(&[(&format!("class/{file}"), &bytes)]);
        let submissions = class.read("class");
        assert_eq!(handed(&submissions), [], "{file}");
        let place = format!("{file}/two_locks.rs");
        assert_eq!(unread(&submissions), [("eve", Some("two_locks"), &*place)]);
    }
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_said_and_not_held() {
    let bomb = zip(&[("two_locks.rs", &vec![b' '; 4 << 20])]);
    assert!(bomb.len() < 1 << 20, "it is a bomb");
    let nested = zip(&[("inner.zip", &vec![0; 33 << 20])]);
    let class = Class::new(&[
        ("class/eve.zip", &bomb),
        ("class/kim.zip", &nested),
        (
            "class/sam.tar.gz",
            &tar_gz(&[("two_locks.rs", &vec![b' '; 4 << 20])]),
        ),
    ]);
    let submissions = class.read("class");
    assert_eq!(handed(&submissions), []);
    assert_eq!(
        unread(&submissions),
        [
            ("eve", Some("two_locks"), "eve.zip/two_locks.rs"),
            ("sam", Some("two_locks"), "sam.tar.gz/two_locks.rs"),
            ("kim", None, "kim.zip/inner.zip"),
        ]
    );
    let said = problems(&submissions);
    assert_eq!(said.matches("MiB").count(), 3, "{said}");
}

#[test]
fn an_archive_in_an_archive_without_an_end_is_said() {
    let mut bytes = zip(&[("two_locks.rs", RIGHT)]);
    for _ in 0..6 {
        bytes = zip(&[("more.zip", &bytes)]);
    }
    let class = Class::new(&[("class/eve.zip", &bytes)]);
    let submissions = class.read("class");
    assert_eq!(handed(&submissions), []);
    assert_eq!(submissions.unread.len(), 1);
    assert!(
        problems(&submissions).contains("too many archives"),
        "{}",
        problems(&submissions)
    );
}

#[test]
fn a_damaged_archive_ends_no_batch() {
    let good = zip(&[("two_locks.rs", RIGHT)]);
    let class = Class::new(&[
        ("class/ada.zip", &good),
        ("class/eve.zip", &good[..good.len() / 2]),
        ("class/kim.tar.gz", b"not a gzip"),
        ("class/sam.zip", b""),
        ("class/zed.rar", b"not read"),
    ]);
    let submissions = class.read("class");
    assert_eq!(
        handed(&submissions),
        [("ada", "two_locks", "ada.zip/two_locks.rs")]
    );
    assert_eq!(
        submissions.students.iter().collect::<Vec<_>>(),
        ["ada", "eve", "kim", "sam", "zed"]
    );
    let unread: Vec<_> = unread(&submissions);
    assert_eq!(
        unread,
        [
            ("eve", None, "eve.zip"),
            ("kim", None, "kim.tar.gz"),
            ("sam", None, "sam.zip"),
            ("zed", None, "zed.rar"),
        ]
    );
    let said = problems(&submissions);
    for part in ["no `.zip`", "no `.tar.gz`", "cannot unpack a `.rar`"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

/// A class in an archive that is cut off is no class with fewer students.
#[test]
fn a_damaged_archive_of_a_class_is_an_error() {
    let good = tar_gz(&[("ada/two_locks.rs", RIGHT), ("bob/two_locks.rs", WRONG)]);
    let class = Class::new(&[
        ("cut.tar.gz", &good[..good.len() - 30]),
        ("no.zip", b"no zip"),
        ("class.7z", b"packed"),
    ]);
    for (name, why) in [
        ("cut.tar.gz", "cut off"),
        ("no.zip", "no `.zip`"),
        ("class.7z", "cannot unpack"),
    ] {
        let error = class.try_read(name, None).unwrap_err().to_string();
        assert!(error.contains(name) && error.contains(why), "{error}");
    }
}

#[test]
fn an_entry_that_cannot_be_unpacked_is_named_with_the_reason() {
    let mut encrypted = zip(&[("ada/two_locks.rs", RIGHT)]);
    let mut damaged = zip(&[("ada/two_locks.rs", RIGHT)]);
    let mut entries = encrypted.windows(4);
    let entry = entries.position(|mark| mark == b"PK\x01\x02").unwrap();
    encrypted[entry + 8] |= 1;
    let checksum = entry + 16;
    damaged[checksum] ^= 1;
    for (bytes, why) in [(encrypted, "is encrypted"), (damaged, "checksum")] {
        let class = Class::new(&[("class.zip", &bytes)]);
        let submissions = class.read("class.zip");
        let ada = [("ada", Some("two_locks"), "ada/two_locks.rs")];
        assert_eq!(unread(&submissions), ada);
        let said = problems(&submissions);
        assert!(
            said.contains("`ada/two_locks.rs`") && said.contains(why),
            "{said}"
        );
    }
}

#[test]
fn a_file_that_cannot_be_read_counts_as_much_as_one_that_can() {
    let class = Class::new(&[
        ("class/ada/two_locks.rs", &vec![b' '; 2 << 20]),
        ("class/ada/old/two_locks.rs", RIGHT),
    ]);
    let submissions = class.read("class");
    assert_eq!(handed(&submissions), []);
    assert_eq!(
        unread(&submissions),
        [("ada", Some("two_locks"), "ada/two_locks.rs")]
    );
}

/// The superuser can read everything.
#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_not_read_and_that_is_said() {
    use std::os::unix::fs::PermissionsExt;

    let class = Class::new(&[
        ("class/ada/two_locks.rs", RIGHT),
        ("class/bob/two_locks.rs", RIGHT),
    ]);
    let set = |mode| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(class.path("class/bob"), permissions).unwrap();
    };
    set(0);
    if fs::read_dir(class.path("class/bob")).is_err() {
        assert_eq!(unread(&class.read("class")), [("bob", None, "bob")]);
    }
    set(0o755);
}

#[test]
fn a_file_that_leads_out_of_an_archive_does_not_take_the_place_of_one_inside() {
    let files: &[(&str, &[u8])] = &[("../two_locks.rs", WRONG), ("two_locks.rs", RIGHT)];
    let class = Class::new(&[("class/ada.zip", &zip(files))]);
    let submissions = class.read("class");
    assert_eq!(submissions.handed[0].sha256, files::sha256(RIGHT));
    assert_eq!(unread(&submissions), []);
}

#[test]
fn a_hidden_folder_of_a_student_on_the_roster_is_not_missing() {
    let class = Class::new(&[
        ("roster.csv", b"name\n.ada\nbob\n"),
        ("class/.ada/two_locks.rs", RIGHT),
        ("class/.git/two_locks.rs", RIGHT),
        ("class/bob/two_locks.rs", RIGHT),
    ]);
    let roster = Roster::read(&class.path("roster.csv")).unwrap();
    let submissions = class.read_as("class", None, Some(&roster));
    assert_eq!(unread(&submissions), [(".ada", None, ".ada")]);
}
