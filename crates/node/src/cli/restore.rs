//! restore, restored: a backup put back, and how the node stands until it is caught up.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use super::record::pretty;
use super::thread::ReadIn;
use super::{Call, Failure};
use crate::backup::back;
use crate::home::Home;

#[derive(Args)]
pub struct RestoreArgs {
    /// What `amana backup` wrote.
    file: PathBuf,
    /// Its key, as it was kept apart from it: `backup-keys/MOMENT.ID` of the folder it was made in.
    #[arg(long)]
    key: PathBuf,
    /// The node's folder: its keys, configuration and directory, without a store.
    #[arg(long)]
    into: PathBuf,
}

#[derive(Args)]
pub struct RestoredArgs {
    /// The language in which it is told.
    #[arg(long, value_enum, default_value = "en")]
    language: ReadIn,
}

pub fn restore(call: &Call, args: &RestoreArgs) -> Result<(), Failure> {
    let home = Home::new(&args.into);
    let _lock = home.lock()?;
    let made = back::put(&home, &args.file, &args.key)?;
    call.say(&made, |made| {
        let next = "Nothing of its log leaves before others were asked: start it, then see \
            `amana restored`. Officers who left and tokens that were revoked since the backup must \
            be ended again.";
        format!("{}\n{next}", pretty(made))
    });
    Ok(())
}

pub async fn restored(call: &Call, args: &RestoredArgs) -> Result<(), Failure> {
    let path = format!("/api/v1/node?language={}", args.language.key());
    let answered = call.client().await?.get(&path, &call.purpose).await?;
    call.print(&answered, |body| {
        let lines = body["restored"]["text"].as_array().into_iter().flatten();
        let lines: Vec<&str> = lines.filter_map(Value::as_str).collect();
        match lines.is_empty() {
            true => match body["went_on"]["text"].as_str() {
                Some(went_on) => format!("nothing is behind\n{went_on}"),
                None => "nothing is behind".into(),
            },
            false => lines.join("\n"),
        }
    })
}
