# "This was not me": what its button does, and what it cannot
not-me-does-two-step = Two-step verification goes on again, and the device that turned it off is signed out.
not-me-done-two-step = Two-step verification is on again. The device that turned it off is signed out.
not-me-does-hold = That request will be held until { $until }. This contact may also be read on the missing device, so it cannot stop it yet.
not-me-does-dispute = That request is put off until { $until }, and its proofs must be shown again. Requests like it were stopped twice, or it has two proofs.
not-me-disputed-title = We are holding it
not-me-done-held = That request is held until { $until }. Another contact can still stop it.
not-me-done-contested = That request is not over, but it is put off until { $until }. After that its proofs must be shown again.
not-me-done-other = This was already stopped by another contact or device.
not-me-cannot-over = That request is done or was stopped. Nothing more changes from here.
not-me-cannot-already = That request is held already, and its time does not change any more.
not-me-cannot-younger = This contact or device is newer than what happened, so it cannot stop it. Use an older one.
not-me-cannot-on-missing = This contact may also be read on the device that is marked missing. Its button cannot change anything yet; use another contact or device.
not-me-cannot-two = This was done with two proofs, so one link is not enough. Staff need to look at it.
not-me-sign-in = Sign in and check

notices-disputed-title = One request was put off
notices-disputed-held = Someone pressed "This was not me". That request is held until { $until }.
notices-disputed-again = Someone pressed "This was not me". That request is put off until { $until }, and its proofs must be shown again after that.
notices-disputed-short = one request was put off
notices-quiet-title = Notices to one contact wait
notices-quiet-text = Notices to { $masked } wait until { $until }. Other contacts are still told at once.
notices-quiet-short = notices to one contact wait
notices-method-said-title = { $kind ->
    [email] Where an email is read was updated
    [phone] Where the SIM card is was updated
   *[other] Where one method can be used was updated
}
notices-method-said-text = What was updated: { $name }. This changes the ways back to your account.
notices-method-said-short = where one method is used was updated

quiet-link = Delay the notices to this contact
quiet-link-hint = If someone you no longer trust reads it
quiet-title = Delay notices
quiet-lead = Notices to { $name } will wait until { $until }. You get quiet time to secure the account.
quiet-others = Other contacts are still told at once. After 72 hours this contact gets all of those notices.
quiet-until = Notices to { $name } wait until { $until }. After that all of them are sent.
quiet-not-two = First show two proofs that this contact cannot use, such as a passkey and a recovery code. What was added lately with one proof counts after 7 days.
quiet-needed = There must be another contact that is told at once. Add one first.
quiet-already = Notices to this contact wait already.
quiet-prove = Show proofs
quiet-button = Delay for 72 hours

recover-more-again = This request was put off because someone pressed "This was not me". Show its proof again, and you can go on at once.

notices-method-invited-title = Someone was asked to be a helper of this account
notices-method-invited-text = Their name: { $name }. It does not count before they agree. If you did not ask them, press "This was not me".
notices-method-invited-short = someone was asked to be a helper
