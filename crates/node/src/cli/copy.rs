//! device, copy: offline copies, at the node and on the device that carries one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use record::digest::hex_decode;
use serde_json::{Value, json};

use super::record::text_of;
use super::{Call, Failure};
use crate::clock::SystemClock;
use crate::copy::enrol::public_key;
use crate::copy::opened::Opened;
use crate::copy::status::fingerprint;
use crate::copy::{device, refresh, serve};
use crate::store::device_folder::{self, Folder};
use crate::{Clock, Error, client};

const SMALL_BYTES_MAX: u64 = 65_536;
const CONTACT_BYTES_MAX: u64 = 1 << 30;

#[derive(Subcommand)]
pub enum DeviceCommand {
    /// On the device: make its key, and show the public half to whoever enrols it.
    Init(OnDevice),
    /// On the device: take the credential that enrolling gave. From now on it believes that node.
    Accept {
        credential: PathBuf,
        #[command(flatten)]
        on: OnDevice,
    },
    /// At the node: enrol a device by its public key.
    Enrol(EnrolArgs),
    /// At the node: devices, their copies, and when they were last in contact.
    List,
    /// At the node: revoke a device. At its next contact it destroys its keys and its copy.
    Revoke { name: String },
}

#[derive(Args)]
pub struct OnDevice {
    /// The device's folder.
    #[arg(long, env = "AMANA_DEVICE", default_value = "amana-device")]
    pub device: PathBuf,
}

impl OnDevice {
    pub fn folder(&self) -> Folder {
        Folder::at(&self.device)
    }
}

#[derive(Args)]
pub struct EnrolArgs {
    /// 2 to 32 of a–z, 0–9 and -; never given twice.
    name: String,
    /// The file `public` of the device's folder.
    #[arg(long)]
    key: PathBuf,
    #[arg(long)]
    unit: String,
    /// The role by which policy decides what it carries.
    #[arg(long, default_value = "frontline-officer")]
    role: String,
    /// Where its credential goes: hand it to the device.
    #[arg(long)]
    out: PathBuf,
}

#[derive(Subcommand)]
pub enum CopyCommand {
    /// At the node: make a device's copy, in place of the one it has.
    Make(MakeArgs),
    /// At the node: end a device's copy. It is deleted there at the next contact.
    End { name: String },
    /// On the device: be in contact with the node, and bring the copy up to date.
    Refresh {
        copy: PathBuf,
        /// Where the node answers: HOST:PORT.
        #[arg(long, env = "AMANA_NODE", default_value = "127.0.0.1:7480")]
        at: String,
        #[command(flatten)]
        on: OnDevice,
    },
    /// On the device, where there is no line: what it says to its node, as a file to be carried.
    Request {
        copy: PathBuf,
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        on: OnDevice,
    },
    /// At the node: answer a file that was carried from a device.
    Answer {
        request: PathBuf,
        #[arg(long)]
        out: PathBuf,
    },
    /// On the device: take the answer that was carried back.
    Take {
        copy: PathBuf,
        answer: PathBuf,
        #[command(flatten)]
        on: OnDevice,
    },
    /// On the device: serve the page that asks the copy, on this machine alone.
    Serve {
        copy: PathBuf,
        #[arg(long, default_value = "127.0.0.1:7481")]
        listen: String,
        #[command(flatten)]
        on: OnDevice,
    },
    /// On the device: how old the copy is.
    Show {
        copy: PathBuf,
        #[arg(long, default_value = "en")]
        language: String,
        #[command(flatten)]
        on: OnDevice,
    },
}

#[derive(Args)]
pub struct MakeArgs {
    /// The device.
    name: String,
    /// A list; as often as there are lists.
    #[arg(long = "list")]
    lists: Vec<String>,
    /// Also own and received records that are looked for, as far as policy lets them go.
    #[arg(long)]
    records: bool,
    /// What it may be asked for; several with commas between them. Without it, what the call is
    /// for.
    #[arg(long = "for", value_delimiter = ',')]
    purposes: Vec<String>,
    /// How long it lasts from each contact on: 3d, or 12h.
    #[arg(long, default_value = "3d")]
    expires: String,
    #[arg(long)]
    out: PathBuf,
}

