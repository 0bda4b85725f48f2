//! The command line. Commands that read or change a node go through the same routes as programs.
//!
//! It is long because it names every command once, with an example.

mod administration;
mod ask;
mod attachment;
mod audit;
mod bundle;
mod copy;
mod decision;
mod demo;
mod directory;
mod duplicate;
mod duty;
mod evidence;
mod exchange;
mod find;
mod import;
mod key;
mod list;
mod marathon;
mod officer;
mod part;
mod record;
mod restore;
mod screen;
mod server;
mod storage;
mod thread;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use serde_json::Value;

pub use directory::{found, found_among};
pub use find::address;
pub use server::stop_signal;

use crate::Error;
use crate::client::{Answered, Client};
use crate::home::Home;

/// Amana: the network on which countries work together against drug trafficking.
///
/// Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused by a rule, 4 evidence does not verify.
#[derive(Parser)]
#[command(name = "amana", version, arg_required_else_help = true)]
struct Cli {
    /// The node's folder.
    #[arg(long, env = "AMANA_HOME", global = true, default_value = "amana-home")]
    home: PathBuf,
    /// Whose token of the folder's tokens.toml is used.
    #[arg(long = "as", global = true, default_value = "desk-1", value_name = "OFFICER")]
    officer: String,
    /// What a read is for.
    #[arg(long, global = true, default_value = "criminal-investigation")]
    purpose: String,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a node that works alone.
    ///
    /// Example: amana --home co init --node CO
    Init(server::InitArgs),
    /// Serve people on loopback and peers over mutual TLS.
    ///
    /// Example: amana --home co serve
    Serve,
    /// Found a network or look at its directory.
    ///
    /// Example: amana directory found --name exercise --out net.cbor co/member.cbor sn/member.cbor
    #[command(subcommand)]
    Directory(directory::DirectoryCommand),
    /// Join a network by its first head.
    ///
    /// Example: amana --home co join net.cbor --directory-head 3f…
    Join(directory::JoinArgs),
    /// Enrol officers and issue tokens.
    ///
    /// Example: amana --as admin-1 officer add desk-2 --name "R. Example" --role desk-officer
    #[command(subcommand)]
    Officer(officer::OfficerCommand),
    /// Members of the network, their lanes and queues.
    ///
    /// Example: amana --as admin-1 member try SN
    #[command(subcommand)]
    Member(administration::MemberCommand),
    /// Limits: look, tighten, propose looser ones.
    ///
    /// Example: amana --as admin-1 limit set page_entries_max 100
    #[command(subcommand)]
    Limit(administration::LimitCommand),
    /// Units of this node.
    ///
    /// Example: amana --as admin-1 unit add CUSTOMS --name "Customs, airport"
    #[command(subcommand)]
    Unit(administration::UnitCommand),
    /// What waits for a second person.
    ///
    /// Example: amana --as admin-1 proposal list
    #[command(subcommand)]
    Proposal(administration::ProposalCommand),
    /// Publish drafts: one JSON document, or one a line.
    ///
    /// Example: amana publish draft.json
    Publish(record::PublishArgs),
    /// Save files of records.
    ///
    /// Example: amana attachment save SN/0192f0c1-… 0 --out panel.jpg
    #[command(subcommand)]
    Attachment(attachment::AttachmentCommand),
    /// Import a foreign file.
    ///
    /// Example: amana import seizures --format unodc-ids export.csv.zip --only CO
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// Lists of others: add, update, describe anew, remove; how they stand.
    ///
    /// Example: amana list add un --format un-xml consolidated.xml --purpose border-control
    /// --owner "Sanctions unit" --licence "UN terms of use" --review 2027-01-31
    #[command(subcommand)]
    List(list::ListCommand),
    /// Ask lists and records: a name, a number, machine-readable lines.
    ///
    /// Example: amana --purpose border-control ask "Quennevis, Arlo 1961-05-27"
    Ask(ask::AskArgs),
    /// Devices that carry offline copies: on the device, make its key and take its credential; at
    /// the node, enrol it, look, revoke it.
    ///
    /// Example: amana --as admin-1 device enrol tablet-1 --key public --unit POLICE --out
    /// tablet-1.credential
    #[command(subcommand)]
    Device(copy::DeviceCommand),
    /// Offline copies: at the node, make one and end it; on the device, bring it up to date and
    /// serve its page.
    ///
    /// Example: amana --as admin-1 copy make tablet-1 --list ofac --list un --expires 3d --out
    /// tablet-1.amana-copy
    #[command(subcommand)]
    Copy(copy::CopyCommand),
    /// Hits of your unit: look, work out again, decide.
    ///
    /// Example: amana hit decide 12 match --reason "number and picture agree"
    #[command(subcommand)]
    Hit(ask::HitCommand),
    /// Standing questions: answered when a list or a record arrives.
    ///
    /// Example: amana standing set "CSQU3054383" --note "case 7" --expires 2027-01-31
    #[command(subcommand)]
    Standing(ask::StandingCommand),
    /// The newest records.
    ///
    /// Example: amana inbox --kind message
    Inbox(record::InboxArgs),
    /// Records by words, filters and days, or by an identifier.
    ///
    /// Example: amana find cocaine "false bottom" --filter country:CO,year:2026 --facets
    ///
    /// Example: amana find --kind phone --value "+57 601 555 0100"
    Find(find::FindArgs),
    /// Seizures that may be one event, with reasons. Nothing is merged: a person decides.
    ///
    /// Example: amana duplicates --from 2026-01-01 --band likely --language es
    ///
    /// Example: amana duplicates refuse CO/0192f0c1-… SN/0192f0c1-… --because quantity
    Duplicates(duplicate::DuplicatesArgs),
    /// One record.
    ///
    /// Example: amana show SN/0192f0c1-….
    Show(record::ShowArgs),
    /// Threads and who waits for whom, or breaches counted.
    ///
    /// Example: amana threads --waiting for-us --overdue
    Threads(thread::ThreadsArgs),
    /// One thread: its messages, and each request's clock explained.
    ///
    /// Example: amana thread 0192f0c1-… --language fr
    Thread(thread::ThreadArgs),
    /// Reply to a message.
    ///
    /// Example: amana reply SN/0192f0c1-… --type refusal --refusal requirements-not-met --text "…"
    Reply(thread::ReplyArgs),
    /// Give a thread to an officer or a unit, take it, let it go, or say that it is done.
    ///
    /// Example: amana assign 0192f0c1-… --officer desk-2 --note "see the second question"
    Assign(duty::AssignArgs),
    /// Hand your open threads over at the end of a shift, list hand-overs, or undo one.
    ///
    /// Example: amana hand-over --officer desk-2 --note "two answers are due at noon"
    HandOver(duty::HandOverArgs),
    /// The duty roster of a unit.
    ///
    /// Example: amana --as admin-1 duty add --officer desk-1 --unit POLICE
    /// --from 2026-11-30T08:00+01:00 --until 2026-11-30T16:00+01:00
    #[command(subcommand)]
    Duty(duty::DutyCommand),
    /// Take one of our records back from everyone.
    ///
    /// Example: amana recall 0192f0c1-… --reason mistaken
    Recall(record::RecallArgs),
    /// Keep a copy for a court.
    ///
    /// Example: amana --as dpo-1 hold SN/0192…/1 --authority Court --reference 7 --until 2027-01-31
    Hold(record::HoldArgs),
    /// Pass a record of another member on, where its owner lets recipients do that.
    ///
    /// Example: amana --purpose criminal-investigation forward SN/0192…/1 --to CV --reason "…"
    Forward(record::ForwardArgs),
    /// Ask every holder what it did with one of our records.
    ///
    /// Example: amana uses CO/0192f0c1-…
    Uses(record::WhichArgs),
    /// Who did what here, and why: for data-protection officers and inspectors.
    ///
    /// Example: amana --as dpo-1 audit list --officer desk-1 --deed read
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Back the store up under a key of its own.
    ///
    /// Example: amana backup /media/backup/co.amana
    Backup(server::BackupArgs),
    /// Where there is no line: pack what waits for a member into a file, take in what was carried.
    ///
    /// Example: amana --as admin-1 bundle out --to SN /media/stick/sn.bundle
    #[command(subcommand)]
    Bundle(bundle::BundleCommand),
    /// Put a backup back into its node's folder: its log says nothing before others were asked.
    ///
    /// Example: amana restore /media/backup/co.amana --key /media/keys/1764… --into co
    Restore(restore::RestoreArgs),
    /// How a restored node stands, and the way out where it is behind.
    ///
    /// Example: amana restored --language es
    Restored(restore::RestoredArgs),
    /// Keys that change: by the month, by the log's epoch; revoke and destroy; the storage key.
    ///
    /// Example: amana key month --root /media/root/co
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Verify everything; remake the derived tables.
    ///
    /// Example: amana fsck --rebuild
    Fsck(server::FsckArgs),
    /// Your saved views: named queries, each with its purpose.
    ///
    /// Example: amana view save ports cocaine --filter kind:seizure,country:CO
    #[command(subcommand)]
    View(find::ViewCommand),
    /// Take a record, its evidence, or what a search finds out of the node.
    ///
    /// Example: amana export search cocaine --format csv --out seizures.csv
    ///
    /// Example: amana export evidence CO/0192f0c1-… --out evidence.json
    #[command(subcommand)]
    Export(evidence::ExportCommand),
    /// Check evidence, receipts or lines of the audit, offline, without a node.
    ///
    /// Example: amana verify evidence.json --directory net.cbor --directory-head 3f…
    ///
    /// Example: amana verify lines.json --directory-head 3f…
    Verify(evidence::VerifyArgs),
    /// Check what officers signed with their passkeys when they decided, offline.
    ///
    /// Example: amana verify-decision decisions.json --body recall.json
    VerifyDecision(evidence::VerifyDecisionArgs),
    /// Compare names, or look for them in a list, without a node.
    ///
    /// Example: amana screen search --list list.jsonl --queries queries.jsonl
    #[command(subcommand)]
    Screen(screen::ScreenCommand),
    /// Measure this machine: with two nodes, or searching a list of names.
    ///
    /// Example: amana bench exchange --json
    #[command(subcommand)]
    Bench(server::BenchCommand),
    /// Run five nodes that exchange invented data.
    ///
    /// Example: amana demo --once
    Demo(demo::DemoArgs),
    /// Run five nodes as processes that are killed and cut off, and count what was lost: nothing.
    ///
    /// Example: amana marathon --json
    Marathon(marathon::MarathonArgs),
}

