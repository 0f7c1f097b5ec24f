# Proving: the second step at sign-in, and one more proof for what matters.
second-title = One more step
second-lead = The password matches. This device is not one you usually use, so we need one more proof.
second-lead-other = That proof matches. This device is not one { -anda } usually use, so we need one more proof.
second-lead-known = Your first proof matches. On this device the second step was never proved, or it is time to prove it again.
second-other-account = Sign in with another account
second-recover-now = Your proof so far is enough. All contacts are told.
second-recover-more = It takes one more proof. All contacts are told.
second-recover-wait = With the proof so far, it waits until { $until }. Other proofs can make it sooner. All contacts are told.
second-recover-only = With the proof so far, it waits until { $until }. All contacts are told.
second-code-title = Enter the code
second-code-lead = A 6-digit code went to { $contact }. It is valid until { $until }.
second-code-label = Verification code (6 digits)
second-code-safe = Give this code to nobody, not even our staff.
second-code-spent = Too many tries from this device. Use another way, or wait a few minutes.
proving-title = Prove that it is you
proving-lead = This step matters, so we need more proof. Then you return to where you were.
proving-wait-title = Now, or after a waiting period
proving-wait-title-later = After a waiting period
proving-wait-lead = Your proof is enough after a waiting period. With one more proof it opens right now.
proving-wait-lead-more = Your proof is enough after a waiting period. Other proofs can make it sooner.
proving-wait-lead-only = Your proof is enough, but this step has a waiting period.
proving-wait-until = If it begins now, the waiting period ends { $until }.
proving-wait-there = The waiting period has not begun. Go back to the page you came from and press its button once more.
proving-wait-then = Without another proof, you can do this from { $until }.
proving-wait-runs = The waiting period has begun, and ends { $until }.
proving-wait-back = Back to the page before
proving-wait-begin = Begin the waiting period
proving-wait-faster = Want it sooner? Add proofs
proving-none-title = There is not enough proof yet
proving-none-lead = This account has no way yet that is enough for this step. Add another way first, or talk to a person.
proving-other = Use another way
proving-back = Cancel
ways-labelled = { $kind }: { $label }
ways-then = Together with { $more }: { $opens }
ways-weaker = { $kind ->
    [phone] { $opens }, but weaker: someone can move a number to another SIM card
   *[other] { $opens }, but weaker: mail is often open on many devices
}
link-title-prove = This code is for your account
link-text-prove = Type the code on the page that asked for it. This link can only stop things.
link-denied-prove-title = Stopped
link-denied-prove-text = That code no longer works. Whoever asked may know your password: set a new one now.
letter-second-subject = { $code } is your { -merek } code
letter-second-text = Enter this code on the page that asked for it. Valid until { $until }.
letter-second-safe = Give this code to nobody, not even our staff. Not you who asked? Press "This was not me".
notices-second-title = Right password, second step missed
notices-second-text = Someone entered the right password but has not got in. Not you? Set a new password.
notices-second-short = someone knows your password
notices-second-other-title = A connected account was used, the second step is missing
notices-second-other-text = Someone signed in with the connected account but has not passed the second step. Not { -anda }? Secure that account where it lives, then disconnect it here.
notices-second-other-short = someone uses the connected account
notices-method-added-title = { $kind ->
    [totp] An authenticator app was just set up
    [passkey] A passkey was just added
    [recovery-code] Recovery codes were just made
    [helper] A recovery contact was just added
    [upstream] Another account was just connected
   *[other] A way to prove it is you was just added
}
notices-method-added-text = Its name: { $name }. Not you? Press "This was not me".
notices-method-added-short = a proof method was added
notices-method-replaced-title = { $kind ->
    [totp] The authenticator app was just replaced
    [recovery-code] The recovery codes were just replaced
   *[other] A way to prove it is you was just replaced
}
notices-method-replaced-text = Its name: { $name }. The old one no longer works. Not you? Press "This was not me".
notices-method-replaced-short = a proof method was replaced
notices-method-removed-title = { $kind ->
    [totp] The authenticator app was just removed
    [passkey] A passkey was just removed
    [recovery-code] The recovery codes were just removed
    [helper] A recovery contact was just removed
    [upstream] Another account was just disconnected
   *[other] A way to prove it is you was just removed
}
notices-method-removed-text = Its name: { $name }. Not you? Press "This was not me" to bring it back.
notices-method-removed-two = Its name: { $name }. It took two proofs: "This was not me" signs every device out, but does not bring it back.
notices-method-removed-short = a proof method was removed
notices-method-used-title = { $kind ->
   *[other] A recovery code was just used
}
notices-method-used-text = That code no longer works. Not you? Press "This was not me".
notices-method-used-short = a recovery code was used
notices-two-step-on-title = Two-step verification is now on
notices-two-step-on-text = On a new device the password alone is no longer enough to sign in.
notices-two-step-on-short = two-step is on
notices-two-step-off-title = Two-step verification was turned off
notices-two-step-off-text = The password alone is enough to sign in. Not you? Press "This was not me".
notices-two-step-off-short = two-step was turned off
not-me-does-restore = That way to prove it is you comes back, and the device that removed it is signed out.
not-me-done-restore = That way to prove it is you is back. The device that removed it is signed out.
