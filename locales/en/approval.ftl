# Approve from another device: the one that asks shows a number, the one that is signed in types it.
approval-ask-lead = You are signed in on another device. You can approve this from there.
approval-ask = Ask for approval
approval-no-one = No other device is signed in to this account now. Use another way to go on.
approval-number-lead = Type this number on another device where you are signed in.
approval-step-open = Open { -merek } on that device.
approval-step-press = Press the note at the top of the page.
approval-step-type = Type the number above, then approve.
approval-look = See whether it is approved
approval-until = Good until { $until }. Do not tell this number to anyone.
approval-approved = It is approved. Press continue to go on.
approval-pending = Another request is still waiting for an answer. Try again at { $until }, or use another way.
approval-later = You have asked three times within an hour. You can ask again at { $until }, or use another way.
approval-ended-wrong = The number that was typed is not the same, so that request was stopped. Ask once more, or use another way.
approval-ended-denied = That request was stopped on another device. Use another way to go on.
approval-ended-late = That request ran out of time. Ask once more, or use another way.
approval-ended-superseded = Another request took the place of that one. Use another way, or ask again later.
approval-banner = A request is waiting.
approval-banner-look = Look and answer
approval-title = Is this you?
approval-wish = { $purpose ->
    [rehearsal] You are rehearsing "my phone is gone". This approval opens nothing.
    [sign-in] Someone wants to sign in to your account. The password or another proof was right.
    [recovery] Someone wants to recover your account and set a new password.
   *[action] Someone who is signed in wants to do something important in your account.
}
approval-device = Device
approval-place = Place
approval-when = Time
approval-network-same = The same network as this device
approval-network-other = Another network than this device
approval-number = The number on that device
approval-number-hint = Two digits. Type them only if you yourself see them there now.
approval-number-bad = Type the two digits that you see on that device.
approval-approve = Approve
approval-not-me = This was not me
approval-safe = Our staff never ask you to approve anything or to say a number by phone.
approval-done-title = Approved
approval-done-text = Go on with the device that asked. There is nothing more to do here.
approval-wrong-title = The number is not the same
approval-wrong-text = We stopped that request. If it was you, ask once more on that device.
approval-late-title = Its time is over
approval-late-text = That request is not good any more. If it was you, ask once more on that device.
approval-superseded-title = There is another request
approval-superseded-text = A request from a device that you usually use took its place. The old one is not good any more.
approval-denied-title = We stopped it
approval-denied-text = They cannot go on, and all your contacts are told. They may know your password: set a new one now.
approval-sessions = See who is signed in
approval-elsewhere-title = This cannot be approved from here
approval-elsewhere-text = Requests are answered on another device that you usually use and where you are signed in.
approval-home = Back to the account
approval-recover-hint = From another device where you are still signed in. No need to wait for a message.
notices-approval-denied-title = A request for approval was stopped
notices-approval-denied-text = You pressed "This was not me", so that request was stopped. They may know your password: set a new one.
notices-approval-denied-short = request for approval stopped
