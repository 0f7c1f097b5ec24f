# Security: ways to prove it is you, two-step verification, and what still waits.
security-title = Security
security-add = Add a way to prove it is you
security-add-contact = Another email or number
security-add-contact-hint = Important news goes there too.
security-kind = Kind
security-name = Name
security-name-bad = Enter a name of at most 40 letters.
security-last-used = Last used
security-used = used { $ago }
security-never-used = never used yet
security-works-on = Works on { $names }
security-works-unknown = Nobody said yet where it works
security-on-paper = On paper, not on a phone
security-with-person = With someone you trust
security-on-key = On a security key
security-sessions-hint = Who is signed in, and where
security-look = Have a look
security-happened = What happened lately
security-waiting = Still waiting
security-waiting-until = It is done on { $until }, unless it is cancelled.
security-waiting-why = We wait so that the true owner can stop this, if it is not you.
security-request = { $action ->
    [two-step-off] Turning two-step verification off
    [replace-method] Removing { $name }
    [reach] Updating where { $name } can be used
    [browsers] Updating which browsers run on { $name }
    [release] Removing { $name } from the account
    [close] Closing the account
    [lift-suspicion] The wait that opens the account again
   *[other] A request about { $name }
}
security-remove = Remove
security-remove-title = Remove { $name }?
security-remove-lead = Once removed it no longer works. Every contact is told, and can bring it back for 30 days.
security-remove-last = After this there is only one way back. If that one is lost, the account may stay closed.
security-remove-sure = I understand and still want to remove it
security-remove-tick = Please tick that you understand what it means.
security-remove-only = This is the only way back. Add another first, then remove this one.
security-done-on = Two-step verification is on.
security-done-off = Two-step verification is off.
security-done-removed = Removed. Every contact has been told.
security-done-cancelled = The request is cancelled.
security-done-waiting = Request received. Every contact has been told and can stop it.
security-done-added = Added.
reach-email = Where can this mail be read?
reach-phone = Which phone has the SIM of this number?
reach-totp = Where is this authenticator app installed?
reach-passkey = Where can this passkey be used?
reach-why = Your answer decides which proofs are left when one device is lost. Taking a tick away needs two proofs.
reach-save = Save the answer
two-step-title = Two-step verification
two-step-is-on = On
two-step-on-text = On a device you do not usually use, we ask for one more proof after the password.
two-step-off-text = Not on yet. Once it is on, the password alone is not enough to sign in from another device.
two-step-lead = Once it is on, the password alone is not enough on a new device. Your usual devices are asked again after 30 days.
two-step-unprepared = Prepare one more way back first, so that you are not the one locked out.
two-step-turn-on = Turn on
two-step-turn-off = Turn two-step verification off
two-step-settings = See the settings
two-step-seconds = What can be the second step
two-step-weaker = (weaker)
notices-request-waiting-title = { $action ->
    [two-step-off] Someone asked to turn two-step verification off
    [replace-method] Someone asked to remove { $name }
    [release] Someone asked to remove { $name } from the account
    [close] Someone asked to close the account
    [lift-suspicion] Someone asked to open your locked account
   *[other] There is a request about { $name }
}
notices-request-waiting-text = It is done { $until } unless it is stopped. Not you? Press "This was not me".
notices-request-waiting-short = a request is waiting
notices-request-ended-title = { $action ->
    [two-step-off] The request to turn two-step verification off ended
    [close] The request to close the account ended
    [lift-suspicion] The wait that opens the account again has ended
   *[other] The request ended without a change
}
notices-request-ended-text = Nothing about this account has changed.
notices-request-ended-short = a request ended
home-security = See and add ways to prove it is you
