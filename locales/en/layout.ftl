# The frame of every page, and error messages.
layout-skip = Skip to content
layout-languages = Language
layout-menu = Account menu
layout-account = Account
layout-find = Find my phone
layout-security = Security
layout-sign-out = Sign out
layout-lost-lead = Phone lost or stolen?
layout-lost-text = Look for it now, no code from it needed.
layout-talk = Talk to a person
layout-why-locked = Why is an account locked?
layout-help = Help
layout-free = Account help is free. Staff never ask for a password, a code or money.
layout-demo-inbox = Demo inbox

ago-now = just now
ago-pattern-minutes = { "{" }n{ "}" } min ago
ago-pattern-hours = { "{" }n{ "}" } h ago
ago-pattern-days = { "{" }n{ "}" } days ago
lasts-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
lasts-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
lasts-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}

error-reference = Reference: { $reference }
error-try-again = Try again
error-to-start = Go to the start page
error-not-found-title = There is no such page
error-not-found-text = The address may be cut off or the link may have ended. Begin again at the start page.
error-sign-in-title = Sign in first
error-sign-in-text = Sign in, then this request can go on.
error-bad-input-title = We could not read that
error-bad-input-text = Check "{ $field }" and send it again. The other fields are kept if you go back.
error-unsupported-text = This kind of input is not supported. Send it from our page.
error-cross-site-title = A request from another site
error-cross-site-text = This request came from another site, so we did not run it. Open our page directly and repeat it.
error-too-large-title = That is too long
error-too-large-text = Make it shorter and send it again.
error-locked-title = Not possible right now
error-locked-text = There is a lock on this account. The help page says why, and the way back.
error-conflict-title = Not possible as things stand
error-conflict-text = Things have changed, or that device cannot do it. Load it again to see how it stands.
error-too-many-title = Too often for now
error-too-many-text = Wait a little, then try again. The account has not changed.
error-busy-title = Very busy
error-busy-text = The service is full and this request was not run. Try again in a moment.
error-unsure-title = Perhaps saved, perhaps not
error-unsure-text = The connection to the storage broke half-way. See whether it was saved before repeating it.
error-internal-title = Our fault
error-internal-text = This is not your mistake. Try again in a moment, or give our staff the reference below.