/// `3d` and `12h`, in hours.
fn hours(text: &str) -> Result<i64, Error> {
    let bad = || Error::Usage(format!("`{text}` is no length of time: write 3d, or 12h"));
    let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or_else(bad)?;
    let number: i64 = number.parse().map_err(|_| bad())?;
    match unit {
        "d" => number.checked_mul(24).ok_or_else(bad),
        "h" => Ok(number),
        _ => Err(bad()),
    }
}

pub async fn device(call: &Call, command: DeviceCommand) -> Result<(), Failure> {
    match command {
        DeviceCommand::Init(on) => {
            let public = device::init(&on.folder())?;
            let file = on.device.join("public");
            let print = fingerprint(&public_key(&public)?);
            let file = file.display().to_string();
            let said = json!({"public": public, "fingerprint": print, "file": file});
            call.say(&said, |_| format!("{public}\nfingerprint {print}; enrol it with {file}"));
        }
        DeviceCommand::Accept { credential, on } => {
            let file = device_folder::read(&credential, SMALL_BYTES_MAX)?;
            let accepted = device::accept(&on.folder(), &file, SystemClock.now())?;
            let said = serde_json::to_value(accepted).expect("what was accepted is JSON");
            call.say(&said, |said| {
                let of = |key| text_of(said, key);
                let (device, node, network) = (of("device"), of("node"), of("network"));
                format!("{device}: it believes the node {node} of the network {network}")
            });
        }
        DeviceCommand::Enrol(args) => return enrol(call, args).await,
        DeviceCommand::List => {
            let answered = call.client().await?.get("/api/v1/devices", "").await?;
            return call.print(&answered, standing);
        }
        DeviceCommand::Revoke { name } => {
            let path = format!("/api/v1/devices/{name}");
            let answered = call.client().await?.delete(&path).await?;
            return call.print(&answered, |_| "revoked".into());
        }
    }
    Ok(())
}

async fn enrol(call: &Call, args: EnrolArgs) -> Result<(), Failure> {
    let EnrolArgs { name, key, unit, role, out } = args;
    let key = device_folder::read(&key, SMALL_BYTES_MAX)?;
    let key = String::from_utf8_lossy(&key).into_owned();
    let body = json!({"name": name, "unit": unit, "role": role, "key": key});
    let answered = call.client().await?.post("/api/v1/devices", &body).await?;
    if answered.status.is_success() {
        let sealed = hex_decode(&text_of(&answered.body, "credential"));
        device_folder::replace(&out, &sealed.unwrap_or_default())?;
    }
    call.print(&answered, |said| {
        let (device, print) = (text_of(said, "device"), text_of(said, "fingerprint"));
        format!("{device}: key {print}; its credential is {}", out.display())
    })
}

fn standing(value: &Value) -> String {
    let lines = value.as_array().into_iter().flatten().map(|one| {
        let of = |key| text_of(one, key);
        let state = match (one["ended"].as_str(), one["broken"].as_str()) {
            (Some(at), _) => format!("revoked {at}"),
            (None, Some(at)) => format!("its questions did not fit together {at}"),
            (None, None) => match one["copy"].as_object() {
                Some(_) => {
                    let copy = &one["copy"];
                    let lists = copy["lists"].as_array().into_iter().flatten();
                    let lists: Vec<&str> = lists.filter_map(Value::as_str).collect();
                    format!(
                        "{} until {}: {} ({} entries)",
                        text_of(copy, "state"),
                        text_of(copy, "expires"),
                        lists.join(", "),
                        copy["entries"]
                    )
                }
                None => "no copy".into(),
            },
        };
        let contact = one["contact"].as_str().unwrap_or("never in contact");
        let (name, unit, role) = (of("name"), of("unit"), of("role"));
        format!("{name}  {unit}  {role}  {contact}  {} questions  {state}", one["questions"])
    });
    lines.collect::<Vec<_>>().join("\n")
}

