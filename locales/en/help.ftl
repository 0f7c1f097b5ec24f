# Help, and "why is my account locked".
help-title = Help
help-lead = Stay calm: a locked account does not delete photos, chats or data on the phone. Choose what fits best.
help-contents = On this page
help-see-also = See also:

help-causes = Why an account gets locked
help-causes-text = Most often the password did not match several times, sometimes because someone else guesses. That is not your fault.
help-causes-link = See all causes and the first step for each
help-screen = Screen or account? If it shows a PIN, pattern or fingerprint, it is the screen lock. Your account is not locked.
help-pin = We cannot open a screen PIN from afar. If it cannot be remembered, a reset is the only way and erases the phone.

help-website = Back in through this site
help-website-text = This is the first way and the safest one. Its only address is { $host }.
help-website-1 = Open "Forgot password" and enter the account name.
help-website-2 = Choose email or phone number.
help-website-3 = Enter the code, or open the link in that message.
help-website-4 = Set a new password, then sign in as usual.
help-website-resume = Connection lost half way? Open the same page again; the last step is still kept.

help-device = Through a device that is still signed in
help-device-text = A device that you usually use can still sign in, even while someone guesses wrongly from elsewhere. From there you can find your phone and sign other devices out.
help-device-link = Open the account page

help-two = Two-step verification
help-two-text = It means that besides the password one more proof is asked for. Whoever knows only the password cannot get in.
help-two-now = Set up two ways back first. After that it takes at most four steps.

help-find = Find a lost phone
help-find-text = This does not unlock a locked account. It shows where the phone is, makes it ring and locks it.
help-find-limits = The phone has to be on and connected to the internet. The dot on the map may be off, so accuse nobody and do not go alone.

help-contact = Talk to a person
help-contact-text = If every way is a dead end, our staff help through the official contacts. Help is free.
help-contact-link = See the official contacts

help-tips = So that it does not happen again
help-tip-password = Use a long password, for example several words that have nothing to do with each other. Avoid birth dates and names.
help-tip-save = Keep the password in a password manager, or on paper at home.
help-tip-share = Give a password or code to nobody, not even our staff.
help-tip-phishing = Our links always lead to { $host }. A message that asks for your password is not from us.
help-tip-wifi = On public Wi-Fi, check the address { $host } and its padlock before typing a password.
help-tip-contact = Add a second contact on the account page, so that there is always another way.
help-tip-number = Keep your number alive. An expired number can be sold to someone else.
help-tip-child = Wrong screen PIN because a child played with it? The account is not locked; wait a little and try again.
help-tip-borrowed = On a borrowed phone, tick "This is a borrowed phone" when signing in. We sign it out after 15 minutes.
help-tip-update = Install updates of the phone's system when they are offered.
help-tip-backup = Back up photos and important data. We keep no backup of the phone.

locked-lead = Locked does not mean lost: your data is still there. The cause is nearly always one of those below.
locked-mine = The answer for my account
locked-mine-hint = One proof first, then we explain the cause and the way back.
locked-table = Possible causes, most common in this service first
locked-column-cause = Cause
locked-column-sign = Sign
locked-column-often = How common here
locked-column-step = First step
locked-counted = Counted over the last 90 days.
locked-cause = { $trouble ->
    [screen_lock_attempts] The screen lock (PIN, pattern, fingerprint) does not match
    [forgot_password] The password is forgotten
    [wrong_secret] The password did not match many times
    [owner_request] Stopped by "This was not me"
    [service_incident] An outage of ours
    [device_missing] The phone is marked missing
    [suspicious_activity] A sign-in was not as usual
    [activation] The phone still belongs to an earlier account
   *[staff] Locked by our staff as a precaution
}
locked-sign = { $trouble ->
    [screen_lock_attempts] The phone asks for a PIN or pattern, then tells you to wait. The account is not locked.
    [forgot_password] You know the account name but not the password.
    [wrong_secret] The sign-in page asks for a link before the password.
    [owner_request] The password is no longer accepted since that button was pressed.
    [service_incident] Many people cannot sign in at the same time.
    [device_missing] The phone's screen says that this phone is lost.
    [suspicious_activity] Proof is asked for again and again, or after a sign-in on a new device a notice says that the account is locked.
    [activation] After a factory reset (everything on the phone is erased) it asks for the earlier account.
   *[staff] There is a notice that our staff locked the account.
}
locked-often-very = Very common
locked-often-common = Common
locked-often-rare = Rare
locked-often-very-rare = Very rare
locked-often-none = Not lately
locked-often-unknown = We do not count it, it happens on the phone
locked-step-remember = Try to remember the PIN, then try again on the phone itself.
locked-step-link = Open the link that we send to your email or number. The password need not be changed.
locked-step-reset = Set a new password by email or number.
locked-step-prove = Prove once more that it is you.
locked-step-wait = Wait for our news. There is nothing to repair.
locked-step-found = Found it? Open "Find phone" and mark it as found.
locked-step-before = Sign in on that phone with the account from before the reset.
locked-step-staff = Talk to a person.

why-locked = Your account is locked for now. Your data is still there.
why-guarded = Your account is guarded against other people's guesses. Your data is still there.
why-stopped = The password was stopped by "This was not me". Your data is still there.
why-free = This account is not locked.
why-of = Account { $name }
why-cause = Cause
why-cause-guesses = { $tries ->
    [one] One wrong password
   *[other] { $tries } wrong passwords
} from { $places ->
    [one] one place
   *[other] { $places } places
} that we do not know, since { $from }. It was not your phone.
why-cause-own = { $tries } tries from your own phone did not match, since { $from }. Perhaps in a pocket or a child at play; that happens.
why-cause-suspicious = A sign-in was not as usual. It may well have been you, on a new phone or network.
why-cause-incident = An outage of ours. It is not your mistake.
why-cause-owner = The account's owner pressed "This was not me" on a notice.
why-cause-missing = One phone of this account is marked missing.
why-cause-activation = This phone still belongs to this account.
why-cause-staff = Our staff locked it as a precaution.
why-since = Since
why-until = Opens again
why-until-proof = { $until }, or now with one proof.
why-until-time = { $until }
why-until-anew = As soon as a new password is set.
why-until-suspicion = Now, with one proof on a device that you usually use. Another device needs two proofs from different things, or one and a wait.
why-until-found = As soon as its missing mark is taken off in "Find phone".
why-until-released = As soon as the phone is released from this account.
why-until-incident = As soon as the outage is over. There is nothing to repair.
why-until-staff = When our staff have looked at it.
why-works = Still works
why-works-emergency = emergency calls
why-works-phone = using the phone and what is on it
why-works-find = finding a lost phone
why-works-known = signing in from a device that you usually use
why-works-other = signing in another way
why-works-recover = setting a new password
why-fastest = Quickest way
why-fastest-here = Sign in from this device as usual. We know this device.
why-other-ways = See other ways
why-continue = Go on to a new password
why-history = What happened to this account
why-password-set = The last password was set { $date }. Check capitals and the keyboard's language.
