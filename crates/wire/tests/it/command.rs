use kunci_wire::{Command, LostMessage, Order, Reason, Refusal, ServerKeys};
use proptest::prelude::*;
use uuid::Uuid;

use crate::signer;

const DEVICE: Uuid = Uuid::from_u128(0xd);
const NOW: i64 = 1_795_000_000_000_000;

fn keys() -> ServerKeys {
    ServerKeys::new(vec![signer("k1", 1).public()])
}

fn ring() -> Command {
    signer("k1", 1).command(DEVICE, Uuid::from_u128(1), &Order::Ring, 8, NOW)
}

#[test]
fn a_command_is_for_one_device_under_a_trusted_key() {
    assert_eq!(ring().authentic(DEVICE, &keys()), Ok(()));
    assert_eq!(
        ring().authentic(Uuid::from_u128(0xe), &keys()),
        Err(Refusal::Signature),
        "another device"
    );
    assert_eq!(
        ring().authentic(DEVICE, &ServerKeys::new(vec![])),
        Err(Refusal::UnknownKey)
    );
    let namesake = ServerKeys::new(vec![signer("k1", 2).public()]);
    assert_eq!(
        ring().authentic(DEVICE, &namesake),
        Err(Refusal::Signature),
        "another key of that name"
    );
}

#[test]
fn a_command_is_begun_once_in_order_and_in_time() {
    assert_eq!(ring().fresh(7, NOW), Ok(Order::Ring));
    assert_eq!(ring().fresh(8, NOW), Err(Refusal::Replayed));
    assert_eq!(ring().fresh(9, NOW), Err(Refusal::Replayed));
    assert_eq!(ring().fresh(7, NOW + 1), Err(Refusal::Expired));
}

#[test]
fn what_is_not_understood_in_full_is_refused() {
    let newer = |kind: &str, body: &str| {
        let command =
            signer("k1", 1).command_text(DEVICE, Uuid::from_u128(1), kind, body.to_owned(), 8, NOW);
        assert_eq!(
            command.authentic(DEVICE, &keys()),
            Ok(()),
            "authentic all the same"
        );
        command.fresh(7, NOW)
    };
    assert_eq!(newer("siren", "{}"), Err(Refusal::Unsupported));
    assert_eq!(
        newer("ring", r#"{"stop":false,"gently":true}"#),
        Err(Refusal::Unsupported)
    );
    assert_eq!(
        newer("lock", r#"{"pin":"1234"}"#),
        Err(Refusal::Unsupported)
    );
    assert_eq!(newer("live", "not json"), Err(Refusal::Unsupported));
    assert_eq!(Reason::from(Refusal::Unsupported), Reason::Unsupported);
}

fn orders() -> impl Strategy<Value = Order> {
    let message = (".{0,40}", proptest::option::of("[0-9+]{3,14}"))
        .prop_map(|(text, call)| Order::Message(LostMessage { text, call }));
    prop_oneof![
        Just(Order::Locate),
        Just(Order::Ring),
        Just(Order::RingStop),
        message,
        Just(Order::MessageClear),
        Just(Order::Lock),
        Just(Order::Unlock),
        Just(Order::Erase),
        any::<i64>().prop_map(|until| Order::Live { until }),
    ]
}

/// One way of changing a command between signing and checking.
#[derive(Debug, Clone)]
enum Tamper {
    Id(u128),
    Kind(String),
    Body(String),
    Counter(u64),
    Expiry(i64),
    SignatureBit(usize),
    /// Moves a letter from the front of the body to the end of the kind: joined, they stay the same.
    Boundary,
}

fn tampers() -> impl Strategy<Value = Tamper> {
    prop_oneof![
        any::<u128>().prop_map(Tamper::Id),
        "[a-z]{0,8}".prop_map(Tamper::Kind),
        ".{0,20}".prop_map(Tamper::Body),
        any::<u64>().prop_map(Tamper::Counter),
        any::<i64>().prop_map(Tamper::Expiry),
        (0usize..512).prop_map(Tamper::SignatureBit),
        Just(Tamper::Boundary),
    ]
}

fn tampered(mut command: Command, how: Tamper) -> Command {
    match how {
        Tamper::Id(id) => command.id = Uuid::from_u128(id),
        Tamper::Kind(kind) => command.kind = kind,
        Tamper::Body(body) => command.body = body,
        Tamper::Counter(counter) => command.counter = counter,
        Tamper::Expiry(at) => command.expires_at = at,
        Tamper::SignatureBit(bit) => {
            let mut bytes = command.signature.to_bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            command.signature = kunci_wire::Signature::from_bytes(bytes);
        }
        Tamper::Boundary => command.kind.push(command.body.remove(0)),
    }
    command
}

proptest! {
    #[test]
    fn every_order_survives_the_wire(order in orders(), id: u128, counter in 1u64.., expires_at: i64) {
        let sent = signer("k1", 1).command(DEVICE, Uuid::from_u128(id), &order, counter, expires_at);
        let got: Command = serde_json::from_str(&serde_json::to_string(&sent).unwrap()).unwrap();
        prop_assert_eq!(got.authentic(DEVICE, &keys()), Ok(()));
        prop_assert_eq!(got.fresh(counter - 1, expires_at), Ok(order.clone()));
        prop_assert_eq!(Order::parse(order.kind().as_str(), &order.body()), Ok(order));
    }

    #[test]
    fn every_change_is_noticed(order in orders(), id: u128, counter: u64, expires_at: i64, how in tampers()) {
        let sent = signer("k1", 1).command(DEVICE, Uuid::from_u128(id), &order, counter, expires_at);
        let got = tampered(sent.clone(), how);
        prop_assume!(got != sent);
        prop_assert_eq!(got.authentic(DEVICE, &keys()), Err(Refusal::Signature));
    }
}
