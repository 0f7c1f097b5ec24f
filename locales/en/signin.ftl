# Sign-in, and the lock that spares its owner.
signin-title = Sign in
signin-lead = Use your account name, phone number or email.
signin-name = Account name
signin-name-hint = Name, phone number or email.
signin-password = Password
signin-show = Show password
signin-hide = Hide
signin-borrowed = This is a borrowed phone
signin-borrowed-hint = We sign you out after 15 minutes and keep nothing here.
signin-submit = Sign in
signin-busy = One moment…
signin-forgot = Forgot password
signin-sign-up = Create an account
signin-refused-title = The account name or password does not match yet
signin-refused-left = { $n ->
    [one] You can try { $n } more time from this device. Check capitals with "Show password".
   *[other] You can try { $n } more times from this device. Check capitals with "Show password".
}
signin-refused-last = Check capitals with "Show password". A sign-in link always works.
signin-need-name = Enter your account name, phone number or email.
signin-need-password = Enter your password.
signin-too-long = This password is too long. 256 characters at most.

signin-prove-title = One step first, then the password
signin-prove-text = There were many sign-in tries with this account name from elsewhere. If the account is yours, a link goes to the email or number on file.
signin-prove-calm = Nothing was changed and the password is the same.
signin-prove-send = Send link
signin-prove-by = Send it by
signin-prove-email = Email
signin-prove-phone = WhatsApp or SMS
signin-prove-forgot = Forgot password
signin-prove-typed = Have a code from the link? Type it here

signin-sent-title = Link sent, if what you entered matches
signin-sent-text = Open the link on this device, then enter the password as usual. You may close this page.
signin-sent-until = Valid until { $until }.
signin-sent-again = Can be sent again { $at }.
signin-sent-typed = Did the link open on another device? Type the 13 letters and digits from the message here.
signin-sent-typed-label = Code from the message (13 letters and digits)
signin-sent-typed-submit = Continue
signin-sent-typed-wrong = This code does not match yet or has ended. Ask for a new link; the old one stays good until its time.
signin-sent-nothing = Not there yet?
signin-sent-nothing-link = If a message came a moment ago, its link still works.
signin-sent-nothing-text = Look in the spam folder. Receiving an SMS needs no credit. If the SIM is in the locked phone, move it to another phone first.

link-title-vouch = Go on signing in on this device?
link-text-vouch = This device gets tries of its own for the password. The password does not change.
link-title-signup = Go on creating the account?
link-text-signup = This contact will be used for a new account.
link-title-recover = Go on recovering the account?
link-text-recover = After this { -anda } can set a new password on this device.
link-continue = Continue
link-not-me = This was not me
link-scan-note = Opening this page alone changes nothing.
link-ended-title = This link has ended or was used
link-ended-text = Ask for a new one on the sign-in page. The account has not changed.
link-vouched-title = This device is ready
link-vouched-text = Enter the password as usual.
link-mute = Stop messages like this for 24 hours
link-mute-hint = Is it not you who keeps asking? Requests from devices that we do not know are no longer sent to this number.
link-muted-title = Nothing more is sent to this number until { $until }
link-muted-text = Only codes and links that others ask for are stopped. The devices you usually use can still ask, and important notices still arrive.
link-denied-title = We have ignored it
link-denied-text = The link can no longer be used. The account has not changed, and there is nothing { -anda } need to do.

choose-title = Which account?
choose-text = Several accounts use this number.

again-title = Prove it once more
again-wrong = { $n ->
    [0] The password does not match yet. "Forgot password" always works.
    [one] The password does not match yet. You can try { $n } more time.
   *[other] The password does not match yet. You can try { $n } more times.
}
again-empty = Too many tries from this device. Wait a few minutes, or use "Forgot password".
again-text = This step needs the password once more. What you entered is kept.

home-title = Account of { $name }
home-welcome = Look after your account and your phones here.
home-devices = Phones and devices
home-devices-none = No phone is connected yet. Add one now, so that it can be found when lost.
home-devices-some = { $n } connected
home-find = Find my phone
home-add = Add a phone
home-sessions = Signed-in devices
home-sessions-count = { $n ->
    [one] { $n } device is signed in
   *[other] { $n } devices are signed in
}
home-ways = Ways to prove it is { -anda }
home-way-password = Password, set { $date }
home-way-email = Email { $masked }
home-way-phone = Number { $masked }
home-one-way = If the password is forgotten, there is only one way back so far. Add another contact, in case this one is lost.

sessions-title = Devices signed in now
sessions-lead = Sign out whatever { -anda } do not know.
sessions-this = This device
sessions-borrowed = Borrowed phone
sessions-since = Signed in { $since }
sessions-seen = Last used { $ago }
sessions-unknown = Another device
sessions-end = Sign out
sessions-end-all = Sign out all others
sessions-ended = Signed out.
sessions-known-title = Devices { -anda } usually use
sessions-known-text = From these { -anda } can always sign in, even while others guess the password elsewhere.
sessions-forget = Forget

signout-done = Signed out.

letter-vouch-subject = { -merek } sign-in link
letter-vouch-text = Someone is trying to sign in to this account from a new device. If it was { -anda }, open this link on that device.
letter-vouch-code = Or type this code on that device: { $typed }
letter-vouch-safe = Not { -anda }? Ignore this message. The password has not changed. Give this code to nobody, not even our staff.
letter-link-label = Go on signing in
letter-vouch-short = { $typed } is your { -merek } sign-in code. Give it to NOBODY, not even our staff. { $link } Ref { $reference }
signin-after-reset-title = The new password is saved
signin-after-reset-text = Now sign in with the new password.
