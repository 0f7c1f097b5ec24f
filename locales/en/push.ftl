# Tell me on this device: the browser speaks up although no page is open.
push-title = Tell me on this device
push-link-hint = When a request needs your approval, even with this page closed.
push-lead = When a request needs your approval, this device tells you, even if no page is open.
push-turn-on = Tell me on this device
push-on = This device is told.
push-turn-off = Do not tell me on this device
push-none-title = This browser cannot tell you yet
push-none-text = That is fine: an open page still tells you. On an iPhone, add this page to the home screen first.
push-denied = Notifications for this site are not allowed yet. Allow them in the browser's settings, then try again.
push-failed = This browser's notification service is not connected yet. Try again later; an open page still tells you.
push-bad = This browser's notification service cannot be used here yet. An open page still tells you.
push-too-many = 10 devices are told already. Sign one out first that you no longer use.
push-borrowed = This is a borrowed phone, so nothing is kept here. Sign in on your own phone to turn it on.
push-others = Also told
push-others-hint = A device that is signed out is no longer told.
push-safe = It says only that something waits. You still approve by typing the number on a page of { -merek }.
push-approval-title = A request is waiting
push-approval-text = { $purpose ->
    [rehearsal] This is part of the rehearsal "my phone is gone". Press to look and answer.
    [sign-in] Someone wants to sign in to this account. Press to look and answer.
    [recovery] Someone wants to recover this account. Press to look and answer.
   *[action] Someone wants to do something important in this account. Press to look and answer.
}
