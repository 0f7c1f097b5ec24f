use super::{Attachment, Kept, Made, goes_on};
use crate::Id;

#[test]
fn where_a_passkey_is_kept() {
    use Attachment::{CrossPlatform, Platform};
    let cases = [
        // synced, attachment, in a device: kept
        (true, Some(Platform), true, Kept::Anywhere),
        (true, Some(CrossPlatform), false, Kept::Anywhere),
        (false, Some(Platform), true, Kept::Here),
        (false, Some(Platform), false, Kept::Here),
        (false, Some(CrossPlatform), false, Kept::OnKey),
        // A phone that lent its passkey by a QR code is not a thing of its own.
        (false, Some(CrossPlatform), true, Kept::Anywhere),
        (false, None, false, Kept::Anywhere),
    ];
    for (backup_eligible, attachment, in_device, kept) in cases {
        let made = Made {
            backup_eligible,
            attachment,
            in_device,
        };
        assert_eq!(made.kept(), kept, "{made:?}");
    }
}

#[test]
fn a_counter_goes_up_or_stays_nought() {
    assert!(goes_on(0, 0) && goes_on(0, 1) && goes_on(7, 8) && goes_on(7, 4_000_000_000));
    assert!(!goes_on(7, 7) && !goes_on(7, 6) && !goes_on(7, 0));
}

#[test]
fn g2_the_browser_in_hand_may_keep_what_it_says_a_key_keeps() {
    let (itself, here) = (Id::from_u128(1), Id::from_u128(2));
    let on_key = |here, sure| Kept::OnKey.holders(itself, here, sure);
    assert_eq!(on_key(Some(here), true), [itself]);
    assert_eq!(on_key(Some(here), false), [itself, here]);
    assert!(on_key(None, false).is_empty(), "a borrowed phone: anywhere");
    assert_eq!(on_key(None, true), [itself]);
    for sure in [true, false] {
        assert_eq!(Kept::Here.holders(itself, Some(here), sure), [here]);
        assert!(Kept::Here.holders(itself, None, sure).is_empty());
        assert!(Kept::Anywhere.holders(itself, Some(here), sure).is_empty());
    }
}
