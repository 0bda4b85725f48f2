//! screen: names compared pair by pair, or looked for in a list. No node is asked, so nothing of a
//! node is read: both files are the caller's own.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use ::screen::find::line::{self, ListReader, NamedList};
use ::screen::find::list::Search;
use ::screen::find::{Cut, Judge};
use ::screen::name::Words;
use ::screen::pair;
use ::screen::score::scorer;
use ::screen::sentence::Language;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::Failure;
use crate::Error;

/// A longer line is not read.
const LINE_BYTES_MAX: usize = 1 << 20;
/// Bytes read ahead, and with that the most lines answered together.
const AHEAD_BYTES: usize = 1 << 20;

#[derive(Subcommand)]
pub enum ScreenCommand {
    /// Compare judged pairs: one JSON object with id, score and reasons for each line.
    ///
    /// A line is {"id":…,"schema":"Person","query":{"name":["…"],"birthDate":["…"]},
    /// "candidate":{…}}, properties as FollowTheMoney names them. A line that is none is named on
    /// standard error by its number and passed over.
    ///
    /// Example: amana screen pairs pairs.jsonl
    Pairs(PairsArgs),
    /// Look for names in a list: one JSON object with the hits for each query.
    ///
    /// A line of either file is {"n":["name",…],"s":"id","d":"1961-05-27","c":"no"}; "i" holds
    /// numbers of documents. A line that is none is named on standard error by its number and
    /// passed over.
    ///
    /// Example: amana screen search --list list.jsonl --queries queries.jsonl --threshold 0.5
    Search(SearchArgs),
}

#[derive(Args)]
pub struct PairsArgs {
    /// The file, - for standard input.
    file: PathBuf,
    /// The scorer, for instance that of an old decision; the newest without it.
    #[arg(long, value_parser = named_scorer)]
    scorer: Option<&'static scorer::Scorer>,
    /// The language of the reasons: ar, en, fr or es.
    #[arg(long, default_value = "en", value_parser = language)]
    language: Language,
}

#[derive(Args)]
pub struct SearchArgs {
    #[arg(long)]
    list: PathBuf,
    /// The file, - for standard input.
    #[arg(long)]
    queries: PathBuf,
    /// The least score of a hit: 0.5 means even odds.
    #[arg(long, default_value_t = 0.5, value_parser = probability)]
    threshold: f64,
    /// Hits shown for a query.
    #[arg(long, default_value_t = 20)]
    hits: usize,
    /// The scorer, for instance that of an old decision; the newest without it.
    #[arg(long, value_parser = named_scorer)]
    scorer: Option<&'static scorer::Scorer>,
    /// The language of the reasons: ar, en, fr or es.
    #[arg(long, default_value = "en", value_parser = language)]
    language: Language,
}

fn named_scorer(id: &str) -> Result<&'static scorer::Scorer, String> {
    let known = || scorer::all().map(|scorer| scorer.id).join(", ");
    scorer::by_id(id).ok_or_else(|| format!("there is none of this name; there are: {}", known()))
}

fn language(tag: &str) -> Result<Language, String> {
    Language::of(tag).ok_or_else(|| "there are ar, en, fr and es".to_owned())
}

fn probability(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "a number from 0 to 1".to_owned())?;
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err("a number from 0 to 1".into()) }
}

pub fn screen(command: ScreenCommand) -> Result<(), Failure> {
    match command {
        ScreenCommand::Pairs(args) => pairs(&args),
        ScreenCommand::Search(args) => search(&args),
    }
}

fn pairs(args: &PairsArgs) -> Result<(), Failure> {
    let scorer = args.scorer.unwrap_or_else(scorer::newest);
    let answer = |words: &mut Words, number: usize, line: &str| {
        let case = pair::read(number, line).map_err(|error| error.to_string())?;
        Ok(pair::judge(&case, scorer, args.language, words))
    };
    Ok(stream(&args.file, Words::default, answer)?)
}

fn search(args: &SearchArgs) -> Result<(), Failure> {
    let list = read_list(&args.list)?;
    let cut = Cut { threshold: args.threshold, hits_max: args.hits };
    let scorer = args.scorer.unwrap_or_else(scorer::newest);
    let judge = Judge { scorer, language: Some(args.language) };
    let answer = |search: &mut Search, number: usize, text: &str| {
        let asked = line::query(number, text).map_err(|error| error.to_string())?;
        Ok(list.answer(search, &asked, cut, &judge))
    };
    Ok(stream(&args.queries, || list.search(), answer)?)
}

fn read_list(file: &Path) -> Result<NamedList, Error> {
    let mut reader = ListReader::default();
    let mut lines = Lines::open(file)?;
    let mut passed = 0;
    while let Some((number, line)) = lines.next_line()? {
        let pushed =
            line.and_then(|line| reader.push(number, &line).map_err(|error| error.to_string()));
        if let Err(reason) = pushed {
            passed += 1;
            eprintln!("{}: {reason}", file.display());
        }
    }
    tell_passed(file, passed);
    Ok(reader.finish(threads()))
}

fn tell_passed(file: &Path, passed: usize) {
    if passed > 0 {
        eprintln!("{}: {passed} lines were passed over", file.display());
    }
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// What became of a line: what is answered, or why it is passed over.
type Answered = Result<String, String>;

/// Answers a file line by line, in its order. Lines that are there already are answered on all
/// cores; nobody waits for lines that are not there yet.
fn stream<State, Answer: Serialize>(
    file: &Path,
    begin: impl Fn() -> State + Sync,
    answer: impl Fn(&mut State, usize, &str) -> Result<Answer, String> + Sync,
) -> Result<(), Error> {
    let mut lines = Lines::open(file)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut passed = 0;
    loop {
        let batch = lines.batch()?;
        if batch.is_empty() {
            break;
        }
        let one = |state: &mut State, (number, line): &(usize, Result<String, String>)| {
            let line = line.as_ref().map_err(Clone::clone)?;
            let answer = answer(state, *number, line)?;
            serde_json::to_string(&answer).map_err(|error| format!("line {number}: {error}"))
        };
        for answered in on_all_cores(&batch, &begin, &one) {
            match answered {
                Ok(text) => match writeln!(out, "{text}") {
                    Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
                    written => written.map_err(|error| Error::file(Path::new("-"), error))?,
                },
                Err(reason) => {
                    passed += 1;
                    eprintln!("{}: {reason}", file.display());
                }
            }
        }
        let flushed = out.flush();
        flushed.map_err(|error| Error::file(Path::new("-"), error))?;
    }
    tell_passed(file, passed);
    Ok(())
}

fn on_all_cores<State, Item: Sync>(
    batch: &[Item],
    begin: &(impl Fn() -> State + Sync),
    one: &(impl Fn(&mut State, &Item) -> Answered + Sync),
) -> Vec<Answered> {
    let answer = |share: &[Item]| -> Vec<Answered> {
        let mut state = begin();
        share.iter().map(|item| one(&mut state, item)).collect()
    };
    let share = batch.len().div_ceil(threads()).max(1);
    if share == batch.len() {
        return answer(batch);
    }
    std::thread::scope(|scope| {
        let running: Vec<_> =
            batch.chunks(share).map(|share| scope.spawn(move || answer(share))).collect();
        let done = running.into_iter();
        done.flat_map(|thread| thread.join().expect("an answer is total")).collect()
    })
}

/// The lines of a file with their numbers from 1, empty ones left out.
struct Lines {
    reader: BufReader<Box<dyn Read>>,
    file: PathBuf,
    number: usize,
}

/// A line, or why it is none.
type Line = (usize, Result<String, String>);

impl Lines {
    fn open(file: &Path) -> Result<Lines, Error> {
        let source: Box<dyn Read> = match file.as_os_str() == "-" {
            true => Box::new(std::io::stdin()),
            false => Box::new(File::open(file).map_err(|error| Error::file(file, error))?),
        };
        let reader = BufReader::with_capacity(AHEAD_BYTES, source);
        Ok(Lines { reader, file: file.to_owned(), number: 0 })
    }

    /// The next line and those behind it that are there already.
    fn batch(&mut self) -> Result<Vec<Line>, Error> {
        let mut batch = Vec::new();
        while let Some(line) = self.next_line()? {
            batch.push(line);
            if self.reader.buffer().is_empty() {
                break;
            }
        }
        Ok(batch)
    }

    fn next_line(&mut self) -> Result<Option<Line>, Error> {
        loop {
            let mut bytes = Vec::new();
            let mut limited = (&mut self.reader).take(LINE_BYTES_MAX as u64);
            let read = limited.read_until(b'\n', &mut bytes);
            if read.map_err(|error| Error::file(&self.file, error))? == 0 {
                return Ok(None);
            }
            self.number += 1;
            let number = self.number;
            if bytes.len() == LINE_BYTES_MAX && bytes.last() != Some(&b'\n') {
                let skipped = self.reader.skip_until(b'\n');
                skipped.map_err(|error| Error::file(&self.file, error))?;
                let reason = format!("line {number}: longer than {LINE_BYTES_MAX} bytes");
                return Ok(Some((number, Err(reason))));
            }
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            let text = String::from_utf8(bytes);
            let line = text.map_err(|_| format!("line {number}: not UTF-8"));
            return Ok(Some((number, line)));
        }
    }
}
