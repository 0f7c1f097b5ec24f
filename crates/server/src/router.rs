//! Every route. Find the address here, then follow one name.

use axum::Router;
use axum::routing::{get, post};

use crate::adapters::{agent, owntracks};
use crate::state::App;
use crate::web::{assets, brand};
use crate::{
    api, approvals, checkup, contacts, finder, health, help, helpers, home, inbox, links, methods,
    objections, outbox, pairing, passkeys, proving, recovery, regain, reports, security, sheets,
    signin, signup, totp, upstream,
};
use crate::{closing, names};

/// Every route; `serve::app_router` puts the layers around them.
#[expect(clippy::too_many_lines, reason = "every route in one list")]
pub fn routes() -> Router<App> {
    Router::new()
        // Everyone
        .route("/", get(home::get))
        .route("/assets/{file}", get(assets::serve))
        .route("/worker.js", get(assets::worker))
        .route("/manifest.webmanifest", get(brand::manifest))
        .route("/brand.css", get(brand::css))
        .route("/brand/logo", get(brand::logo))
        .route("/brand/icon.svg", get(brand::icon))
        // Sign-in
        .route("/signin", get(signin::get_start).post(signin::post_start))
        .route("/signin/choose", post(signin::post_choose))
        .route("/signin/lift", post(signin::post_lift))
        .route("/signin/link", post(signin::post_send))
        .route("/signin/sent", get(signin::get_sent))
        .route(
            "/signin/passkey",
            get(signin::get_passkey).post(signin::post_passkey),
        )
        .route("/signout", post(signin::sign_out))
        .route("/l", post(links::typed))
        .route("/l/{token}", get(links::show).post(links::confirm))
        .route("/l/{token}/no", post(links::deny))
        .route("/l/{token}/mute", post(links::mute))
        // Proving that it is the owner: second step, step-up, recovery
        .route("/prove/{for}", get(proving::get_ways))
        .route("/prove/{for}/send", post(proving::post_send))
        .route(
            "/prove/{for}/code",
            get(proving::get_code).post(proving::post_code),
        )
        .route(
            "/prove/{for}/password",
            get(proving::get_password).post(proving::post_password),
        )
        // An account elsewhere
        .route("/signin/upstream/{provider}", get(upstream::get_sign_in))
        .route("/prove/{for}/upstream", get(upstream::get_ways))
        .route("/prove/{for}/upstream/{provider}", get(upstream::get_prove))
        .route("/account/security/upstream", get(upstream::get))
        .route(
            "/account/security/upstream/{provider}",
            get(upstream::get_connect),
        )
        .route("/upstream/{provider}/back", get(upstream::get_back))
        .route("/upstream/{provider}/failed", get(upstream::get_failed))
        .route(
            "/prove/{for}/passkey",
            get(proving::get_passkey).post(proving::post_passkey),
        )
        .route(
            "/prove/{for}/totp",
            get(proving::get_totp).post(proving::post_totp),
        )
        .route(
            "/prove/{for}/recovery-code",
            get(proving::get_recovery_code).post(proving::post_recovery_code),
        )
        .route(
            "/prove/{for}/approval",
            get(proving::get_approval).post(proving::post_approval),
        )
        .route("/prove/{for}/approval/state", get(proving::get_state))
        .route(
            "/prove/{for}/helper",
            get(proving::get_helper).post(proving::post_helper),
        )
        .route(
            "/prove/{for}/helper/code",
            get(proving::get_helper_code).post(proving::post_helper_code),
        )
        // What a helper opens
        .route(
            "/helper/{token}",
            get(helpers::get_answer).post(helpers::post_answer),
        )
        .route(
            "/vouch/{token}",
            get(helpers::get_vouch).post(helpers::post_vouch),
        )
        // Sign-up
        .route("/signup", get(signup::get_start).post(signup::post_start))
        .route(
            "/signup/code",
            get(signup::get_code).post(signup::post_code),
        )
        .route("/signup/again", post(signup::post_again))
        .route(
            "/signup/finish",
            get(signup::get_finish).post(signup::post_finish),
        )
        .route("/password/strength", post(methods::choice::strength))
        // The way back in
        .route(
            "/forgot",
            get(recovery::get_start).post(recovery::post_start),
        )
        .route(
            "/forgot/name",
            get(names::get_start).post(names::post_start),
        )
        .route("/forgot/name/send", post(names::post_send))
        .route(
            "/forgot/name/code",
            get(names::get_code).post(names::post_code),
        )
        .route("/forgot/name/found", get(names::get_found))
        .route("/forgot/name/go", post(names::post_go))
        .route("/recover", get(recovery::get_step))
        .route("/recover/here", post(recovery::post_here))
        .route("/recover/ways", get(recovery::get_ways))
        .route("/recover/send", post(recovery::post_send))
        .route(
            "/recover/code",
            get(recovery::get_code).post(recovery::post_code),
        )
        .route("/recover/account", post(recovery::post_account))
        .route("/recover/password", post(recovery::post_password))
        .route("/recover/cancel", post(recovery::post_cancel))
        .route("/recover/second", post(recovery::post_second))
        .route("/account/regained", get(regain::get_factors))
        .route(
            "/account/review",
            get(regain::get_review).post(regain::post_review),
        )
        .route("/n/{token}", get(objections::show).post(objections::act))
        // Help
        .route("/help", get(help::get_help))
        .route("/help/locked", get(help::get_locked))
        .route("/help/two-step", get(help::get_two_step))
        .route("/contact", get(help::get_contact))
        .route(
            "/contact/report",
            get(reports::get_report).post(reports::post_report),
        )
        .route("/contact/reported", get(reports::get_reported))
        .route("/problems/{code}", get(help::get_problem))
        .route("/check", get(help::get_check).post(help::post_check))
        .route(
            "/.well-known/official-contacts.json",
            get(help::get_official),
        )
        .route("/.well-known/official-contacts.jws", get(help::get_signed))
        .route("/.well-known/jwks.json", get(help::get_keys))
        // The owner's account
        .route(
            "/account/contacts/add",
            get(contacts::get_add).post(contacts::post_add),
        )
        .route(
            "/account/contacts/code",
            get(contacts::get_code).post(contacts::post_code),
        )
        .route("/account/contacts/{id}/changed", get(contacts::get_changed))
        .route("/account/close", get(closing::get).post(closing::post))
        .route("/account/export", get(closing::get_export))
        .route("/account/checkup", get(checkup::get))
        .route("/account/checkup/later", post(checkup::post_later))
        .route(
            "/account/checkup/rehearsal",
            get(checkup::get_rehearsal).post(checkup::post_rehearsal),
        )
        .route("/r/{link}", get(checkup::get_link).post(checkup::post_link))
        .route("/rehearse", get(checkup::get_walk))
        .route("/rehearse/skip", post(checkup::post_walk_skip))
        .route("/rehearse/end", post(checkup::post_walk_end))
        .route("/account/security", get(security::get))
        .route(
            "/account/security/alerts",
            get(security::get_alerts).post(security::post_alerts),
        )
        .route("/account/security/breached", get(security::get_breached))
        .route(
            "/account/security/push",
            get(security::get_push).post(security::post_push),
        )
        .route("/account/security/push/off", post(security::post_push_off))
        .route(
            "/account/security/two-step",
            get(security::get_two_step).post(security::post_two_step),
        )
        .route(
            "/account/security/passkeys",
            get(passkeys::get_setup).post(passkeys::post_setup),
        )
        .route(
            "/account/security/totp",
            get(totp::get_add).post(totp::post_add),
        )
        .route(
            "/account/security/codes",
            get(sheets::get).post(sheets::post),
        )
        .route(
            "/account/security/helpers",
            get(helpers::get).post(helpers::post),
        )
        .route(
            "/account/security/helpers/{id}/withdraw",
            post(helpers::post_withdraw),
        )
        .route("/codes/card.pdf", post(sheets::post_pdf))
        .route("/account/security/methods/{id}", get(security::get_method))
        .route(
            "/account/security/methods/{id}/name",
            post(security::post_name),
        )
        .route(
            "/account/security/methods/{id}/reach",
            post(security::post_reach),
        )
        .route(
            "/account/security/password",
            get(security::get_password).post(security::post_password),
        )
        .route(
            "/account/security/methods/{id}/quiet",
            get(objections::get_quiet).post(objections::post_quiet),
        )
        .route(
            "/account/security/methods/{id}/remove",
            get(security::get_remove).post(security::post_remove),
        )
        .route(
            "/account/security/requests/{id}/cancel",
            post(security::post_cancel),
        )
        .route(
            "/account/notices/{id}",
            get(objections::get_mine).post(objections::post_mine),
        )
        .route(
            "/account/approve/{id}",
            get(approvals::get).post(approvals::post),
        )
        .route("/account/approve/{id}/no", post(approvals::post_no))
        .route("/account/events", get(approvals::get_events))
        .route("/account/sessions", get(home::get_sessions))
        .route("/account/sessions/end", post(home::end_all))
        .route("/account/sessions/{id}/end", post(home::end))
        .route("/account/browsers/{id}/forget", post(home::forget))
        // Devices
        .route("/devices", get(pairing::get_list))
        .route(
            "/devices/add",
            get(pairing::get_add).post(pairing::post_add),
        )
        .route("/devices/pairing/{id}", get(pairing::waiting_agent))
        .route("/devices/{id}", get(pairing::get_device))
        .route("/devices/{id}/waiting", get(pairing::waiting_phone))
        .route("/devices/{id}/name", post(pairing::post_name))
        .route("/devices/{id}/browsers", post(pairing::post_browsers))
        .route(
            "/devices/{id}/remove",
            get(pairing::get_remove).post(pairing::post_remove),
        )
        .merge(finding())
        // Machines
        .merge(api::routes())
        .route("/hooks/phone/{gateway}", post(outbox::post_report))
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        // The demo
        .route("/demo/inbox", get(inbox::get_inbox))
        .route("/demo/inbox.css", get(inbox::get_style))
}

