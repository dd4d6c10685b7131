//! The systems on which the interleaver works.

use std::env::consts;

use super::error::BuildError;

/// Whether the interleaver works on the system that this is compiled for.
pub const IS_SUPPORTED: bool = cfg!(all(
    target_os = "linux",
    target_env = "gnu",
    any(target_arch = "x86_64", target_arch = "aarch64")
));

/// Checks the system that we run on.
pub fn check() -> Result<(), BuildError> {
    if IS_SUPPORTED {
        Ok(())
    } else {
        Err(BuildError::System(format!(
            "{}, {}",
            consts::OS,
            consts::ARCH
        )))
    }
}

/// Checks the system that the compiler builds for.
pub fn check_host(host: &str) -> Result<(), BuildError> {
    let mut parts = host.split('-');
    let arch = parts.next().unwrap_or("");
    if matches!(arch, "x86_64" | "aarch64") && host.ends_with("-linux-gnu") {
        Ok(())
    } else {
        Err(BuildError::System(host.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linux_with_the_gnu_library_is_supported() {
        for host in ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"] {
            assert!(check_host(host).is_ok(), "{host}");
        }
    }

    #[test]
    fn other_systems_are_named_in_the_error() {
        for host in [
            "x86_64-unknown-linux-musl",
            "x86_64-unknown-linux-gnux32",
            "x86_64-pc-windows-gnu",
            "aarch64-apple-darwin",
            "i686-unknown-linux-gnu",
            "",
        ] {
            let error = check_host(host).unwrap_err().to_string();
            assert!(error.contains(&format!("`{host}`")), "{error}");
        }
    }
}
