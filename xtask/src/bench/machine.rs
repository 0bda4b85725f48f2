//! The machine on which something was measured.

use std::fs;
use std::thread;

use crate::shell;

/// Day, processor, memory, kernel and compiler as a list.
pub fn describe() -> String {
    let said = |name: &str, args: &[&str]| {
        let text = shell::read(shell::program(name).args(args));
        text.map_or_else(|_| "unknown".to_owned(), |text| text.trim().to_owned())
    };
    let cores = thread::available_parallelism().map_or(0, usize::from);
    format!(
        "- measured: {}\n- processor: {cores} cores, {}\n- memory: {} MiB\n- kernel: {}\n- {}\n",
        said("date", &["--utc", "+%Y-%m-%d"]),
        field("/proc/cpuinfo", "model name").unwrap_or("unknown".to_owned()),
        memory_mib().map_or("unknown".to_owned(), |count| count.to_string()),
        said("uname", &["-sr"]),
        said("rustc", &["--version"]),
    )
}

fn memory_mib() -> Option<u64> {
    let text = field("/proc/meminfo", "MemTotal")?;
    text.split(' ').next()?.parse::<u64>().ok().map(|kib| kib / 1024)
}

fn field(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let pairs = text.lines().filter_map(|line| line.split_once(':'));
    pairs.filter(|(found, _)| found.trim() == name).map(|(_, value)| value.trim().to_owned()).next()
}