/// What devices speak. No browser comes here: none of the layers has anything to say to them, and together they would cost
/// more than taking a report in.
pub fn devices() -> Router<App> {
    Router::new()
        .route("/pub", post(owntracks::post))
        .route("/owntracks/pub", post(owntracks::post))
        .route(kunci_wire::PAIR_PATH, post(agent::post_pair))
        .route(kunci_wire::SOCKET_PATH, get(agent::get_socket))
}

/// Finding a phone.
fn finding() -> Router<App> {
    Router::new()
        .route("/find", get(finder::get_list))
        .route(
            "/find/limited",
            get(finder::get_limited).post(finder::post_limited),
        )
        .route("/find/{device}", get(finder::get_one))
        .route("/find/{device}/events", get(finder::get_events))
        .route("/find/{device}/ring", post(finder::post_ring))
        .route("/find/{device}/stop", post(finder::post_stop))
        .route(
            "/find/{device}/message",
            get(finder::get_message).post(finder::post_message),
        )
        .route("/find/{device}/clear", post(finder::post_clear))
        .route("/find/{device}/lock", post(finder::post_lock))
        .route("/find/{device}/locate", post(finder::post_locate))
        .route("/find/{device}/await", post(finder::post_await))
        .route(
            "/find/{device}/await/cancel",
            post(finder::post_await_cancel),
        )
        .route("/find/{device}/live", post(finder::post_live))
        .route(
            "/find/{device}/missing",
            get(finder::get_missing).post(finder::post_missing),
        )
        .route(
            "/find/{device}/found",
            get(finder::get_found).post(finder::post_found),
        )
        .route(
            "/find/{device}/commands/{command}/cancel",
            post(finder::post_cancel),
        )
}
