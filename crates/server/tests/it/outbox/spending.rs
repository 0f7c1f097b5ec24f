//! Spending limits and countries.

use std::collections::HashMap;

use kunci_rules::{Id, Span};
use kunci_server::config::{GatewayKind, SpendingLimits};
use kunci_server::methods::Channel;
use kunci_server::outbox::{self, Message, To};
use kunci_server::state::App;
use kunci_server::web::Network;

use super::gateway::HttpGateway;
use super::house::{House, message, outcome, send};
use super::on_both;

async fn with_limits(house: House, spending: SpendingLimits) -> (House, HttpGateway) {
    let mut house = house;
    let gateway = HttpGateway::start([]).await;
    house.config.phone.gateways = vec![gateway.configured("sms", GatewayKind::Sms)];
    house.config.phone.spending = spending;
    (house, gateway)
}

const PLENTY: SpendingLimits = SpendingLimits {
    per_account: 1_000,
    per_network: 1_000,
    per_prefix: 1_000,
    per_day: 1_000,
};

fn from(network: u8, account: u128, number: &str) -> Message {
    Message {
        network: Some(Network([network; 16])),
        ..message(Id::from_u128(account), number)
    }
}

/// For an account that does not exist yet.
fn signup(network: u8, number: &str) -> Message {
    Message {
        account: None,
        ..from(network, 0, number)
    }
}

/// Sends all, delivers on every node at once, and counts the outcomes.
async fn outcomes(nodes: &[App], messages: Vec<Message>) -> HashMap<String, usize> {
    let mut ids = Vec::new();
    for message in messages {
        ids.push(send(&nodes[0], message).await);
    }
    futures_util::future::join_all(nodes.iter().map(outbox::deliver_due)).await;
    let mut counts = HashMap::new();
    for id in ids {
        *counts
            .entry(outcome(&nodes[0], id).await.unwrap())
            .or_default() += 1;
    }
    counts
}

fn over(n: usize) -> HashMap<String, usize> {
    HashMap::from([("over_limit".to_owned(), n)])
}

fn counts(sent: usize, over: usize) -> HashMap<String, usize> {
    HashMap::from([("sent".to_owned(), sent), ("over_limit".to_owned(), over)])
}

