# The frame of every mail.
outbox-code = Verification code
outbox-address = Or copy this address:
outbox-automatic = An automatic message from { -merek }; replies are not read. Help: { $help }
outbox-reference = Reference: { $reference }.
outbox-check = In doubt? Check it at { $address }
