# A page for each problem code of the API.
problem-title = { $code ->
    [not_found] Not found here
    [sign_in_required] Sign in first
    [step_up_required] One more proof is needed
    [bad_input] The request cannot be read
    [not_accepted] One field is not right
    [confirm_first] Is it meant?
    [begin_first] Nothing is under way here
    [over] Over already
    [vouch_first] One step first
    [password_known] Others know the password
    [cross_site] A request from another site
    [too_large] Too large
    [unsupported] Content type not taken
    [wrong_method] Wrong method
    [too_many] Too often for now
    [busy] The service is full
    [unsure] Perhaps saved
    [wrong_secret] Locked after wrong passwords
    [suspicious_activity] Locked: someone else may be using it
    [service_incident] Locked during an outage of ours
    [owner_request] Stopped by the owner
    [device_missing] The phone is marked missing
    [activation] Still belongs to an account
    [must_wait] There is a waiting period
    [no_way] No way from here
    [device_unable] The device cannot do that
    [device_unseen] Its holder stopped being seen
    [command_begun] The command has begun
    [objection_only] Another browser began it
    [release_first] A device must be released first
    [limited_session] This session only finds phones
    [staff] Locked by staff to be safe
    [agent_protocol] The device's program is of another version
    [agent_wrong_server] Another server's address
    [agent_bad_name] The device's name cannot be used
    [agent_bad_signature] The device's signature does not match
    [pairing_code] The code does not match or is over
    [too_many_tries] Too many wrong codes
   *[internal] A fault of ours
}
problem-means = { $code ->
    [not_found] What you look for is not here, or it belongs to someone else. The answer is the same on purpose.
    [sign_in_required] This request needs a session that is still valid.
    [step_up_required] The session is valid, but this step needs a fresh proof.
    [bad_input] One part of the request does not have the expected form.
    [not_accepted] The request was understood, but one field does not match or cannot be taken.
    [confirm_first] This step is hard to take back, so it is asked about twice.
    [begin_first] This browser has begun nothing of that kind, or it has ended.
    [over] It was answered, used or ended before.
    [vouch_first] Strangers tried often, so a browser that is not known yet proves something else before the password.
    [password_known] The password was found among leaked ones, and nothing else protects the account.
    [cross_site] A request that changes something is taken from our own pages only.
    [too_large] The body is larger than anything that is taken here.
    [unsupported] The Content-Type of this request is not used here.
    [wrong_method] The address exists, but not for that HTTP method.
    [too_many] The limit of this account, device or network is reached. Nothing was changed.
    [busy] This request was not carried out.
    [unsure] The connection to the storage broke on the way. The change may or may not be saved.
    [wrong_secret] There were too many wrong tries on this account.
    [suspicious_activity] Two signs show that someone else uses this account.
    [service_incident] This is our outage, and not the fault of the account's owner.
    [owner_request] The account's owner pressed "This was not me", or asked for this lock.
    [device_missing] While the mark stands, this step stays closed for that phone.
    [activation] This device belongs to an account that has not released it.
    [must_wait] This step opens later, so that the true owner can stop it.
    [no_way] What the account has set up does not open this step.
    [device_unable] The device itself said that it cannot.
    [device_unseen] The holder of that device lets nobody see where it is.
    [command_begun] The device has the command already, or it is over.
    [objection_only] A request that waits is simply taken back by the browser that began it. All others can only object.
    [release_first] A protected device would stay locked for good if its account were closed.
    [limited_session] This session was opened with one proof, so it can only find, ring, lock and mark missing.
    [staff] A member of staff locked this account. Unless a second one agrees, it lapses within 72 hours.
    [agent_protocol] The program on the device and this server share no version.
    [agent_wrong_server] The device signed a request for another server.
    [agent_bad_name] The name is empty, too long, or holds signs that cannot be shown.
    [agent_bad_signature] The request is not signed with the device key that it names.
    [pairing_code] A code from "Add a phone" works once, for 10 minutes.
    [too_many_tries] Too many codes were tried from this network.
   *[internal] This is not the fault of the account's owner. The reference in the answer lets staff find it.
}
problem-do = { $code ->
    [not_found] Check the address, then read the list once more.
    [sign_in_required] Sign in, then repeat the request.
    [step_up_required] Show one more proof at the address in "prove", then repeat the request.
    [bad_input] The answer names the part. Mend it, then send again.
    [not_accepted] The answer names the field and says why. Mend it, then send again.
    [confirm_first] If it is meant, send the same with "sure" as true.
    [begin_first] Begin it first, then repeat.
    [over] Begin anew.
    [vouch_first] Ask for a link, or show another proof. The password stays the same.
    [password_known] Set a new password first.
    [cross_site] Send it from our pages, or without the Origin and Sec-Fetch-Site headers of another site.
    [too_large] Make it shorter, then send again.
    [unsupported] Send JSON as application/json, and forms as application/x-www-form-urlencoded.
    [wrong_method] See the document of the API for the right one.
    [too_many] Wait as long as Retry-After says, then try again.
    [busy] Try again after Retry-After, usually a second.
    [unsure] Look at the present state before you repeat.
    [wrong_secret] Open "Why am I locked". It says the cause and the way back.
    [suspicious_activity] Prove it is you on a device you usually use, or follow "Why am I locked".
    [service_incident] Wait for our news. There is nothing to mend.
    [owner_request] Set a new password by "Forgot password".
    [device_missing] Mark it found in "Find a phone" first, then repeat.
    [activation] The owner of that account releases it. No paid service can.
    [must_wait] The page of the device or request says the day and hour. Repeat it then.
    [no_way] Use a device you usually use, add another way, or talk to a person.
    [device_unable] See its capabilities, which say why.
    [device_unseen] Talk to them. If the device is lost, mark it missing first.
    [command_begun] See how it stands in the device's list of commands.
    [objection_only] Object to its notice, whose id is in the list of requests.
    [release_first] Release the device or hand it over, then repeat.
    [limited_session] Sign in with the password, then repeat the request.
    [staff] Talk to a person by the official contacts.
    [agent_protocol] Update the program on the device, then connect again.
    [agent_wrong_server] Type the address that "Add a phone" shows, exactly.
    [agent_bad_name] Give it a short plain name, then repeat.
    [agent_bad_signature] Begin again with a new code from "Add a phone".
    [pairing_code] Ask for a new code, then type it on the device.
    [too_many_tries] Wait an hour, then ask for a new code.
   *[internal] Try again shortly, or contact staff with that reference.
}
problem-next = What to do
problem-code = The code for programs:
