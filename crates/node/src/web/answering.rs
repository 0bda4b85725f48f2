//! A question on its way: looked up on a reader's connections, kept by the writer with what it
//! found, then told.

use record::policy::Rule;

use super::Desk;
use super::language::Tongue;
use crate::ask::look::{Looked, Open};
use crate::ask::tell::{Answer, Words};
use crate::ask::{Keep, Question, Typed};
use crate::audit;
use crate::view::Session;
use crate::{Error, Node};

/// Questions that one thread looks up by itself.
const SHARE_MIN: usize = 16;

/// The words of an answer.
pub fn words(desk: &Desk, language: Option<Tongue>) -> Words {
    Words::new(language.unwrap_or_default().0, desk.readers.lists().clone())
}

/// The year of now, for years of two digits.
pub fn year(desk: &Desk) -> i16 {
    crate::act::node_day(desk.clock.now()).year()
}

/// One question: looked up, kept and written into the audit, then answered.
pub async fn once(
    desk: &Desk,
    session: &Session,
    typed: &Typed,
    tongue: Tongue,
) -> Result<Answer, Error> {
    let question = Question::read(typed, year(desk))?;
    let mut looked = look(desk, session, vec![question.clone()]).await?;
    let looked = looked.pop().ok_or_else(|| Error::Damaged("a question has no answer".into()))?;
    let by = session.clone();
    let (question, looked, numbered, at) = desk
        .writer
        .write(move |node| {
            let numbered = crate::ask::keep(node, &by, (&question, &looked), Keep::ONE)?;
            Ok((question, looked, numbered, node.now()))
        })
        .await?;
    let words = words(desk, Some(tongue));
    Ok(words.answer((at, session.purpose), &question, &looked, &numbered))
}

/// Looks questions up on a reader's connections; a session that may not ask is refused, and the
/// audit says so.
pub async fn look(
    desk: &Desk,
    session: &Session,
    questions: Vec<Question>,
) -> Result<Vec<Looked>, Error> {
    let (apart, by) = (desk.clone(), session.clone());
    let looked = tokio::task::spawn_blocking(move || look_now(&apart, &by, &questions)).await;
    let looked = looked.map_err(|_| Error::Usage("the node is stopping".into()))??;
    match looked {
        Ok(looked) => Ok(looked),
        Err(rule) => {
            let by = session.clone();
            let refused = move |node: &mut Node| {
                let event = crate::ask::event(&by.author, by.purpose, node.now(), &[]);
                audit::note(node, &event.refused(rule).reason("ask"))
            };
            desk.writer.write(refused).await?;
            Err(Error::Refused(rule))
        }
    }
}

type Each = Result<Vec<Looked>, Error>;

fn look_now(
    desk: &Desk,
    session: &Session,
    questions: &[Question],
) -> Result<Result<Vec<Looked>, Rule>, Error> {
    let open = desk.readers.read(|sight| {
        desk.lists.read(sight.store)?;
        Open::of(&sight, session)
    })?;
    let open = match open {
        Ok(open) => open,
        Err(rule) => return Ok(Err(rule)),
    };
    let hits_max = desk.config.ask_hits_max;
    let some = |share: &[Question]| -> Each {
        desk.readers.read(|sight| {
            let each = share.iter();
            each.map(|question| open.look(sight.store, &desk.lists, question, hits_max)).collect()
        })
    };
    let share = questions.len().div_ceil(crate::list::index::threads()).max(SHARE_MIN);
    if share >= questions.len() {
        return some(questions).map(Ok);
    }
    let looked: Vec<Each> = std::thread::scope(|scope| {
        let running: Vec<_> =
            questions.chunks(share).map(|share| scope.spawn(|| some(share))).collect();
        let done = running.into_iter();
        done.map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let looked: Result<Vec<Vec<Looked>>, Error> = looked.into_iter().collect();
    Ok(Ok(looked?.into_iter().flatten().collect()))
}
