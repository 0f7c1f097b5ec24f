//! Statements are constants.

/// One statement in the common text of both engines, with parameters `$1, $2, …`.
///
/// Common to both: `ON CONFLICT`, `RETURNING`, keyset paging, `CAST(… AS BIGINT)`. Not common, so never used: sequences,
/// `now()`, JSON operators, `FOR UPDATE`. Sums of `BIGINT` need `CAST(SUM(x) AS BIGINT)`: PostgreSQL widens them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sql(pub &'static str);

/// Defines a store's statements and their list, so that a test can prepare them all on both engines:
///
/// ```
/// kunci_db::statements! {
///     /// Finds an account's head.
///     pub(crate) HEAD = "SELECT seq FROM account_heads WHERE account_id = $1";
///     INSERT = "INSERT INTO account_heads (account_id, seq) VALUES ($1, 0)";
/// }
/// assert_eq!(STATEMENTS.len(), 2);
/// ```
///
/// The list is `pub(crate) const STATEMENTS: &[Sql]`; gather those of all stores into one slice and hand it to
/// [`crate::Db::prepare_all`].
#[macro_export]
macro_rules! statements {
    ($($(#[$meta:meta])* $vis:vis $name:ident = $text:expr;)*) => {
        $($(#[$meta])* $vis const $name: $crate::Sql = $crate::Sql($text);)*
        /// Every statement of this module.
        pub(crate) const STATEMENTS: &[$crate::Sql] = &[$($name),*];
    };
}
