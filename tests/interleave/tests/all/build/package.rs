//! Packages are built as cargo would build them, and what a package does not have is named.

use super::*;

/// A package with a dependency that lies beside it. It forbids unsafe code, and wants the debug
/// information removed and all code linked at once.
fn package() -> Files {
    Files::new(&[
        (
            "queue/Cargo.toml",
            "[package]\nname = \"my-queue\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [features]\nloud = []\n\n\
             [dependencies]\nslot = { path = \"../slot\" }\n\n\
             [profile.release]\nlto = \"fat\"\nstrip = true\npanic = \"abort\"\n\n\
             [[test]]\nname = \"bare\"\nharness = false\n",
        ),
        (
            "queue/.cargo/config.toml",
            "[build]\nrustflags = \"--cfg their_flag\"\n",
        ),
        (
            "queue/src/lib.rs",
            "#![forbid(unsafe_code)]\n\
             pub fn push() -> u8 {\n    slot::fill() + u8::from(cfg!(their_flag))\n}\n\n\
             #[cfg(test)]\nmod tests {\n    \
             #[test]\n    fn pushes() {\n        assert_eq!(super::push(), 2);\n    }\n\n    \
             #[test]\n    fn pulls() {}\n\n    \
             #[test]\n    #[ignore]\n    fn pushes_for_long() {}\n}\n",
        ),
        (
            "queue/src/main.rs",
            "fn main() {\n    let end = if cfg!(feature = \"loud\") { \"!\" } else { \"\" };\n    \
             println!(\"{}{end}\", my_queue::push());\n}\n",
        ),
        (
            "queue/tests/outside.rs",
            "#[test]\nfn finds_its_folder() {\n    \
             assert!(std::fs::exists(\"Cargo.toml\").unwrap());\n}\n",
        ),
        (
            "queue/tests/bare.rs",
            "fn main() {\n    println!(\"{}\", my_queue::push());\n}\n",
        ),
        (
            "slot/Cargo.toml",
            "[package]\nname = \"slot\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
        ),
        (
            "slot/src/lib.rs",
            "use std::sync::atomic::{AtomicU8, Ordering};\n\n\
             #[inline(never)]\npub fn fill() -> u8 {\n    \
             static SLOT: AtomicU8 = AtomicU8::new(0);\n    \
             SLOT.fetch_add(1, Ordering::SeqCst) + 1\n}\n",
        ),
    ])
}

#[test]
fn a_package_is_built_and_its_folder_stays_as_it_was() {
    let Some(builder) = builder() else { return };
    let files = package();
    let before = files.all();
    let queue = Package::new(files.path("queue"));
    let loud = Package {
        features: vec!["loud".into()],
        ..queue.clone()
    };
    let fast = Package {
        release: true,
        ..queue.clone()
    };
    for (package, expected) in [(queue, "2\n"), (loud, "2!\n"), (fast, "2\n")] {
        let programs = programs(builder.package(&package));
        assert_eq!(names(&programs), ["my-queue"]);
        assert_eq!(output(&programs[0]), expected);
        assert!(calls(&programs[0]).contains(&"__tsan_atomic8_fetch_add".to_owned()));
        // `fill` of the dependency, and `main` or what it became.
        assert!(count(&programs[0], 'u') >= 2);
        let mut own = programs[0].own.clone();
        own.sort();
        assert_eq!(own, [files.path("queue"), files.path("slot")]);
        assert_eq!(files.all(), before);
    }
}

#[test]
fn a_program_stays_as_it_was_when_its_package_is_built_again() {
    let Some(builder) = builder() else { return };
    let files = package();
    let build = || programs(builder.package(&Package::new(files.path("queue")))).remove(0);
    let old = build();
    files.write(
        "queue/src/main.rs",
        "fn main() {\n    println!(\"new\");\n}\n",
    );
    let new = build();
    assert_eq!((output(&old), output(&new)), ("2\n".into(), "new\n".into()));
    assert_ne!(old.fingerprint, new.fingerprint);
}

#[test]
fn of_targets_with_one_name_the_right_one_is_taken() {
    let Some(builder) = builder() else { return };
    let files = package();
    files.write("queue/tests/my-queue.rs", "#[test]\nfn outside() {}\n");
    let target = Target::Test {
        name: "my-queue".into(),
        filter: None,
    };
    let test = Package::new(files.path("queue")).target(target);
    assert_eq!(names(&programs(builder.package(&test))), ["outside"]);
    let binary = programs(builder.package(&Package::new(files.path("queue"))));
    assert_eq!(output(&binary[0]), "2\n");
}

