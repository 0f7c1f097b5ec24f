# Signs that a sign-in is not as usual, and the lock that two of them place.
risk-new-browser = A device that we do not know: { $label }.
risk-new-browser-unknown = A device that we do not know.
risk-new-network = A network that we do not know.
risk-new-network-near = A network that we do not know, near { $place }. The place may be a city off.
risk-anonymous = A network that hides where people are.
risk-travel = { $km } km from the last sign-in, within { $hours ->
    [one] one hour
   *[other] { $hours } hours
}.
risk-breached = A password that is in lists of leaked passwords.
risk-failures = { $n } wrong passwords from this device within a day.
risk-why = What we noticed
risk-mine = This was me, open it again
risk-prove = Prove it and open now
risk-wait = Wait until { $until }
risk-waits = It opens again { $until }. Every contact can stop that.
risk-prove-title = Prove it once more, then the account opens
risk-prove-lead = That proof matches, but this sign-in is not as usual. A passkey or an approval opens the account now. Other ways take two from different things, not counting the password; or wait.
risk-breached-title = Please set a new password
risk-breached-lead = Your password is in lists of leaked passwords, so others may try it. Your data is still here, and this is not your mistake.
risk-breached-next = Set a new password
risk-breached-choose = This password is in lists of leaked passwords. Please choose another one.

alerts-title = Alerts
alerts-lead = Choose where we tell you. Everything is on unless you switch it off.
alerts-link-hint = Where you hear of sign-ins and devices
alerts-sign-in = A sign-in on a new device
alerts-connected = A device is connected again
alerts-always = Always on
alerts-always-text = All else reaches every contact and cannot be switched off. If it could, whoever broke in would switch it off first. For example:
alerts-always-lock = a lock on the account
alerts-always-recovery = a new password or an account recovery
alerts-always-method = a change to proof methods, contacts, two-step verification or the choices on this page
alerts-always-request = a request that waits, such as closing the account
alerts-always-device = a device that was added, marked missing, looked for, locked or removed
alerts-always-tries = many wrong passwords
alerts-save = Save
alerts-saved = Saved.
alerts-approve = So that the password alone is not enough to sign in, turn on two-step verification.
