//! A question on its way: looked up on a reader's connections, kept by the writer with what it
//! found, then told.

use record::policy::Rule;

use super::Desk;
use super::language::Tongue;
use crate::ask::look::{Looked, Open};
use crate::ask::tell::{Answer, Words};
use crate::ask::{Keep, Question, Typed, Written};
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
    let (mut asked, mut looked) = look(desk, session, vec![question]).await?;
    let none = || Error::Damaged("a question has no answer".into());
    let (question, found) = asked.pop().zip(looked.pop()).ok_or_else(none)?;
    let by = session.clone();
    let (looked, numbered, at) = desk
        .writer
        .write(move |node| {
            let (looked, written) = found;
            let numbered = crate::ask::keep(node, &by, (&written, &looked), Keep::ONE)?;
            Ok((looked, numbered, node.now()))
        })
        .await?;
    let words = words(desk, Some(tongue));
    Ok(words.answer((at, session.purpose), &question, &looked, &numbered))
}

/// What a question found, and it in the bytes in which it is kept.
pub type Found = (Looked, Written);

/// Looks questions up on a reader's connections; a session that may not ask is refused, and the
/// audit says so. Gives the questions back.
pub async fn look(
    desk: &Desk,
    session: &Session,
    questions: Vec<Question>,
) -> Result<(Vec<Question>, Vec<Found>), Error> {
    let stopping = || Error::Usage("the node is stopping".into());
    // More threads than cores would only wait for one another, each with buffers of its own.
    let turn = desk.looks.clone().acquire_owned().await.map_err(|_| stopping())?;
    let (apart, by) = (desk.clone(), session.clone());
    let looked = tokio::task::spawn_blocking(move || {
        let looked = look_now(&apart, &by, &questions);
        drop(turn);
        looked.map(|looked| looked.map(|looked| (questions, looked)))
    });
    let looked = looked.await.map_err(|_| stopping())??;
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

type Each = Result<Vec<Found>, Error>;

fn look_now(
    desk: &Desk,
    session: &Session,
    questions: &[Question],
) -> Result<Result<Vec<Found>, Rule>, Error> {
    let open = desk.readers.read(|sight| {
        desk.lists.read(sight.store)?;
        sight.store.at_once(|| Open::of(&sight, session))
    })?;
    let open = match open {
        Ok(open) => open,
        Err(rule) => return Ok(Err(rule)),
    };
    let hits_max = desk.config.ask_hits_max;
    let some = |share: &[Question]| -> Each {
        desk.readers.read(|sight| {
            let each = share.iter();
            each.map(|question| {
                let looked = open.look(sight.store, &desk.lists, question, hits_max)?;
                let written = Written::of(question, &looked);
                Ok((looked, written))
            })
            .collect()
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
    let looked: Result<Vec<Vec<Found>>, Error> = looked.into_iter().collect();
    Ok(Ok(looked?.into_iter().flatten().collect()))
}