on_both! {
    async fn the_day_s_limit_holds_across_nodes_and_accounts(house: House) {
        let (house, mut gateway) = with_limits(house, SpendingLimits { per_day: 10, ..PLENTY }).await;
        let nodes = [house.node().await, house.node().await];
        let burst = |first: u8| (first..first + 64).map(|n| from(n, u128::from(n), "+6281234567890")).collect();
        assert_eq!(outcomes(&nodes, burst(0)).await, counts(10, 54));
        assert_eq!(gateway.rest().len(), 10);
        assert_eq!(outcomes(&nodes[1..], vec![from(200, 200, "+6281234567890")]).await, over(1));
        house.advance(Span::days(1));
        let tomorrow = (0..3_u8).map(|n| { let app = &nodes[0]; Message { due_at: app.now(), expires_at: app.now() + Span::minutes(10), ..from(n, 1, "+6281234567890") } }).collect();
        assert_eq!(outcomes(&nodes[..1], tomorrow).await, HashMap::from([("sent".to_owned(), 3)]));
    }

    async fn each_limit_counts_its_own(house: House) {
        let limits = SpendingLimits { per_account: 2, per_network: 3, per_prefix: 4, per_day: 100 };
        let (house, mut gateway) = with_limits(house, limits).await;
        let app = [house.node().await];
        // One account, from several networks, to several prefixes.
        let account = vec![from(1, 1, "+6281111110"), from(2, 1, "+6282222220"), from(3, 1, "+6283333330")];
        assert_eq!(outcomes(&app, account).await, counts(2, 1));
        // One network, for several sign-ups and prefixes.
        let network = ["+6284444440", "+6285555550", "+6285666660", "+6285777770"].map(|number| signup(9, number));
        assert_eq!(outcomes(&app, network.into()).await, counts(3, 1));
        // One prefix: neighbouring numbers.
        let prefix = (0..6_u8).map(|n| signup(20 + n, &format!("+628999990{n}"))).collect();
        assert_eq!(outcomes(&app, prefix).await, counts(4, 2));
        assert_eq!(gateway.rest().len(), 9);
        assert_eq!(outcomes(&app, vec![from(99, 99, "+6281300000")]).await, HashMap::from([("sent".to_owned(), 1)]));
    }

    /// G4: whatever strangers use up, a contact costs its owner at most an hour; and never more than the day's limit leaves.
    async fn g4_strangers_cannot_use_up_an_owner_s_messages(house: House) {
        let number = "+6281234567890";
        let limits = SpendingLimits { per_account: 3, per_network: 5, per_prefix: 6, per_day: 12 };
        let (house, mut gateway) = with_limits(house, limits).await;
        let app = [house.node().await];
        let now = |message: Message| Message { due_at: app[0].now(), expires_at: app[0].now() + Span::minutes(10), ..message };
        let owner = || now(from(1, 1, number));
        let strangers = (0..9).map(|_| from(1, 1, number)).chain((0..9).map(|_| signup(1, "+6281234560000"))).collect();
        outcomes(&app, strangers).await;
        house.advance(Span::hours(1));
        for _ in 0..3 {
            assert_eq!(outcomes(&app, vec![owner(), owner()]).await, counts(1, 1));
            house.advance(Span::hours(1));
        }
        let others = (50..60_u8).map(|n| now(from(n, u128::from(n), &format!("+62821{n}000000")))).collect();
        outcomes(&app, others).await;
        assert_eq!(outcomes(&app, vec![owner()]).await, HashMap::from([("over_limit".to_owned(), 1)]));
        assert_eq!(gateway.rest().len(), 12);
    }

    /// STD-45: a notice reaches the phone whatever codes strangers caused, to its owner or to neighbouring numbers.
    async fn std45_strangers_use_up_no_notices(house: House) {
        let number = "+6281234567890";
        let limits = SpendingLimits { per_account: 2, per_network: 2, per_prefix: 2, per_day: 100 };
        let (house, _gateway) = with_limits(house, limits).await;
        let app = [house.node().await];
        let strangers = (0..9_u8).map(|n| from(n, 1, number)).chain((0..9_u8).map(|n| signup(n, "+6281234560000"))).collect();
        outcomes(&app, strangers).await;
        let notices = (0..4).map(|_| Message { network: None, ..from(1, 1, number) }).collect();
        assert_eq!(outcomes(&app, notices).await, HashMap::from([("sent".to_owned(), 4)]));
    }

    async fn a_limit_of_nothing_lets_nothing_out(house: House) {
        let (house, mut gateway) = with_limits(house, SpendingLimits { per_account: 0, ..PLENTY }).await;
        let app = [house.node().await];
        assert_eq!(outcomes(&app, vec![from(1, 1, "+6281234567890")]).await, HashMap::from([("over_limit".to_owned(), 1)]));
        assert!(gateway.rest().is_empty());
    }

    /// What is refused gives back what it reserved under the other limits.
    async fn a_refusal_uses_nothing_up(house: House) {
        let limits = SpendingLimits { per_account: 1, per_network: 2, per_prefix: 2, per_day: 2 };
        let (house, _gateway) = with_limits(house, limits).await;
        let app = [house.node().await];
        let many = (0..5_u8).map(|_| from(1, 1, "+6281234567890")).collect();
        assert_eq!(outcomes(&app, many).await, counts(1, 4));
        assert_eq!(outcomes(&app, vec![signup(1, "+6281234567890")]).await, HashMap::from([("sent".to_owned(), 1)]));
    }

    /// An unknown name or a muted contact costs nothing, but its network is charged like for a known one.
    async fn unknown_names_count_for_their_network(house: House) {
        let limits = SpendingLimits { per_account: 1, per_network: 2, per_prefix: 1, per_day: 1 };
        let (house, mut gateway) = with_limits(house, limits).await;
        let app = [house.node().await];
        let nobody = || Message { to: To::Nobody(Channel::Phone), ..from(1, 1, "+6281234567890") };
        assert_eq!(outcomes(&app, vec![nobody(), nobody()]).await, HashMap::from([("nobody".to_owned(), 2)]));
        assert_eq!(outcomes(&app, vec![signup(1, "+6281234567890")]).await, over(1));
        assert!(gateway.rest().is_empty());
        assert_eq!(outcomes(&app, vec![from(2, 1, "+6281234567890")]).await, HashMap::from([("sent".to_owned(), 1)]));
    }
}

#[tokio::test]
async fn only_listed_countries_are_messaged() {
    let (mut house, mut gateway) =
        with_limits(House::new(kunci_db::testing::Engine::Sqlite), PLENTY).await;
    let abroad = "+6591234567";
    let app = [house.node().await];
    assert_eq!(
        outcomes(&app, vec![from(1, 1, abroad)]).await,
        HashMap::from([("country".to_owned(), 1)])
    );
    assert!(gateway.rest().is_empty());
    house.config.phone.countries = vec![62, 65];
    let app = [house.node().await];
    assert_eq!(
        outcomes(&app, vec![from(1, 1, abroad)]).await,
        HashMap::from([("sent".to_owned(), 1)])
    );
    house.config.phone.countries = vec![65];
    let app = [house.node().await];
    assert_eq!(
        outcomes(&app, vec![from(1, 1, "+6281234567890")]).await,
        HashMap::from([("country".to_owned(), 1)])
    );
}
