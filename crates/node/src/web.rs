//! The HTTP interface for people and programs of this node. The router is the map of the house.
//!
//! It is long because it names every address twice: where it is answered, and in the description.

pub mod administration;
mod answering;
pub mod ask;
pub mod assignment;
pub mod attachment;
pub mod audit;
pub mod auth;
pub mod bundle;
pub mod control;
pub mod copy;
pub mod decided;
pub mod door;
pub mod draft;
pub mod draft_kept;
pub mod duplicate;
pub mod duty;
pub mod event;
pub mod inspection;
pub mod kind;
pub mod language;
pub mod link;
pub mod list;
pub mod officer;
pub mod page;
pub mod passkey;
pub mod plain;
pub mod problem;
pub mod proposal;
pub mod provider;
pub mod publish;
pub mod rate;
pub mod recovery;
pub mod saved_view;
pub mod screening;
pub mod search;
pub mod show;
pub mod sign_in;
pub mod status;
pub mod stream;
pub mod table;
pub mod template;
pub mod thread;
pub mod upload;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{delete, get, post, put};
use utoipa::OpenApi;

use crate::Clock;
use crate::config::Current;
use crate::delivery::Opener;
use crate::peer::Peers;
use crate::writer::{Readers, Writer};

/// What every handler works with.
#[derive(Clone)]
pub struct Desk {
    pub writer: Writer,
    pub readers: Readers,
    pub opener: Opener,
    pub peers: Peers,
    pub config: Current,
    pub clock: Arc<dyn Clock>,
    pub duplicates: Arc<crate::duplicate::search::Search>,
    pub files: Arc<crate::store::file::Files>,
    /// What proposes entries of lists for a name.
    pub lists: Arc<crate::list::Lists>,
    /// Turns at looking questions up.
    pub looks: Arc<tokio::sync::Semaphore>,
    /// The signed head of the directory, for files that are checked outside.
    pub directory: Arc<Vec<u8>>,
    pub streams: stream::Streams,
    pub providers: Arc<crate::provider::Providers>,
}

/// Every address of the interface.
pub fn router(desk: Desk) -> Router {
    let limit = DefaultBodyLimit::max(desk.config.request_bytes_max);
    let config = desk.config.kept().clone();
    let rates = Arc::new(rate::Rates::default());
    // A person's decision: the officer's passkey signs the request itself.
    let decided = axum::middleware::from_fn_with_state(desk.clone(), decided::demand);
    Router::new()
        .route("/healthz", get(status::healthz))
        .route("/api/v1/openapi.json", get(status::openapi))
        .route("/api/v1/node", get(status::node))
        .route("/api/v1/conflicts", get(status::conflicts))
        .route("/api/v1/kinds", get(kind::kinds))
        .route("/api/v1/kinds/{kind}/schema", get(kind::schema))
        .route("/api/v1/kinds/{kind}/form", get(kind::form))
        .route("/api/v1/code-lists/{name}", get(kind::code_list))
        .route("/api/v1/records", get(list::list).post(publish::publish).layer(decided.clone()))
        .route("/api/v1/records/batch", post(publish::publish_batch).layer(decided.clone()))
        .route("/api/v1/records/{owner}/{id}", get(show::show))
        .route("/api/v1/records/{owner}/{id}/export", get(show::export))
        .route("/api/v1/records/{owner}/{id}/evidence", get(show::evidence))
        .route("/api/v1/records/{owner}/{id}/delivery", get(show::delivery))
        .route("/api/v1/records/{owner}/{id}/uses", get(show::uses))
        .route("/api/v1/records/{owner}/{id}/links", get(link::links))
        .route("/api/v1/records/{owner}/{id}/same", get(link::same))
        .route("/api/v1/records/{owner}/{id}/replies", post(thread::reply))
        .merge(threads())
        .route("/api/v1/find", get(list::find))
        .route("/api/v1/search", get(search::search))
        .route("/api/v1/export", get(table::export))
        .route("/api/v1/views", get(saved_view::views))
        .route(
            "/api/v1/views/{name}",
            get(saved_view::run).put(saved_view::save).delete(saved_view::forget),
        )
        .merge(writing())
        .merge(files())
        .route("/api/v1/duplicates", get(duplicate::duplicates))
        .route("/api/v1/recalls", post(control::recall).layer(decided.clone()))
        .route("/api/v1/withdrawals", post(control::withdraw))
        .route("/api/v1/forwards", post(control::forward))
        .route("/api/v1/blocks", post(control::block).layer(decided.clone()))
        .route("/api/v1/holds", get(control::holds).post(control::hold).layer(decided.clone()))
        .merge(ask::router(&desk))
        .merge(copy::router(&desk))
        .merge(bundle::router(&desk))
        .merge(oversight())
        .merge(people(&desk))
        .route("/api/v1/events", get(event::events))
        .route("/sign-in/{link}", get(plain::sign_in).post(plain::redeem))
        .route("/sign-in/with/{provider}", get(provider::begin))
        .route("/sign-in/with/{provider}/{link}", get(provider::begin_with_link))
        .route("/sign-in/from/{provider}", get(provider::back).post(provider::end))
        .route("/plain", get(plain::list))
        .route("/plain/style", get(plain::style))
        .route("/plain/go-on", get(plain::go_on))
        .route("/plain/sign-in", get(provider::ways_in))
        .route("/plain/ask", get(plain::ask).post(plain::answer))
        .route("/plain/find", get(plain::find))
        .route("/plain/record/{owner}/{id}", get(plain::show))
        .route("/plain/record/{owner}/{id}/file/{n}", get(plain::file))
        .route("/plain/threads", get(plain::threads))
        .route("/plain/thread/{id}", get(plain::thread))
        .route("/plain/sign-out", post(plain::sign_out))
        .route("/plain/{*rest}", get(plain::not_found))
        .fallback(page::page)
        .layer(limit)
        .layer(axum::middleware::from_fn_with_state((desk.clone(), rates), rate::hold))
        .layer(axum::middleware::from_fn_with_state(config, door::in_time))
        .layer(axum::middleware::from_fn(auth::for_case))
        .layer(axum::middleware::map_response(problem::as_document))
        .layer(axum::middleware::from_fn(page::guard))
        .with_state(desk)
}

