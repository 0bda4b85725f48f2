//! Nodes that serve as processes of their own.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use node::home::Home;

/// A node that serves; it is killed with this.
pub struct Process(Child);

impl Process {
    /// Starts it and waits until it says where; its log goes there.
    pub async fn serving(home: &Home, log: Stdio) -> (Self, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_amana"));
        command.arg("--home").arg(home.path()).arg("serve").stdout(Stdio::null()).stderr(log);
        let child = Self(command.spawn().unwrap());
        (child, sooner_or_later(async || home.served_at()).await)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Looks until there is something, for half a minute.
pub async fn sooner_or_later<T>(mut look: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..600 {
        if let Some(found) = look().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it never comes");
}
