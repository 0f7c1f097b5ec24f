# Connected accounts elsewhere, such as Google: signing in, proving, connecting.
upstream-sign-in = Sign in with { $name }
upstream-sign-in-hint = If it was connected before.
upstream-sign-in-borrowed = Sign in with { $name } on a borrowed phone
upstream-title = Connect another account
upstream-lead = With another account, such as Google, { -anda } can sign in and recover without a password.
upstream-connect = Connect { $name }
upstream-connect-hint = Sign in at { $name } first, then come back here.
upstream-connected = One is connected already. { -anda } can add another from { $name }.
upstream-kept = We keep only its identifier and email. The password of that account never reaches us. Signing out here does not sign { -anda } out there.
upstream-way = A connected account ({ $names })
upstream-way-hint = If it was connected before.
upstream-prove-title = Prove it with another account
upstream-prove-lead = Choose the account that { -anda } connected. After signing in there, { -anda } come back here.
upstream-prove-none = No other account is connected yet. Use another way.
upstream-go = Go on to { $name }
upstream-again = Try again
upstream-others-signin = Sign in another way
upstream-others-connect = Back to Security
upstream-failed-title = { $why ->
    [denied] No permission from { $name } yet
    [replayed] This step was used already
    [elsewhere] Begun on another device
    [clock] The answer of { $name } came too late
    [down] { $name } cannot be reached yet
    [broken] We cannot trust the answer of { $name } yet
    [unconnected] This { $name } account is not connected yet
    [unmatched] This { $name } account does not match yet
    [taken] This { $name } account is connected to another account
    [already] This { $name } account is connected already
   *[expired] This step has run out of time
}
upstream-failed-text = { $why ->
    [denied] The request was cancelled at { $name }. Nothing has changed.
    [replayed] The page may have been loaded again. Begin again here; nothing has changed.
    [elsewhere] This step must end on the device where it began. Begin again on this device.
    [clock] The clocks of { $name } and ours differ, or the answer took too long. It is not your fault. Try once more.
    [down] It is not your fault. The other ways still work, and nothing has changed.
    [broken] To be safe, we do not use it. Nothing has changed. The other ways still work.
    [unconnected] The same email is not enough: someone else may use that email one day. Sign in another way first.
    [unmatched] That account is not connected with the account here. Try another { $name } account, or another way.
    [taken] One { $name } account serves one account here. Disconnect it there first, or use another { $name } account.
    [already] This { $name } account can be used to sign in. There is nothing { -anda } need to do.
   *[expired] It takes ten minutes at most. Begin again here; nothing has changed.
}
upstream-unconnected-steps = Once signed in, open "Security" and choose "Connect { $name }". After that this button works.