/// Files beside records.
fn files() -> Router<Desk> {
    Router::new()
        .route(
            "/api/v1/records/{owner}/{id}/attachments/{n}",
            get(attachment::download).head(attachment::download),
        )
        .route("/api/v1/uploads", get(upload::uploads).post(upload::begin))
        .route(
            "/api/v1/uploads/{id}",
            get(upload::upload).head(upload::stands).patch(upload::grow).delete(upload::forget),
        )
}

/// What the data-protection officer and inspectors work with.
fn oversight() -> Router<Desk> {
    Router::new()
        .route("/api/v1/audit", get(audit::audit))
        .route("/api/v1/audit/lines/{row}", get(inspection::line))
        .route("/api/v1/audit/file", get(inspection::file))
        .route("/api/v1/audit/hints", get(inspection::hints))
        .route("/api/v1/audit/hints/{row}", post(inspection::looked_at))
}

/// Threads, who has them, and who is on duty.
fn threads() -> Router<Desk> {
    Router::new()
        .route("/api/v1/threads", get(thread::threads))
        .route("/api/v1/threads/statistics", get(thread::statistics))
        .route("/api/v1/threads/counts", get(thread::counts))
        .route("/api/v1/threads/{id}", get(thread::thread))
        .route("/api/v1/threads/{id}/assignment", post(assignment::assign))
        .route("/api/v1/threads/{id}/done", post(assignment::set_done))
        .route("/api/v1/threads/{id}/read", delete(assignment::mark_unread))
        .route("/api/v1/hand-overs", get(assignment::hand_overs).post(assignment::hand_over))
        .route("/api/v1/hand-overs/{number}", delete(assignment::undo_hand_over))
        .route("/api/v1/colleagues", get(duty::colleagues))
        .route("/api/v1/duty", get(duty::roster).post(duty::add))
        .route("/api/v1/duty/steps", get(duty::steps))
        .route("/api/v1/duty/units/{unit}", put(duty::set_unit))
        .route("/api/v1/duty/{number}", delete(duty::remove))
        .route("/api/v1/clocks", get(thread::clocks))
}

/// What officers are writing.
fn writing() -> Router<Desk> {
    Router::new()
        .route("/api/v1/drafts", get(draft_kept::drafts))
        .route("/api/v1/drafts/preview", post(draft::preview))
        .route(
            "/api/v1/drafts/{key}",
            get(draft_kept::draft).put(draft_kept::keep_draft).delete(draft_kept::discard_draft),
        )
        .route("/api/v1/templates", get(template::templates))
        .route(
            "/api/v1/templates/{key}",
            get(template::template).put(template::keep_template).delete(template::forget_template),
        )
}

