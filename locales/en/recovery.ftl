# Forgot password, and the way back.
recover-start-lead = Enter the account name. We send a code to the email or number on file.
recover-start-why-title = Why is my account locked?
recover-start-why-lead = Enter the account name. After one proof we explain the cause and the way back.
recover-resume = Go on where you left off
recover-resume-hint = A request from this device is still kept.
recover-to-signin = Back to signing in
recover-which-name = Forgot the account name?
recover-which-name-text = Try a phone number or email that you have used. 0812, 62812 and +62812 count as the same. If none comes to mind, talk to a person.
recover-name-unreadable = We cannot read this yet. For example: siti.aminah, 0812 3456 7890 or siti@contoh.id.

recover-ways-title = How will you prove it is you?
recover-ways-lead = Choose what you can open now. The message also has a link that works on another device.
recover-ways-phone = To the number on file. Receiving an SMS needs no credit.
recover-ways-email = To the email on file. Look in the spam folder too.
recover-ways-talk = Free of charge. Staff never ask for a password or code.
recover-ways-same = This list is the same for everyone, so that nobody learns whose account is here.
recover-other-name = Use another account name

recover-code-title = Code sent, if what you entered matches
recover-code-not-yet = The next code has to wait a little
recover-code-lead = Enter the 8 digits from WhatsApp, SMS or email. Valid until { $until }; you may close this page.
recover-code-wait = This account name was sent a message just now. The next code can be sent { $at }. The link in the earlier message still works.
recover-code-label = Verification code (8 digits)
recover-code-hint = Or the 13 letters and digits of the link in that message. Pasting with spaces is fine.
recover-code-shape = The code has 8 digits, or 13 letters and digits. Please look at the message again.
recover-code-wrong = This code does not match yet, or there were too many tries. The link in the message always works.
recover-code-safe = Give this code to nobody, not even our staff.
recover-code-nothing = Look in the spam folder, and see that the phone has signal. Receiving an SMS needs no credit. If this account was sent a message just now, the link in that one still works.
recover-code-sim = If the SIM is in the locked phone, move it to another phone. SIM lost? Ask your mobile operator's shop for a replacement with the same number; bring your ID card.
recover-other-way = Use another way

recover-more-title = One more proof
recover-more-two = We have your first proof. This account uses two, so one from this list is still needed.
recover-more-sold = This number has not been proved for a long time, so someone else may have it now. Show one other proof to look for the phone.
recover-more-old = Your proof is more than an hour old. Prove it once more and you can go on at once.
recover-send-to = Send a code to { $contact }
recover-now = Now
recover-earliest = { $when } at the earliest
recover-cancel = Cancel the request

recover-waiting-title = Request received
recover-waiting-until = You can go on
recover-waiting-why = We wait so that the true owner can stop this if it is not you. All contacts of the account were told.
recover-waiting-meanwhile = Meanwhile
recover-waiting-meanwhile-text = Your phone works. A lost phone can be looked for. We will tell you when it is time; no need to keep this page open.
recover-waiting-faster = Want it sooner? Add one proof
recover-waiting-resold = Was this number used by another account? If it is yours now, make a new account. The old one does not open from here.
recover-waiting-fraud = Staff cannot speed this up. Whoever offers to is a fraud.

recover-refused-title = Not possible from here yet
recover-refused-text = The ways that are left for this account do not open from here. Your data is still there. Use a device you usually use, or talk to a person.
recover-refused-frozen = The owner stopped changes by { $contact }. That contact can recover the account again from { $until }; other contacts still work.
recover-refused-only = "This was not me" was pressed, so { $contact } cannot recover the account until { $until }. The account has no other contact. Nobody can speed this up, staff neither. From then on the way back is open again.
recover-done-title = The new password is saved
recover-done-text = Sign in with the new password. All contacts of the account were told.
recover-denied-title = This request was stopped
recover-denied-text = Someone pressed "This was not me" on a notice. If that was not you, begin again with another proof or talk to a person.
recover-cancelled-title = Request cancelled
recover-cancelled-text = Your password has not changed.

recover-password-title = Set a new password
recover-password-lead = Your proof matches. Once the new password is saved, you are signed in.
recover-password-end = Sign out all other devices
recover-password-end-hint = Advised. Your own phone just signs in again.
recover-password-save = Save the password
recover-password-told = All contacts of the account are told that the password was changed.

letter-recover-subject = { $code } is your { -merek } recovery code
letter-recover-text = Enter this code on the page. Valid until { $until }. The link below is good for 24 hours, on another device too.
letter-recover-typed = Did the link open on another device? Type this on the code page: { $typed }
letter-recover-safe = Give this code to nobody, not even our staff. Not you who asked? Ignore this; your password has not changed.
letter-recover-link = Go on to a new password
letter-opens-subject = You can set a new { -merek } password now
letter-opens-text = The waiting period is over. Go on where you asked, or open this link on any device.
letter-opens-link = Go on to a new password
letter-opens-short = { -merek }: you can set a new password now. { $link } Ref { $reference }
