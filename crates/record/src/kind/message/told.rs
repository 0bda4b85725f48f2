//! A message in sentences.

use super::Statement;
use crate::kind::code_of;
use crate::sentence::Sentences;

impl Statement {
    pub(super) fn tell(&self, s: &mut Sentences) {
        let message_type = s.code("message-type", &code_of(&self.message_type));
        let subject = s.free(&self.subject);
        s.say("titled", &[("what", message_type.into()), ("title", subject.into())]);
        s.detail("urgency", self.urgency.map(|lane| s.mid("urgency", &code_of(&lane))));
        s.detail("refusal", self.refusal.as_ref().map(|code| s.mid("refusal", code)));
        s.detail("offence", s.mid("offence", &self.offence));
        self.tell_questions(s);
        s.text(&self.text);
        if let Some(deadline) = self.deadline {
            s.say("deadline", &[("deadline", s.moment(deadline).into())]);
        }
        self.tell_pause(s);
        s.detail("thread", self.thread.map(|id| s.id(&id.to_string())));
        s.detail("in-reply-to", self.in_reply_to.map(|id| s.id(&id.to_string())));
    }

    fn tell_questions(&self, s: &mut Sentences) {
        for (at, question) in self.asks.iter().enumerate() {
            let what = s.mid("request-type", &question.what);
            let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
            s.say("question", &[("number", number.into()), ("what", what.into())]);
            s.detail("question-text", question.text.as_ref().map(|text| s.quoted(text)));
        }
        if self.directly_accessible {
            s.say("directly-accessible", &[]);
        }
        let numbers = self.concerns.iter().map(|number| s.whole((*number).into())).collect();
        s.details("concerns", numbers);
    }

    fn tell_pause(&self, s: &mut Sentences) {
        let Some(pause) = &self.pause else { return };
        let reason = s.mid("pause-reason", &pause.reason);
        s.say("pause", &[("reason", reason.into())]);
        s.detail("expected", pause.expected.map(|date| s.date(date)));
    }
}
