# Notices, and "This was not me".
notices-unknown-device = A device that we do not know
notices-where-when = { $place } · { $when }

notices-new-sign-in-title = Your account was just opened on another device
notices-new-sign-in-text = If this was you, there is nothing to do.
notices-new-sign-in-short = account opened on a new device

notices-vouched-title = A sign-in link of your account was opened on another device
notices-vouched-text = That device may now try the password. If this was you, there is nothing to do.
notices-vouched-short = a sign-in link was used

notices-strangers-title = Someone tried to sign in to your account
notices-strangers-text = { $tries ->
    [one] One wrong password
   *[other] { $tries } wrong passwords
} from { $places ->
    [one] one place
   *[other] { $places } places
} that we do not know. It happened between { $from } and { $to }. The account was not opened and your password is the same. From a device that you usually use you can still sign in.
notices-strangers-short = someone tried to sign in

notices-disabled-title = { $method ->
    [password] Your account's password is no longer accepted
    [phone] Codes by phone are no longer accepted
    [email] Codes by email are no longer accepted
   *[other] One way to prove it is you is no longer accepted
}
notices-disabled-text = { $method ->
    [password] There were { $tries } tries that did not match, so that password is no longer accepted. Your data is still there. Set a new password, then sign in as usual.
   *[other] There were { $tries } tries that did not match, so that way is no longer accepted. Your data is still there. Links in messages and other ways still work.
}
notices-disabled-short = one way to sign in was stopped

notices-locked-title = Your account is locked for now. Your data is still there.
notices-locked-cause = { $cause ->
    [suspicious_activity] Cause: a sign-in was not as usual; it may well have been you. Devices you usually use can still sign in. One proof there opens it again; another device takes two, or a wait.
    [service_incident] Cause: an outage of ours. It is not your mistake.
    [owner_request] Cause: the account itself asked for it.
    [staff] Cause: our staff locked it as a precaution.
   *[other] The help page explains the cause.
}
notices-locked-until = It opens again { $until }.
notices-locked-short = account locked for now

notices-recovery-started-title = Someone began to recover your account
notices-recovery-started-text = One proof was given and another one is still needed. Your password has not changed.
notices-recovery-started-short = account recovery started

notices-recovery-waiting-title = A new password was asked for on your account
notices-recovery-waiting-text = That request can go on { $until }. We wait so that you have time to stop it. If this was you, there is nothing to do.
notices-recovery-waiting-short = a new password was asked for

notices-recovery-cancelled-title = The request for a new password was cancelled
notices-recovery-cancelled-text = Your password has not changed and there is nothing to do.
notices-recovery-cancelled-short = the request was cancelled

notices-reset-title = Your account's password was just changed
notices-reset-text = If this was you, just sign in with the new password. If not, stop it now.
notices-reset-short = password changed

notices-sessions-title = Other devices were signed out of your account
notices-sessions-text = They have to sign in again with the password. If this was you, there is nothing to do.
notices-sessions-short = other devices were signed out

notices-device-added-title = { $name } was added to your account
notices-device-added-text = This device can now be found from your account.
notices-device-added-short = a phone was added

notices-device-removed-title = { $name } was removed from your account
notices-device-removed-text = This device can no longer be found from your account.
notices-device-removed-short = a phone was removed

notices-device-missing-title = { $name } was marked missing
notices-device-missing-text = Its places are kept until the device is marked as found.
notices-device-missing-short = a phone was marked missing

notices-device-found-title = { $name } was marked as found
notices-device-found-text = Lost mode on that device has ended.
notices-device-found-short = a phone was marked found

notices-device-lapsed-title = { $name } is no longer marked missing
notices-device-lapsed-text = The mark was proved by email or phone only, and was not confirmed within a day. Still missing? Mark it once more.
notices-device-lapsed-short = missing mark ended

notices-device-looked-title = The place of { $name } was just looked at
notices-device-looked-text = If this was you, or family whom you allowed, there is nothing to do.
notices-device-looked-short = a phone's place was looked at

