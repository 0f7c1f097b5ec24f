//! Section `policy`: the operator's changes to the gate's rules. `kunci policy matrix` shows what they lead to.

use std::collections::BTreeMap;

use kunci_rules::Span;
use kunci_rules::gate::Policy;
use serde::{Deserialize, Serialize};

use super::Invalid;

/// Changes to the default policy; empty: none.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PolicyChanges {
    /// Wait of a rule in hours.
    pub waits: BTreeMap<String, i64>,
    /// Rules that are taken out.
    pub without: Vec<String>,
}

impl PolicyChanges {
    /// The default policy with these changes, whether or not it keeps the invariants.
    ///
    /// # Errors
    /// No rule has such a name.
    pub fn applied(&self) -> Result<Policy, Invalid> {
        const REMEDY: &str = "no rule has this name; `kunci policy rules` lists them";
        let mut policy = Policy::default();
        for (rule, hours) in &self.waits {
            if *hours < 0 || !policy.set_wait(rule, Span::hours(*hours)) {
                let remedy = if *hours < 0 {
                    "a wait is 0 hours or more"
                } else {
                    REMEDY
                };
                return Err(Invalid::new(
                    "policy.waits",
                    format!("{rule} = {hours}"),
                    remedy,
                ));
            }
        }
        for rule in &self.without {
            if !policy.remove(rule) {
                return Err(Invalid::new("policy.without", rule, REMEDY));
            }
        }
        Ok(policy)
    }

    /// The policy to run on. What is unchanged was proved by tests; changes are checked against the invariants.
    ///
    /// # Errors
    /// No rule has such a name, or the result breaks an invariant; then with a counterexample.
    pub fn checked(&self) -> Result<Policy, Invalid> {
        let policy = self.applied()?;
        if self.waits.is_empty() && self.without.is_empty() {
            return Ok(policy);
        }
        let remedy = |broken| {
            format!(
                "this breaks the invariant {broken}; `kunci policy matrix --config FILE` shows all consequences"
            )
        };
        policy
            .check()
            .map(|()| policy.clone())
            .map_err(|broken| Invalid::new("policy", self.shown(), remedy(broken)))
    }

    fn shown(&self) -> String {
        let waits = self
            .waits
            .iter()
            .map(|(rule, hours)| format!("{rule} after {hours} h"));
        waits
            .chain(self.without.iter().map(|rule| format!("without {rule}")))
            .collect::<Vec<_>>()
            .join(", ")
    }
}
