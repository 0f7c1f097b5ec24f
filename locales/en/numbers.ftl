# A number that was not proved for long (voice.md 4.6).
number-title = Still using { $masked }?
number-text = An expired number can be sold to someone else.
number-still = Still mine
number-changed = I have another
number-code = "Still mine" sends one code to that number, as proof.
number-proved = That number is proved again. Thank you.
letter-number-text = The number { $masked } was last proved on { $proved }. From { $stale } it alone does not recover the account at once on a new device.
letter-number-text-late = The number { $masked } was last proved on { $proved }. Now it alone does not recover the account at once on a new device.
letter-number-how = Prove it again with one code on the account page, or replace it with a new number.
letter-number-link = Open the account page
letter-number-short = { -merek }: still using the number that ends in { $last }? Prove it again at { $link } Ref { $reference }
