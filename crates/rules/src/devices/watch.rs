//! No silent watcher (G8): who may see where a device is, and when a look is told.

use crate::{Span, Time};

/// A look is told at most this often.
pub const TOLD_EVERY: Span = Span::hours(1);

/// Whose the device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owned {
    /// A person's.
    Person,
    /// An organisation's; it says so.
    Organisation,
}

/// What decides whether it can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watched {
    /// Whose it is.
    pub owned: Owned,
    /// Its unlocked holder stopped it.
    pub stopped: bool,
    /// It is marked missing.
    pub missing: bool,
}

impl Watched {
    /// Whether its place may be seen. A mark, which every contact hears of and the device shows, lifts a stop; an
    /// organisation sees its devices only while they are missing.
    pub const fn visible(self) -> bool {
        match self.owned {
            Owned::Person => self.missing || !self.stopped,
            Owned::Organisation => self.missing,
        }
    }

    /// Whether its unlocked holder can stop it now.
    pub const fn stoppable(self) -> bool {
        matches!(self.owned, Owned::Person) && !self.missing
    }
}

/// How a device hears of a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hears {
    /// It shows it.
    Shown,
    /// Its app cannot show it: by a message to the phone.
    Message,
    /// It heard within the hour, or it shows lost mode, which says more.
    Nothing,
}

/// Who hears of a look at this time: whether the contacts do, and how the device does. `contacts` and `device`: when
/// each last heard of one.
pub fn told(
    contacts: Option<Time>,
    device: Option<Time>,
    lost_mode: bool,
    can_show: bool,
    now: Time,
) -> (bool, Hears) {
    let due = |last: Option<Time>| last.is_none_or(|t| now >= t + TOLD_EVERY);
    let hears = match (due(device) && !lost_mode, can_show) {
        (false, _) => Hears::Nothing,
        (true, true) => Hears::Shown,
        (true, false) => Hears::Message,
    };
    (due(contacts), hears)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::gate::arbitrary::cases;

    const NOON: Time = Time(1_800_000_000_000_000);

    #[test]
    fn g8_the_table_of_who_sees_and_who_stops() {
        use Owned::{Organisation, Person};
        for (owned, stopped, missing, visible, stoppable) in [
            (Person, false, false, true, true),
            (Person, true, false, false, true),
            (Person, true, true, true, false),
            (Person, false, true, true, false),
            (Organisation, false, false, false, false),
            (Organisation, true, false, false, false),
            (Organisation, true, true, true, false),
            (Organisation, false, true, true, false),
        ] {
            let watched = Watched {
                owned,
                stopped,
                missing,
            };
            let got = (watched.visible(), watched.stoppable());
            assert_eq!(got, (visible, stoppable), "{watched:?}");
        }
    }

    proptest! {
        #![proptest_config(cases())]

        /// G8: of every look, the contacts and the device have heard within the hour; in lost mode the device
        /// says so anyway. Nobody hears more often.
        #[test]
        fn g8_every_look_is_told(looks in prop::collection::vec((0_i64..90, any::<bool>(), any::<bool>()), 1..40)) {
            let (mut now, mut contacts, mut device) = (NOON, None, None);
            for (pause, lost_mode, can_show) in looks {
                now = now + Span::minutes(pause);
                let (tell, hears) = told(contacts, device, lost_mode, can_show, now);
                prop_assert!(!tell || contacts.is_none_or(|t: Time| now >= t + TOLD_EVERY));
                if tell { contacts = Some(now) }
                if hears != Hears::Nothing {
                    prop_assert_eq!(hears == Hears::Shown, can_show);
                    device = Some(now);
                }
                prop_assert!(contacts.is_some_and(|t| now < t + TOLD_EVERY));
                prop_assert!(lost_mode || device.is_some_and(|t: Time| now < t + TOLD_EVERY));
            }
        }
    }
}
