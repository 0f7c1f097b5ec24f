# Adding a contact.
contact-add-title = Add a contact
contact-add-lead = A second contact helps when the phone, number or email of the first cannot be used.
contact-add-cancel = Later
contact-code-lead = We sent a verification code (6 digits) to { $to }.
contact-add-hold = For the first 24 hours a new contact only serves for signing in.
letter-contact-subject = { $code } is your { -merek } code
letter-contact-text = Enter this code on the page to add the contact. Valid until { $until }.
letter-contact-safe = Give this code to nobody, not even our staff. Not { -anda }? Ignore this message.
letter-contact-link = Open the code page
home-add-contact = Add a contact
