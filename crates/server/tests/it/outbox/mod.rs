//! Messages that leave: real SMTP, real HTTP gateways, several nodes on one database of either engine.

mod demo;
mod gateway;
pub(crate) mod house;
pub(crate) mod logs;
mod mails;
mod nodes;
mod phones;
mod relay;
mod reports;
mod spending;

/// The same test on each engine, as `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($house:ident: House) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn check($house: House) $body

            #[tokio::test]
            async fn sqlite() {
                check(House::new(kunci_db::testing::Engine::Sqlite)).await;
            }

            #[tokio::test]
            async fn postgres() {
                check(House::new(kunci_db::testing::Engine::Postgres)).await;
            }
        }
    )*};
}
pub(crate) use on_both;
