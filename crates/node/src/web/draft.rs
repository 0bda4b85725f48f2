//! Before sending: what would become of a draft. Nothing of the draft is stored, logged or sent; a
//! rule that would refuse it is written into the audit, as when it is published.

use axum::Json;
use axum::extract::{Query, State};
use record::Draft;
use record::policy::Rule;
use record::sentence::Sentences;
use serde::{Deserialize, Serialize};

use super::Desk;
use super::auth::Officer;
use super::language::Tongue;
use super::problem::Problem;
use crate::audit::{self, Deed, Event};
use crate::session::Scope;
use crate::{Error, author, gate};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PreviewQuery {
    /// The language of `text`: ar, en, fr or es; English by default.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    language: Tongue,
}

/// One node the draft is for, and the rule that would keep it from there.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Foreseen {
    pub node: String,
    pub refused: Option<String>,
}

/// A role, and the rule that would keep it from reading.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ForeseenReader {
    pub role: String,
    /// In this node.
    pub home: Option<String>,
    /// At a recipient, by the rules that all nodes have in common.
    pub there: Option<String>,
}

/// What would become of a draft.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Preview {
    /// The rule by which this officer may not publish it at all.
    pub refused: Option<String>,
    pub recipients: Vec<Foreseen>,
    /// Each role, whether it may read it or not.
    pub readers: Vec<ForeseenReader>,
    /// The day of its review.
    #[schema(value_type = String, format = Date)]
    pub review: record::moment::Date,
    /// The day on which every holder destroys it.
    #[schema(value_type = String, format = Date)]
    pub expiry: record::moment::Date,
    /// What its readers would be told, sentence by sentence.
    pub text: Vec<String>,
}

/// Says what would become of a draft: who would receive it, who would not and by which rule.
#[utoipa::path(post, path = "/api/v1/drafts/preview", tag = "records", request_body = Object,
    params(PreviewQuery),
    responses((status = 200, body = Preview), (status = "4XX", body = Problem)))]
pub async fn preview(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Query(query): Query<PreviewQuery>,
    Json(draft): Json<Draft>,
) -> Result<Json<Preview>, Error> {
    officer.require(Scope::Write)?;
    let by = officer.author;
    let draft = author::read(draft)?;
    let job = move |node: &mut crate::Node| {
        let authored = author::compose(node, draft, &by.officer)?;
        let foreseen = gate::foresee(node, &authored, &by)?;
        // What a rule refuses is written down, whether it was tried or only asked.
        for rule in foreseen.rules() {
            let event = Event::new(Deed::Published, &by, node.now()).refused(rule);
            audit::note(node, &event.reason("preview"))?;
        }
        let readers = gate::foresee_readers(node, &authored);
        let header = &authored.record.header;
        let sentences = Sentences::with(query.language.0, node.lists.clone());
        let text = record::sentence::content(sentences, header, &authored.body.to_json());
        let code = |rule: Option<Rule>| rule.map(|rule| rule.code().to_owned());
        let row = |(node, rule): (record::NodeCode, Option<Rule>)| Foreseen {
            node: node.to_string(),
            refused: code(rule),
        };
        let reader = |(role, home, there): gate::Reading| ForeseenReader {
            role: role.code().into(),
            home: code(home),
            there: code(there),
        };
        Ok(Preview {
            readers: readers.into_iter().map(reader).collect(),
            refused: code(foreseen.author),
            recipients: foreseen.recipients.into_iter().map(row).collect(),
            review: header.review,
            expiry: header.expiry,
            text,
        })
    };
    Ok(Json(desk.writer.write(job).await?))
}
