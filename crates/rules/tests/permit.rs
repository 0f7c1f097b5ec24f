//! G7: only the gate makes a permit, bound to its action, its subject and its transaction.

#[test]
fn g7_misuses_do_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
