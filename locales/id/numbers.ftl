# Nomor yang lama tidak dibuktikan (voice.md 4.6).
number-title = Nomor { $masked } masih { -anda } pakai?
number-text = Nomor yang hangus dapat dijual lagi ke orang lain.
number-still = Masih
number-changed = Sudah ganti
number-code = "Masih" mengirim satu kode ke nomor itu, sebagai bukti.
number-proved = Nomor itu sudah dibuktikan lagi. Terima kasih.
letter-number-text = Nomor { $masked } terakhir dibuktikan { $proved }. Mulai { $stale }, nomor itu saja tidak langsung memulihkan akun di perangkat baru.
letter-number-text-late = Nomor { $masked } terakhir dibuktikan { $proved }. Sekarang nomor itu saja tidak langsung memulihkan akun di perangkat baru.
letter-number-how = Buktikan lagi dengan satu kode di halaman akun, atau ganti dengan nomor baru.
letter-number-link = Buka halaman akun
letter-number-short = { -merek }: nomor yang berakhir { $last } masih dipakai? Buktikan lagi di { $link } Ref { $reference }