/// What every command knows.
struct Call {
    home: Home,
    officer: String,
    purpose: String,
    json: bool,
}

impl Call {
    async fn client(&self) -> Result<Client, Error> {
        Client::open(&self.home, &self.officer).await
    }

    /// Prints an answer, or turns a problem document into a failure.
    fn print(
        &self,
        answered: &Answered,
        text: impl FnOnce(&Value) -> String,
    ) -> Result<(), Failure> {
        if !answered.status.is_success() {
            return Err(Failure::problem(&answered.body));
        }
        self.say(&answered.body, text);
        Ok(())
    }

    fn say(&self, value: &Value, text: impl FnOnce(&Value) -> String) {
        if self.json {
            println!("{value}");
        } else {
            println!("{}", text(value));
        }
    }

    /// A progress bar where a person watches, nothing where a program reads.
    fn bar(&self, length: u64, what: &'static str) -> indicatif::ProgressBar {
        if self.json || !std::io::stderr().is_terminal() {
            return indicatif::ProgressBar::hidden();
        }
        let bar = indicatif::ProgressBar::new(length);
        let style = indicatif::ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {eta}");
        bar.set_style(style.expect("the template is a constant"));
        bar.set_message(what);
        bar
    }
}

/// Why a command ends otherwise than well.
struct Failure {
    text: String,
    code: u8,
}

