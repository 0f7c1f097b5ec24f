# The way-back check-up: if something is lost, when and how its owner is back.
checkup-title = Way-back check-up
checkup-fine = Even if one or two things are lost at once, you are back in right away.
checkup-worst = Without { $lost }, you are back { $after }. That is the longest.
checkup-worst-never = Without { $lost }, there is no way back to this account yet.
checkup-now = right away
checkup-hours = { $n ->
    [one] after 1 hour
   *[other] after { $n } hours
}
checkup-days = { $n ->
    [one] after 1 day
   *[other] after { $n } days
}
checkup-never = No way back yet
checkup-by = with { $by }
checkup-and = { $first } and { $second }
checkup-password = the password
checkup-sheet = the sheet of recovery codes
checkup-mailbox = the mail { $name }
checkup-number = the number { $name }
checkup-person = the recovery contact { $name }
checkup-key = another device
checkup-single = If one thing is lost or forgotten
checkup-pairs = If two things are lost at once
checkup-young = What was added lately with one proof counts in full from { $date }.
checkup-then = With this one step, without { $lost } you are back { $after }.
checkup-then-better = This one step helps without { $lost }.
checkup-do-number = Add a phone number
checkup-do-email = Add an email
checkup-do-codes = Print recovery codes
checkup-do-passkey = Add a passkey
checkup-do-prove = Prove the number again
checkup-do-reach = Say where the mail is read
checkup-link = Way-back check-up
checkup-link-hint = If the phone is lost, when are you back in?
checkup-minutes = { $n ->
    [one] after 1 minute
   *[other] after { $n } minutes
}
checkup-do-helper = Ask somebody you trust to be a recovery contact
checkup-card-title = If the phone is lost, when are you back in?
checkup-card-look = Check the way back
checkup-card-later = Not now
security-done-reach = Your answer is saved.
rehearsal-banner = This is a rehearsal.
rehearsal-banner-text = Nothing changes in the account.
rehearsal-title = 2-minute rehearsal: my phone is gone
rehearsal-lead = Try it now, while the phone is still here: which proofs open without it?
rehearsal-which = What is gone in this rehearsal?
rehearsal-begin = Start the 2-minute rehearsal
rehearsal-underway = Go on with the rehearsal that was started
rehearsal-last = Last rehearsal: { $date }
rehearsal-worked = Worked
rehearsal-failed = Could not be opened yet
rehearsal-untried = Not tried yet
rehearsal-would = If this were real, you would be back { $after }.
rehearsal-would-at = If this were real, you would be back in on { $until }.
rehearsal-would-by = The way: { $by }.
rehearsal-would-never = If this were real, what was tried would not be enough yet.
rehearsal-carry = Suppose { $gone } is gone. Open this rehearsal on another phone, without signing in.
rehearsal-scan = Point the other phone's camera at this picture
rehearsal-type = Or type this address on the other phone:
rehearsal-until = It opens once only, until { $until }.
rehearsal-here = Do it right here
rehearsal-open = The rehearsal is open in { $browser }. Its result appears in the way-back check-up.
rehearsal-see = See the way-back check-up
rehearsal-start-lead = Suppose the phone of this account's owner is gone. We try, one by one, which proofs still open here.
rehearsal-start = Start
rehearsal-over = This rehearsal is finished, open elsewhere, or too old. Start again from the way-back check-up.
rehearsal-walk-title = Suppose { $gone } is gone
rehearsal-walk-lead = What can still be opened here? Try one after the other.
rehearsal-try-password = Recall it and type it, without notes on the phone that is gone.
rehearsal-try-email = A real code is sent. Open that mail here and type the code.
rehearsal-try-phone = A real code is sent to that number. Type it if you can read it without the phone.
rehearsal-try-codes = Where is the sheet? Fetch it and type one code. The code stays good afterwards.
rehearsal-try-approval = Ask for approval on another device that is signed in.
rehearsal-try-other = Try it here, without the phone that is gone.
rehearsal-send = Send a code
rehearsal-try = Try it
rehearsal-skip = Cannot be opened here
rehearsal-did-work = It worked.
rehearsal-did-not = Cannot be opened here.
rehearsal-finish = Finish and see the result
rehearsal-end-title = How the rehearsal went
rehearsal-mend = The one step that helps most
rehearsal-end-text = Nothing changed in the account. The result is also in the way-back check-up.
letter-rehearsal-subject = { $code } is your { -merek } rehearsal code
letter-rehearsal-text = This is a rehearsal of "my phone is gone". Type this code on its page. It is good until { $until }.
letter-yearly-subject = Once a year: is your way back still right?
letter-yearly-text = Numbers expire and addresses change. One minute tells you: if the phone is lost, when are you back in?
letter-yearly-safe = Nothing changed in your account. We never ask for a password or a code by message.
letter-yearly-short = { -merek }: are the number and email of your account still right? Check the way back: { $link } Ref { $reference }
