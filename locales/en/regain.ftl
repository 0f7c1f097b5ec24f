# The end of a recovery: a lost second step, what changed before, and looking for a phone with one proof.
regain-title = Do you still have your second step?
regain-lead = The new password is saved and you are signed in. Is the phone with the authenticator app gone? Set up a new one now.
regain-added = The new second step is set up. What is lost can be taken out below.
regain-new-app = Set up an authenticator app
regain-new-passkey = Add a passkey
regain-new-codes = Make recovery codes
regain-keep = I still have all of them
regain-have = Second steps of this account
regain-none = This account has no authenticator app, passkey, recovery codes or number yet.
regain-replace = Set up a replacement for { $name }
regain-gone = { $name } is lost: take it out
regain-stays = Two-step verification stays on.
regain-taint = What you set up now works at once for signing in and finding a phone. Until { $until } it does not count as a second proof yet. Taking out an old method or recovering again still has a waiting period, unless you show another proof.
review-title = Was all of this you?
review-nothing-title = The account is recovered
review-lead = The account is recovered, and you are signed in. Tick what changed in the last 30 days and was not you.
review-not-here = This list has what can still be stopped. A removed phone, a used code, and a method removed with two proofs do not come back from here.
review-nothing = The account is recovered, and you are signed in. No change of the last 30 days can still be undone from here.
review-named = { $what } ({ $name })
review-not-mine = Not me: undo it
review-more-title = Some of it is not undone yet
review-more-text = That takes more proof, and is still on this list with its next step. Whatever else you ticked is undone.
review-ask = The recovery was not enough to take this out. It takes more proof, and perhaps a waiting period.
review-ask-link = This comes back only by the link in its notice, with the button "This was not me".
review-prove = Not me: take it out with more proof
review-next = Go on to the way-back check-up
review-done = Done
review-later = Later
review-sessions = The devices that can still open this account are listed here:
review-banner = This account was recovered lately. Take a moment to look through what changed before.
review-look = Look through the changes
second-lost-title = None of these at hand?
second-lost-recover = Recover the second step
second-lost-find = Find a lost phone
second-lost-hint = Finding a phone needs no second step.
limited-link = Password forgotten? Look with one proof
limited-link-hint = With a recovery code the place shows at once. Email or a number is enough too, but the place waits first.
limited-start-title = Find a phone without the password
limited-start-lead = Enter the account name. One proof is enough to find a phone; one that is able can be rung and locked too.
limited-title = Find the phone now
limited-lead = Your proof matches. { $can ->
    [both] The phone can be found, rung, locked and marked missing
    [ring] The phone can be found, rung and marked missing
    [lock] The phone can be found, locked and marked missing
   *[find] The phone can be found and marked missing
}; the account itself stays closed.
limited-begin = Begin to look
limited-told = All contacts of the account are told. The search ends by itself after { $hours } hours.
limited-borrowed = On a borrowed phone it ends after { $minutes } minutes, before email or a number shows the place.
limited-none = No phone is connected to this account yet, so there is nothing to look for.
limited-found = Sign in with the password to see how it can be marked as found.
limited-undo = This search cannot take the missing mark off. Sign in with the password to see how.
limited-wait-text = This pause gives the owner time to stop it, in case this is someone else. Other commands and the missing mark need no wait. This search stays open until { $end }.
limited-wait-borrowed = This search ends { $end }, before the place opens. Add one proof now, or begin again on a device that is not borrowed.
limited-wait-more = Add one proof
limited-refused-title = This is for finding a phone only
limited-refused-text = One proof is enough to find a phone, and not yet for this page. Sign in with the password if you need it.
limited-to-finder = Back to finding the phone
notices-search-title = Someone began to look for your phone
notices-search-text = With one proof, the phones of this account can now be found. Those that are able can be rung and locked too. The account itself stays closed. Not you? Press "This was not me".
notices-search-short = a phone is looked for