impl Failure {
    fn problem(body: &Value) -> Self {
        let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
        let refused = body.get("rule").is_some();
        let said = match text("detail") {
            "" => body.to_string(),
            detail => detail.to_owned(),
        };
        Self { text: said, code: if refused { 3 } else { 1 } }
    }

    fn unverified(text: impl Into<String>) -> Self {
        Self { text: text.into(), code: 4 }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let code = match error {
            Error::Refused(_) => 3,
            Error::Usage(_) => 2,
            _ => 1,
        };
        Self { text: error.to_string(), code }
    }
}

/// Reads the arguments and does what they say.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let level = tracing_subscriber::filter::LevelFilter::from_level(tracing::Level::INFO);
    // A line that cannot be written is lost, and nothing else: saying so there too would panic.
    let lines = tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(level);
    lines.log_internal_errors(false).init();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("amana: {error}");
            return ExitCode::FAILURE;
        }
    };
    let call = Call {
        home: Home::new(cli.home),
        officer: cli.officer,
        purpose: cli.purpose,
        json: cli.json,
    };
    match runtime.block_on(dispatch(&call, cli.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("amana: {}", failure.text);
            ExitCode::from(failure.code)
        }
    }
}

async fn dispatch(call: &Call, command: Command) -> Result<(), Failure> {
    match command {
        Command::Init(args) => server::init(call, args),
        Command::Serve => server::serve(call).await,
        Command::Directory(command) => directory::directory(call, command),
        Command::Join(args) => directory::join(call, &args),
        Command::Officer(command) => officer::officer(call, command).await,
        Command::Member(command) => administration::member(call, command).await,
        Command::Limit(command) => administration::limit(call, command).await,
        Command::Unit(command) => administration::unit(call, command).await,
        Command::Proposal(command) => administration::proposal(call, command).await,
        Command::Publish(args) => record::publish(call, args).await,
        Command::Attachment(command) => attachment::attachment(call, command).await,
        Command::Import(command) => import::import(call, command).await,
        Command::List(command) => list::list(call, command).await,
        Command::Ask(args) => ask::ask(call, args).await,
        Command::Device(command) => copy::device(call, command).await,
        Command::Copy(command) => copy::copy(call, command).await,
        Command::Hit(command) => ask::hit(call, command).await,
        Command::Standing(command) => ask::standing(call, command).await,
        Command::Inbox(args) => record::inbox(call, args).await,
        Command::Find(args) => find::find(call, args).await,
        Command::Duplicates(args) => duplicate::duplicates(call, args).await,
        Command::Show(args) => record::show(call, args).await,
        Command::Threads(args) => thread::threads(call, args).await,
        Command::Thread(args) => thread::thread(call, args).await,
        Command::Reply(args) => thread::reply(call, args).await,
        Command::Assign(args) => duty::assign(call, args).await,
        Command::HandOver(args) => duty::hand_over(call, args).await,
        Command::Duty(command) => duty::duty(call, command).await,
        Command::Recall(args) => record::recall(call, args).await,
        Command::Hold(args) => record::hold(call, args).await,
        Command::Forward(args) => record::forward(call, args).await,
        Command::Uses(args) => record::uses(call, args).await,
        Command::Audit(command) => audit::audit(call, command).await,
        Command::Backup(args) => server::backup(call, &args),
        Command::Bundle(command) => bundle::bundle(call, command).await,
        Command::Restore(args) => restore::restore(call, &args),
        Command::Restored(args) => restore::restored(call, &args).await,
        Command::Key(command) => key::key(call, command),
        Command::Fsck(args) => server::fsck(call, &args),
        Command::View(command) => find::view(call, command).await,
        Command::Export(command) => evidence::export(call, command).await,
        Command::Verify(args) => evidence::verify(call, &args),
        Command::VerifyDecision(args) => evidence::verify_decision(call, &args),
        Command::Screen(command) => screen::screen(command),
        Command::Bench(command) => server::bench(call, command).await,
        Command::Demo(args) => demo::demo(call, args).await,
        Command::Marathon(args) => marathon::marathon(call, args).await,
    }
}