notices-device-locked-title = The screen of { $name } was locked from afar
notices-device-locked-text = That screen opens again with its screen lock as usual.
notices-device-locked-short = a phone's screen was locked

notices-device-message-title = A message was shown on { $name }
notices-device-message-text = A message for the finder stands on that device's screen.
notices-device-message-short = a message is on the phone

notices-device-connected-title = { $name } is connected again
notices-device-connected-text = It was in touch with us just now. Open "Find a phone" to see its place and what waits for it.
notices-device-connected-short = a phone is connected again

notices-stopped-title = One request was stopped
notices-stopped-text = Someone pressed "This was not me" on a notice of this account. If that was not you, talk to a person.
notices-stopped-short = one request was stopped

notices-link-not-me = This was not me
notices-link-explain = See the explanation
notices-opening = Opening that link alone changes nothing. Its page has one button.
notices-safe = We never ask for a password, a code or money by message.
notices-sms = { -merek }: { $what }, { $when }. Not you? { $link } Ref { $reference }
notices-sms-explain = { -merek }: { $what }, { $when }. Explained: { $link } Ref { $reference }

not-me-when = When
not-me-where = From where
not-me-does-sign-out = That device will be signed out and no longer known.
not-me-does-stop = That request will be stopped.
not-me-does-undo = All devices will be signed out, and that password can no longer be used.
not-me-does-contest = All devices will be signed out. { $stays ->
    [password] That password stays
   *[other] The change itself stays
}; one link is not enough to undo it.
not-me-only-stops = This button can only stop things; it opens nothing.
not-me-nothing = Nothing was opened, so there is nothing to stop.
not-me-button = This was not me
not-me-was-me = This was me
not-me-find = See the phone on the map

not-me-done-title = We have secured it
not-me-review-title = All devices are signed out
not-me-other-title = This was dealt with already
not-me-done-sign-out = That device is signed out.
not-me-done-stop = That request is stopped.
not-me-done-undo = All devices are signed out, and that password can no longer be used.
not-me-done-later = All devices are signed out. The password was changed again after that, so we left it.
not-me-done-contest = { $stays ->
    [password] That password stays
   *[other] The change itself stays
}; one link is not enough to undo it.
not-me-done-only = This link can only stop things; it opens nothing.
not-me-done-next = Next
not-me-done-password = Set a new password from the phone that you usually use.
not-me-done-other-contact = Use another contact. { $contact } can recover the account again from { $until }.
not-me-done-only-contact = The account's only contact is { $contact }, and it can recover the account again from { $until }. This pause stops whoever used it just now. A browser that is still signed in, or any other way that the account has, works as before.
not-me-done-bank = If that phone holds bank or wallet apps, call them on their official number.
not-me-done-button = Set a new password
not-me-done-talk = Talk to a person

not-me-gone-title = This link has ended
not-me-gone-text = Links of notices are good for 30 days. If there is something that you do not know, set a new password; other devices are signed out with it.

notices-contact-title = A new contact was added to your account
notices-contact-text = New contact: { $masked }. If this was you, there is nothing to do.
notices-contact-short = a new contact was added
not-me-does-take-out = What was added is taken out of the account, and the device that added it is signed out.
not-me-done-take-out = What was added was taken out of the account, and the device that added it was signed out.
not-me-does-put-out = That device is taken out of the account, and the browser that added it is signed out.
not-me-done-put-out = That device was taken out of the account, and the browser that added it was signed out.

notices-new-sign-in-near = Near { $place }. The place is guessed from the network and may be a city off. If this was you, there is nothing to do.

notices-alerts-title = Your alert settings were changed
notices-alerts-text = Important security messages still reach every contact. If this was you, there is nothing to do.
notices-alerts-short = alert settings changed

notices-lifted-title = Your account is open again
notices-lifted-text = The lock was our mistake, and we are sorry. Nothing of yours was changed. Just sign in as usual.
notices-lifted-short = account open again
