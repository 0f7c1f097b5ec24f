# Find my phone: map, commands, missing mark, and who can see it.
finder-title = Find my phone
finder-lead = { $can ->
    [both] Here a phone can be looked for, made to ring and locked.
    [ring] Here a phone can be looked for and made to ring.
    [lock] Here a phone can be looked for and locked.
    [find] Here a phone can be looked for and marked missing.
   *[any] Here a phone can be looked for. One that is able can be made to ring and locked too.
} This page does not unlock a locked account.
finder-entrance-title = Phone lost or stolen?
finder-entrance-text = Sign in with the password alone. No code from the lost phone is needed.
finder-none = No phone is connected yet, so there is nothing to look for.
finder-add = Add a phone
finder-open = Find { $name }
finder-back = Back to this phone
finder-all = All phones

finder-at = Seen
finder-accuracy = Accuracy
finder-battery = Battery
finder-source = Source
finder-coordinates = Coordinates
finder-contact = Last contact
finder-copy = Copy coordinates
finder-copied = Copied
finder-geo = Open in my map app
finder-within = within { $metres } m
finder-within-unknown = not known yet
finder-percent = { $n }%
finder-charging = { $n }%, charging
finder-battery-unknown = not known yet
finder-source-gps = GPS
finder-source-network = Wi-Fi or cell towers
finder-source-other = not known yet
finder-contact-never = never yet
finder-place-none = No place yet.

finder-state-live = Connected now
finder-state-stale = Connected a while ago
finder-state-offline = Not connected
finder-state-location-off = Location is off
finder-state-never-reported = Has not reported yet
finder-state-shutdown = Switched off
finder-state-missing = Marked missing
finder-about-live = The phone is connected and its location is on.
finder-about-stale = The phone was connected not long ago. Its place is updated when it reports again.
finder-about-offline = The phone is off or without internet. This is its last place, not where it is now.
finder-about-location-off = The phone is connected, but its location is off. It can still take commands.
finder-about-never-reported = This phone has never sent a place. It appears after its first report.
finder-about-shutdown = The phone was switched off. This is its last place before power-off.

finder-warn-pin = The dot on the map may be the wrong house. Accuse nobody, and do not go alone.
finder-warn-circle = The phone is somewhere around this circle, not surely at its centre. It may be the wrong house: accuse nobody, and do not go alone.
finder-warn-wide = This place is not exact: it may be off by { $metres } m. It may be the wrong house, even the wrong village. Accuse nobody, and do not go alone.
finder-warn-unknown = The phone did not say how exact this place is. It may be the wrong house: accuse nobody, and do not go alone.

finder-announce = { $name }: { $state }, { $accuracy }.
finder-announce-nowhere = { $name }: { $state }.

finder-map = Map
finder-map-in = Zoom in
finder-map-out = Zoom out
finder-map-fingers = Use two fingers to move the map
finder-map-scroll = Use Ctrl and scroll to zoom the map
finder-map-none = The map cannot be shown on this device. What it shows is in the text.
finder-map-center = To the last place
finder-map-on = Connected. The place is updated by itself.
finder-map-off = Connection lost, trying again by itself.
finder-track = Track ({ $n } points)
finder-track-line = { $when }, { $coordinates }, { $accuracy }

finder-limits-title = Its limits
finder-limits-unlock = This page cannot unlock an account or a screen. It is for finding a phone and keeping safe what is on it.
finder-limits-offline = A phone that is off or without internet cannot answer. Commands wait and run by themselves when it connects.
finder-limits-accuracy = How exact it is depends on GPS and network. Inside buildings it may be off by hundreds of metres.
finder-limits-perfect = Not every phone can be found. We show what is known, and since when.

finder-watchers-title = Who can see this phone's place
finder-watchers-line = { $name }, since { $since }
finder-watchers-none = Nobody right now.
finder-watchers-last = Last looked: { $when }
finder-watchers-never = Nobody has looked yet.
finder-watchers-note = The phone itself shows this name too. Whoever holds it may stop it. Every look is told to all contacts of the account, at most once an hour.

