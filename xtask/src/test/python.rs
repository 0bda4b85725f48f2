//! Virtual environments of the tests' own, with what they need from PyPI.

use std::path::PathBuf;

use crate::shell;

/// The interpreter of an environment that has the wheels; `shown` is a statement that fails where
/// it has not.
pub fn environment(name: &str, wheels: &[&str], shown: &str) -> Result<PathBuf, String> {
    let folder = shell::target().join(name);
    let interpreter = folder.join("bin/python");
    if !shell::quiet(shell::program(&interpreter).args(["-c", shown])) {
        shell::run(shell::program("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        shell::run(shell::program(&interpreter).args(install).args(wheels))?;
    }
    Ok(interpreter)
}