/// Who works here, and how they come in.
fn people(desk: &Desk) -> Router<Desk> {
    let decided = axum::middleware::from_fn_with_state(desk.clone(), decided::demand);
    Router::new()
        .route("/api/v1/officers", get(officer::officers).post(officer::enrol))
        .route(
            "/api/v1/officers/{code}",
            delete(officer::end).layer(decided.clone()).patch(officer::change),
        )
        .route("/api/v1/officers/{code}/tokens", post(officer::issue))
        .route("/api/v1/officers/{code}/sign-in-links", post(sign_in::link))
        .route("/api/v1/officers/{code}/sessions", delete(sign_in::sign_out_everywhere))
        .route("/api/v1/officers/{code}/identities", post(provider::bind).delete(provider::unbind))
        .route("/api/v1/me/identities", post(provider::bind_own).layer(decided.clone()))
        .route("/api/v1/me/identities/{id}", delete(provider::unbind_own).layer(decided.clone()))
        .route("/api/v1/sign-in/providers", get(provider::providers))
        .route("/api/v1/me", get(sign_in::me))
        .route("/api/v1/session", delete(sign_in::sign_out))
        .route("/api/v1/enrolment/challenge", post(passkey::ask_to_enrol))
        .route("/api/v1/enrolment", post(passkey::enrol))
        .route("/api/v1/sign-in/challenge", post(passkey::ask_for_passkey))
        .route("/api/v1/sign-in", post(passkey::sign_in))
        .route("/api/v1/me/sign-ins", get(passkey::own))
        .route("/api/v1/me/passkeys/challenge", post(passkey::ask_to_add))
        .route("/api/v1/me/passkeys", post(passkey::add).layer(decided.clone()))
        .route("/api/v1/me/passkeys/{id}", delete(passkey::remove).layer(decided.clone()))
        .route("/api/v1/me/sessions/{id}", delete(passkey::end_session))
        .route("/api/v1/recoveries", get(recovery::recoveries))
        .route(
            "/api/v1/officers/{code}/recovery",
            post(recovery::propose).delete(recovery::withdraw),
        )
        .route(
            "/api/v1/officers/{code}/recovery/confirmation",
            post(recovery::confirm).layer(decided.clone()),
        )
        .route("/api/v1/decisions/{deed}", get(decided::decisions))
        .route("/api/v1/proposals", get(proposal::proposals).post(proposal::propose))
        .route("/api/v1/proposals/waiting", get(proposal::waiting))
        .route("/api/v1/proposals/{number}", get(proposal::show))
        .route("/api/v1/proposals/{number}/confirmation", post(proposal::confirm).layer(decided))
        .route("/api/v1/proposals/{number}/refusal", post(proposal::decline))
        .nest("/api/v1/administration", administration::router())
}

/// The interface's description, frozen in `docs/openapi.json`.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Amana",
        description = "One node of Amana: records, evidence, delivery, audit. \
                       Every read states its purpose in the header `Amana-Purpose`, and \
                       its case, where there is one, in `Amana-Case`.",
        license(name = "Apache-2.0")
    ),
    paths(
        status::healthz,
        status::node,
        status::conflicts,
        kind::kinds,
        kind::schema,
        kind::form,
        kind::code_list,
        list::list,
        list::find,
        search::search,
        table::export,
        saved_view::views,
        saved_view::save,
        saved_view::run,
        saved_view::forget,
        publish::publish,
        publish::publish_batch,
        show::show,
        show::export,
        show::evidence,
        show::delivery,
        show::uses,
        link::links,
        link::same,
        attachment::download,
        upload::uploads,
        upload::begin,
        upload::upload,
        upload::grow,
        upload::forget,
        thread::reply,
        thread::threads,
        thread::statistics,
        thread::counts,
        thread::thread,
        thread::clocks,
        assignment::assign,
        assignment::set_done,
        assignment::mark_unread,
        assignment::hand_over,
        assignment::hand_overs,
        assignment::undo_hand_over,
        duty::colleagues,
        duty::roster,
        duty::add,
        duty::remove,
        duty::set_unit,
        duty::steps,
        duplicate::duplicates,
        screening::lists,
        screening::add,
        screening::describe,
        screening::put_file,
        screening::updates,
        screening::remove,
        ask::ask,
        ask::ask_batch,
        ask::questions,
        ask::hits,
        ask::show,
        ask::again,
        ask::decide,
        ask::standing,
        ask::set_standing,
        ask::end_standing,
        copy::devices,
        copy::enrol,
        copy::revoke,
        copy::make_copy,
        copy::end_copy,
        copy::contact_of,
        bundle::pack,
        bundle::take,
        control::recall,
        control::withdraw,
        control::forward,
        control::block,
        control::holds,
        control::hold,
        audit::audit,
        inspection::line,
        inspection::file,
        inspection::hints,
        inspection::looked_at,
        officer::officers,
        officer::enrol,
        officer::change,
        officer::end,
        officer::issue,
        proposal::proposals,
        proposal::waiting,
        proposal::propose,
        proposal::show,
        proposal::confirm,
        proposal::decline,
        administration::units,
        administration::create_unit,
        administration::change_unit,
        administration::limits,
        administration::set_limit,
        administration::retention_terms,
        administration::set_retention,
        administration::roles,
        administration::member::members,
        administration::member::try_now,
        administration::key::keys,
        administration::key::log,
        administration::key::verify_log,
        administration::disk::disk,
        draft::preview,
        draft_kept::drafts,
        draft_kept::draft,
        draft_kept::keep_draft,
        draft_kept::discard_draft,
        template::templates,
        template::template,
        template::keep_template,
        template::forget_template,
        sign_in::me,
        sign_in::link,
        sign_in::sign_out_everywhere,
        sign_in::sign_out,
        passkey::ask_to_enrol,
        passkey::enrol,
        passkey::ask_for_passkey,
        passkey::sign_in,
        passkey::own,
        passkey::ask_to_add,
        passkey::add,
        passkey::remove,
        passkey::end_session,
        provider::providers,
        provider::bind_own,
        provider::unbind_own,
        provider::bind,
        provider::unbind,
        recovery::recoveries,
        recovery::propose,
        recovery::withdraw,
        recovery::confirm,
        decided::decisions,
        event::events,
    )
)]
pub struct Description;