pub async fn copy(call: &Call, command: CopyCommand) -> Result<(), Failure> {
    match command {
        CopyCommand::Make(args) => make(call, args).await,
        CopyCommand::End { name } => {
            let path = format!("/api/v1/devices/{name}/copy");
            let answered = call.client().await?.delete(&path).await?;
            call.print(&answered, |_| "ended".into())
        }
        CopyCommand::Refresh { copy, at, on } => {
            let said = refresh::request(&on.folder(), &copy, SystemClock.now())?;
            let answer = client::contact(&at, said).await?;
            let answer = answer.map_err(|refused| Failure::problem(&refused.body))?;
            taken(call, &on, (&copy, &answer))
        }
        CopyCommand::Request { copy, out, on } => {
            let said = refresh::request(&on.folder(), &copy, SystemClock.now())?;
            Ok(device_folder::replace(&out, &said)?)
        }
        CopyCommand::Answer { request, out } => {
            let bytes = device_folder::read(&request, CONTACT_BYTES_MAX)?.to_vec();
            let body = ("application/octet-stream", bytes);
            let answer = call.client().await?.fetch("/api/v1/copies/contact", body).await?;
            let answer = answer.map_err(|refused| Failure::problem(&refused.body))?;
            Ok(device_folder::replace(&out, &answer)?)
        }
        CopyCommand::Take { copy, answer, on } => {
            let answer = device_folder::read(&answer, CONTACT_BYTES_MAX)?;
            taken(call, &on, (&copy, &answer))
        }
        CopyCommand::Serve { copy, listen, on } => {
            let opened = Opened::new(&copy, on.folder(), Arc::new(SystemClock));
            let say = |address: &str| println!("http://{address}/plain/ask");
            Ok(serve::serve(opened, &listen, say, super::stop_signal()).await?)
        }
        CopyCommand::Show { copy, language, on } => show(call, &on, (&copy, &language)),
    }
}

async fn make(call: &Call, args: MakeArgs) -> Result<(), Failure> {
    let MakeArgs { name, lists, records, purposes, expires, out } = args;
    let purposes = if purposes.is_empty() { vec![call.purpose.clone()] } else { purposes };
    let hours = hours(&expires)?;
    let body = json!({"lists": lists, "records": records, "purposes": purposes, "hours": hours});
    let path = format!("/api/v1/devices/{name}/copy");
    let body = ("application/json", body.to_string().into_bytes());
    let made = call.client().await?.fetch(&path, body).await?;
    let made = made.map_err(|refused| Failure::problem(&refused.body))?;
    device_folder::replace(&out, &made)?;
    let said = json!({"device": name, "file": out.display().to_string(), "bytes": made.len()});
    call.say(&said, |said| format!("{}: {} bytes", text_of(said, "file"), said["bytes"]));
    Ok(())
}

fn taken(call: &Call, on: &OnDevice, (copy, answer): (&Path, &[u8])) -> Result<(), Failure> {
    let done = refresh::take(&on.folder(), copy, answer)?;
    let said = serde_json::to_value(&done).expect("what was done is JSON");
    call.say(&said, |said| match done.outcome.as_str() {
        "revoked" => crate::copy::Stopped::Revoked.to_string(),
        "ended" => crate::copy::Stopped::Ended.to_string(),
        _ => format!(
            "{} removed, {} added, {} entries until {}; {} questions handed over",
            done.removed,
            done.added,
            done.entries,
            text_of(said, "expires"),
            done.handed_over
        ),
    });
    match done.outcome.as_str() {
        "carried" => Ok(()),
        _ => Err(Failure { text: "there is no copy here any more".into(), code: 3 }),
    }
}

fn show(call: &Call, on: &OnDevice, (copy, language): (&Path, &str)) -> Result<(), Failure> {
    let mut opened = Opened::new(copy, on.folder(), Arc::new(SystemClock));
    let (said, _) = opened.said(tongue(language)?)?;
    let said = serde_json::to_value(said).expect("what is said is JSON");
    call.say(&said, age);
    Ok(())
}

pub fn tongue(tag: &str) -> Result<record::codelist::Language, Error> {
    let language = record::codelist::Language::parse(tag);
    language.ok_or_else(|| Error::Usage(format!("`{tag}` is not ar, en, fr or es")))
}

/// How old a copy is, before anything that it answers.
pub fn age(value: &Value) -> String {
    let warning = value["warning"].as_str().map(|text| format!("{text}\n"));
    format!("{}{}", warning.unwrap_or_default(), text_of(value, "age"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_days_or_hours() {
        let check =
            |text: &str, expect: Option<i64>| assert_eq!(hours(text).ok(), expect, "{text}");
        check("3d", Some(72));
        check("12h", Some(12));
        check("3", None);
        check("d", None);
        check("", None);
        check("3 days", None);
        check("é", None);
    }
}