#[test]
fn each_test_function_is_a_program() {
    let Some(builder) = builder() else { return };
    let files = package();
    let before = files.all();
    let of =
        |filter| programs(builder.package(&Package::new(files.path("queue")).unit_tests(filter)));
    assert_eq!(names(&of(None)), ["tests::pulls", "tests::pushes"]);
    assert_eq!(
        names(&of(Some("tests::pushes_for_long"))),
        ["tests::pushes_for_long"]
    );
    let pushes = of(Some("push"));
    assert_eq!(names(&pushes), ["tests::pushes"]);
    assert!(
        output(&pushes[0]).contains("1 passed; 0 failed; 0 ignored; 0 measured; 2 filtered out")
    );
    assert_eq!(files.all(), before);
}

#[test]
fn tests_run_where_cargo_would_run_them() {
    let Some(builder) = builder() else { return };
    let files = package();
    let test = |name: &str| {
        let target = Target::Test {
            name: name.into(),
            filter: None,
        };
        programs(builder.package(&Package::new(files.path("queue/Cargo.toml")).target(target)))
    };
    let outside = test("outside");
    assert_eq!(names(&outside), ["finds_its_folder"]);
    assert!(output(&outside[0]).contains("1 passed"));
    let bare = test("bare");
    assert_eq!(names(&bare), ["bare"]);
    assert_eq!(output(&bare[0]), "2\n");
}

#[test]
fn what_a_package_does_not_have_is_answered_with_what_it_has() {
    let Some(builder) = builder() else { return };
    let files = package();
    let words = |target| {
        let package = Package::new(files.path("queue")).target(target);
        files.words(&builder.package(&package).unwrap_err())
    };
    assert_eq!(
        words(Target::Bin("other".into())),
        "the package has no binary `other`. It has these: `my-queue`."
    );
    assert_eq!(
        words(Target::Example("other".into())),
        "the package has no example `other`."
    );
    assert_eq!(
        words(Target::Test {
            name: "other".into(),
            filter: None
        }),
        "the package has no test `other`. It has these: `bare`, `outside`."
    );
    assert_eq!(
        words(Target::UnitTests {
            filter: Some("x".into())
        }),
        "no test function has `x` in its name. There are these: `tests::pulls`, `tests::pushes`, \
         `tests::pushes_for_long`."
    );
}

#[test]
fn a_package_that_does_not_build_stays_as_it_was() {
    let Some(builder) = builder() else { return };
    let files = package();
    files.write("queue/src/main.rs", "fn main() {\n    nothing();\n}\n");
    let before = files.all();
    let error = builder
        .package(&Package::new(files.path("queue")))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the package `my-queue` does not build. Correct the errors that cargo reports."
    );
    assert!(
        error
            .messages()
            .unwrap()
            .contains("cannot find function `nothing`")
    );
    assert_eq!(files.all(), before);
}

#[test]
fn a_build_script_that_fails_is_named_as_the_cause() {
    let Some(builder) = builder() else { return };
    let files = package();
    files.write(
        "queue/build.rs",
        "fn main() {\n    panic!(\"no library\");\n}\n",
    );
    let error = builder
        .package(&Package::new(files.path("queue")))
        .unwrap_err();
    assert!(
        matches!(
            error,
            BuildError::Build {
                cause: Cause::BuildScript,
                ..
            }
        ),
        "{error}"
    );
    assert!(error.messages().unwrap().contains("no library"));
}

#[test]
fn a_static_program_is_refused() {
    let Some(builder) = builder() else { return };
    let files = package();
    let flags = "[build]\nrustflags = [\"-C\", \"target-feature=+crt-static\"]\n";
    files.write("queue/.cargo/config.toml", flags);
    let error = builder
        .package(&Package::new(files.path("queue")))
        .unwrap_err();
    assert!(
        matches!(&error, BuildError::Static { package } if package == "my-queue"),
        "{error}"
    );
}

#[test]
fn a_manifest_that_cargo_cannot_read_is_named() {
    let Some(builder) = builder() else { return };
    let files = Files::new(&[("Cargo.toml", "[package]\n")]);
    let error = builder.package(&Package::new(files.0.path())).unwrap_err();
    assert_eq!(
        files.words(&error),
        "the package of `FOLDER/Cargo.toml` does not build. Correct the errors that cargo reports."
    );
    let error = builder
        .package(&Package::new(Path::new("no/such/folder")))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no file `no/such/folder`. Check the path."
    );
}
