//! Export of a search as a table: streamed page by page, each audited before it leaves.

use axum::body::{Body, Bytes};
use axum::extract::{Query as Asked, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use record::moment::Date;
use serde::Deserialize;

use super::Desk;
use super::auth::Reading;
use super::problem::Problem;
use crate::find::query::Query;
use crate::table::{Form, Lines, Order, Use, heading};
use crate::view::{Session, Sight};
use crate::{Error, case};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// `csv` or `jsonl`.
    #[param(inline)]
    format: Form,
    /// What it is taken out for: `own`, `court` or `pass-on`.
    #[serde(default, rename = "use")]
    #[param(inline, required = false)]
    used: Use,
    /// As in a search.
    #[serde(default)]
    #[param(required = false)]
    words: String,
    /// As in a search.
    #[serde(default)]
    #[param(required = false)]
    filter: String,
    /// The first day the matter may be of.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// The last day.
    #[param(value_type = Option<String>, format = Date)]
    until: Option<Date>,
}

/// A table on its way out.
struct Table {
    desk: Desk,
    session: Session,
    order: Order,
    /// What is sent piece by piece outlives its request.
    case: Option<String>,
    sent: u64,
    /// Made, audited and not sent yet.
    ready: Option<(Vec<u8>, Option<i64>)>,
}

/// What a search finds, as CSV or JSON lines. Refused before anything is sent where the search
/// counts more records than `export_rows_max`; cut off, so that the answer does not end as one
/// that is whole, where they are met under way because the count is `at-least`, and where policy or
/// the node fails.
#[utoipa::path(get, path = "/api/v1/export", tag = "records", params(ExportQuery),
    responses((status = 200, content(
            (String = "text/csv"), (String = "application/jsonl"))),
        (status = "4XX", body = Problem)))]
pub async fn export(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Asked(asked): Asked<ExportQuery>,
) -> Result<Response, Error> {
    let ExportQuery { format, used, words, filter, from, until } = asked;
    let plan = Query { words, filter, from, until }.plan(&desk.config)?;
    let order = Order { plan, form: format, used };
    let mut table =
        Table { desk, session, order, case: case::of_this_request(), sent: 0, ready: None };
    // Before anything is sent: what refuses the export is told as such.
    let first = table.page(None).await?;
    let text = [heading(format)?, first.text].concat();
    table.ready = Some((text, first.next));
    let (kind, name) = match format {
        Form::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"amana.csv\""),
        Form::Jsonl => ("application/jsonl", "attachment; filename=\"amana.jsonl\""),
    };
    let body = Body::from_stream(stream::unfold(Some(table), |table| async move {
        let mut table = table?;
        match table.step().await {
            Ok(Some((text, more))) => Some((Ok(text), more.then_some(table))),
            Ok(None) => None,
            Err(error) => {
                tracing::error!(%error, "an export was cut off");
                Some((Err(error), None))
            }
        }
    }));
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, body).into_response())
}

impl Table {
    /// The next piece of text and whether there is more.
    async fn step(&mut self) -> Result<Option<(Bytes, bool)>, Error> {
        let Some((text, next)) = self.ready.take() else { return Ok(None) };
        if let Some(before) = next {
            let page = self.page(Some(before)).await?;
            self.ready = Some((page.text, page.next));
        }
        Ok(Some((Bytes::from(text), self.ready.is_some())))
    }

    async fn page(&mut self, before: Option<i64>) -> Result<Lines, Error> {
        let (session, order) = (self.session.clone(), self.order.clone());
        let config = self.desk.config.clone();
        let max = config.export_rows_max;
        let look = move |sight: Sight<'_>| sight.lines(&session, &order, before, &config);
        let read = self.desk.readers.read_audited(&self.desk.writer, look);
        let lines = case::work(self.case.clone(), read).await??;
        self.sent += lines.records;
        if self.sent > max {
            return Err(Error::Limit { what: "an export", limit: "export_rows_max", max });
        }
        Ok(lines)
    }
}
