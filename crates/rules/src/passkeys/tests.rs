use super::{Attachment, Kept, Made, goes_on};

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