finder-hidden-stopped = Whoever holds the phone stopped this, since { $since }
finder-hidden-stopped-text = Its place is no longer shown. If the phone is lost, mark it missing: then its place shows again and all contacts are told.
finder-hidden-wait = Its place can be seen { $until }
finder-hidden-wait-text = This pause gives the owner time to stop it, in case this is someone else. Other commands and the missing mark need no wait.
finder-hidden-wait-faster = Sooner: sign in on a device that you usually use.
finder-hidden-prove = One more proof to see its place
finder-hidden-prove-text = Other commands do not need this proof. To see the place, choose one way:
finder-hidden-refused = Its place cannot be seen from here
finder-hidden-refused-text = What this device can prove is not enough. Try another device that you usually use.

finder-way-now = Now
finder-way-wait = After a wait, { $at } at the earliest
finder-way-on-device = The phone's screen lock, typed on that phone
finder-way-password = Password
finder-way-email = Code by email
finder-way-phone = Code to a phone number
finder-way-totp = Code from an authenticator app
finder-way-passkey = Passkey (fingerprint, face or phone PIN)
finder-way-approval = Approve from another device
finder-way-recovery-code = Recovery code
finder-way-helper = Recovery contact
finder-way-upstream = Another connected account
finder-way-review = Review by our staff

finder-commands-title = Commands
finder-commands-none = No commands yet.
finder-busy = One moment…
finder-cancel = Cancel
finder-cancel-label = Cancel the command { $what }
finder-do-ring = Ring the phone
finder-do-stop = Stop the sound
finder-do-message = Show a message
finder-do-clear = Take the message off the screen
finder-do-lock = Lock the phone
finder-do-locate = Ask for its newest place
finder-do-live = Follow live for 10 minutes
finder-do-missing = Mark missing
finder-live-until = Following live until { $until }.
finder-what-ring = Ring the phone
finder-what-ring-stop = Stop the sound
finder-what-message = Show a message
finder-what-message-clear = Take the message off the screen
finder-what-lock = Lock the phone
finder-what-unlock = End the remote lock
finder-what-erase = Erase the phone
finder-what-locate = Ask for its newest place
finder-what-live = Follow live
finder-command-state-queued = Waiting
finder-command-state-sent = Sent
finder-command-state-acknowledged = At work
finder-command-state-done = Done
finder-command-state-failed = Not done
finder-command-state-expired = Too late
finder-command-state-cancelled = Cancelled
finder-command-queued = { $what }: waiting for the phone to connect, since { $since }. It runs by itself when the phone connects, until { $until } at the latest.
finder-command-sent = { $what }: sent { $at }, waiting for the phone's answer.
finder-command-acknowledged = { $what }: the phone has it since { $at } and is at work.
finder-command-done = { $what }: done { $at }.
finder-command-failed = { $what }: not done, { $at }.
finder-command-expired = { $what }: the phone did not connect by { $at }. This command will not run any more.
finder-command-cancelled = { $what }: cancelled { $at }.
finder-how-played-out = The phone rang to the end.
finder-how-stopped-by-owner = Stopped from here.
finder-how-stopped-here = Somebody stopped the sound on the phone, so it is in someone's hands.
finder-how-no-sound = That phone cannot make a sound yet.
finder-how-no-fix = The phone did not find its position within a minute.
finder-how-no-display = That phone cannot show a message yet. The message is kept on it.
finder-how-no-session = Nobody is signed in on that device. Its sign-in screen is what they meet.
finder-how-not-locked = The screen did not confirm that it is locked.
finder-how-no-login-manager = That phone cannot be locked from afar yet.
finder-how-clock = By the phone's clock this command came too late.
finder-how-unsupported = That phone does not know this command yet.
finder-how-distrusted = The phone does not trust the signature of this command. Talk to our staff.
finder-how-trouble = There was trouble on that phone. Try again.
finder-cannot-unsupported = This phone cannot do that from afar yet.
finder-cannot-no-location = The location service of this phone does not answer.
finder-cannot-no-sound = No loudspeaker was found on this phone.
finder-cannot-no-display = The screen of this phone cannot show a message yet.
finder-cannot-no-login = The screen of this phone cannot be locked from afar yet.
finder-cannot-stopped = Whoever holds the phone stopped this.
finder-cannot-gate = Its place may not be seen from here yet.

