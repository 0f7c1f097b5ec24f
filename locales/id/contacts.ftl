# Menambah kontak.
contact-add-title = Tambah kontak
contact-add-lead = Kontak kedua menolong kalau HP, nomor, atau email pertama tidak bisa dipakai.
contact-add-cancel = Nanti saja
contact-code-lead = Kami kirim kode verifikasi (6 angka) ke { $to }.
contact-add-hold = Untuk 24 jam pertama, kontak baru hanya dipakai untuk masuk.
letter-contact-subject = { $code } adalah kode { -merek }
letter-contact-text = Masukkan kode ini di halaman tadi untuk menambahkan kontak. Berlaku sampai pukul { $until }.
letter-contact-safe = Jangan berikan kode ini kepada siapa pun, termasuk petugas kami. Bukan { -anda } yang meminta? Abaikan pesan ini.
letter-contact-link = Buka halaman kode
home-add-contact = Tambah kontak
