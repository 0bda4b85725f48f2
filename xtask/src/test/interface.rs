//! The interface: a serving node is asked what its description allows, and no answer is its error.

use super::tally::Tally;
use super::{python, stranger};
use crate::shell;

/// Apache-, BSD- and MIT-licensed; it makes the requests.
const WHEELS: [&str; 1] = ["schemathesis>=4.32,<5"];
const WHEELS_SHOWN: &str = "from importlib.metadata import version; \
    assert version('schemathesis').split('.')[0] == '4'";
const SCRIPT: &str = "tests/interface/check_interface.py";

pub fn check() -> Result<Tally, String> {
    stranger::install_packages()?;
    let interpreter = python::environment("interface-venv", &WHEELS, WHEELS_SHOWN)?;
    shell::run(shell::cargo().args(["build", "-p", "node", "--bin", "amana"]))?;
    let amana = shell::target().join("debug/amana");
    Ok(stranger::meet(SCRIPT, shell::program(interpreter).arg(SCRIPT).arg(amana)))
}