finder-said-queued = The command is on its way
finder-said-queued-text = It runs by itself when the phone connects. The list of commands says how it stands.
finder-said-already = The same command is still waiting
finder-said-already-text = No need to repeat it. The list of commands says how it stands.
finder-said-unable = This phone cannot do that yet
finder-said-unable-text = The reason stands below its button.
finder-said-nothing = There is nothing to stop
finder-said-nothing-text = That command has not run yet, or is over.
finder-said-cancelled = The command is cancelled
finder-said-cancelled-text = The phone will not run it.
finder-await = Tell me when it connects
finder-awaited = Once it connects, we tell every contact of the account, one time. This holds until { $until }.
finder-await-cancel = Do not tell me
finder-said-awaited = We will tell you
finder-said-awaited-text = One message goes to the account's contacts once the phone connects. You may close this page.
finder-said-unawaited = You will not be told
finder-said-unawaited-text = The message is not sent. Commands that wait still run.
finder-said-late = This command is already at work
finder-said-late-text = What the phone has taken cannot be cancelled any more.
finder-said-closed = Not possible from here yet
finder-said-closed-text = What this device can prove is not enough for that command.
finder-said-found = { $name } is no longer marked missing
finder-said-found-text = Lost mode ends when the phone connects. All contacts were told.

finder-call-label = A number to call (may be left empty)
finder-call-hint = A relative's or friend's number, not one in the lost phone.
finder-call-own = Use another number, such as a relative's. This number is in the missing phone.
finder-call-perhaps-own = Use another number, such as a relative's. This number may be in the missing phone.
finder-call-malformed = This number is not complete yet. Example: 0812 3456 7890.
finder-words-title = What that phone shows

finder-message-title = Show a message on { $name }
finder-message-lead = Whoever holds that phone sees this message. Its words are fixed, to be safe.
finder-message-submit = Show the message

finder-missing-title = Mark { $name } missing
finder-missing-lead = { $can ->
    [both] Once it is connected, its screen is locked and the message below shows on it.
    [lock] Once it is connected, its screen is locked. This phone cannot show a message yet.
    [message] Once it is connected, the message below shows on it. This phone cannot be locked from afar yet.
   *[none] This phone cannot be locked or show a message from afar yet.
} Its places are kept until it is found.
finder-missing-proofs = From now on, the authenticator app, passkey and approval on that phone do not count as proof. Email and number on it wait for at most { $hours } hours, or for a proof that is not on it. Finding this phone is not held back.
finder-missing-submit = Mark missing
finder-missing-undo = Pressed by mistake? It can be taken back from this device, within { $minutes } minutes.
finder-missing-lapses = This mark ends by itself { $until }, unless it is confirmed with the password.

finder-lost-title = { $name } is marked missing since { $since }
finder-lost-place = Last place: { $accuracy }, { $ago }.
finder-lost-next = While the phone is missing
finder-lost-also = Also:
finder-lost-also-text = ask the mobile operator to block the SIM, then to replace it. Call your bank.
finder-lost-beware = Beware:
finder-lost-beware-text = thieves often send "your phone was found" links. We never ask for a password or a code by message.
finder-lost-found = Found it?
finder-lost-change = Change the message or number
finder-lost-undo = Found it, take the mark off
finder-lost-undo-until = Works at once from this device until { $until }.
finder-lost-ways = See how to take the mark off

finder-found-title = Taking the missing mark off { $name }
finder-found-open = The missing mark can be taken off now, from this device.
finder-found-why = This mark is hard to take off on purpose, so that a thief who holds the phone cannot do it.
finder-found-prove = Choose one way:
finder-found-wait = It can be taken off { $until }. All contacts of the account were told.
finder-found-no-way = Nothing that this account has set up is safe enough to take it off. The direct button works for 10 minutes only, on the device that marked it.
finder-found-meanwhile = The phone can still be looked for and used for calls.
finder-found-not-missing = This phone is not marked missing.

finder-end-signed-out = This session has ended. Sign in again to see the place.
finder-end-hidden = Its place can no longer be seen from here.
finder-end-removed = This phone was removed from the account.
