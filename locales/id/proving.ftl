# Membuktikan: langkah kedua saat masuk, dan satu bukti lagi untuk hal yang penting.
second-title = Satu langkah lagi
second-lead = Kata sandi sudah cocok. Perangkat ini belum biasa dipakai, jadi kami perlu satu bukti lagi.
second-lead-other = Bukti tadi sudah cocok. Perangkat ini belum biasa dipakai, jadi kami perlu satu bukti lagi.
second-lead-known = Bukti pertama sudah cocok. Di perangkat ini langkah kedua belum pernah dibuktikan, atau sudah perlu dibuktikan lagi.
second-other-account = Masuk dengan akun lain
second-recover-now = Bukti tadi sudah cukup. Semua kontak diberi tahu.
second-recover-more = Perlu satu bukti lagi. Semua kontak diberi tahu.
second-recover-wait = Dengan bukti tadi saja, menunggu sampai { $until }. Bukti lain bisa mempercepatnya. Semua kontak diberi tahu.
second-recover-only = Dengan bukti tadi, menunggu sampai { $until }. Semua kontak diberi tahu.
second-code-title = Masukkan kode
second-code-lead = Kode 6 angka dikirim ke { $contact }. Berlaku sampai pukul { $until }.
second-code-label = Kode verifikasi (6 angka)
second-code-safe = Jangan berikan kode ini kepada siapa pun, termasuk petugas kami.
second-code-spent = Terlalu banyak percobaan dari perangkat ini. Pakai cara lain, atau tunggu beberapa menit.
proving-title = Buktikan bahwa ini { -anda }
proving-lead = Langkah ini penting, jadi kami perlu bukti lagi. Setelah itu { -anda } kembali ke tempat tadi.
proving-wait-title = Bisa sekarang, atau dengan masa tunggu
proving-wait-title-later = Bisa dengan masa tunggu
proving-wait-lead = Bukti tadi cukup dengan masa tunggu. Dengan satu bukti lagi, bisa sekarang juga.
proving-wait-lead-more = Bukti tadi cukup dengan masa tunggu. Bukti lain bisa mempercepatnya.
proving-wait-lead-only = Bukti tadi sudah cukup, tetapi langkah ini memakai masa tunggu.
proving-wait-until = Kalau dimulai sekarang, masa tunggu selesai { $until }.
proving-wait-there = Masa tunggu belum mulai. Kembali ke halaman tadi, lalu tekan tombolnya sekali lagi.
proving-wait-then = Tanpa bukti lain, baru bisa { $until }.
proving-wait-runs = Masa tunggu sudah berjalan, dan selesai { $until }.
proving-wait-back = Kembali ke halaman tadi
proving-wait-begin = Mulai masa tunggu
proving-wait-faster = Mau lebih cepat? Tambah bukti
proving-none-title = Belum ada bukti yang cukup
proving-none-lead = Akun ini belum punya cara membuktikan yang cukup untuk langkah ini. Tambahkan cara lain dulu, atau bicara dengan petugas.
proving-other = Pakai cara lain
proving-back = Batal
ways-labelled = { $kind }: { $label }
ways-then = Bersama { $more }: { $opens }
ways-weaker = { $kind ->
    [phone] { $opens }, tetapi lebih lemah: nomor bisa dipindahkan orang ke kartu SIM lain
   *[other] { $opens }, tetapi lebih lemah: email sering terbuka di banyak perangkat
}
link-title-prove = Kode ini untuk akun { -anda }
link-text-prove = Ketik kodenya di halaman yang memintanya. Tautan ini hanya untuk menghentikan.
link-denied-prove-title = Sudah kami hentikan
link-denied-prove-text = Kode itu tidak bisa dipakai lagi. Orang itu mungkin tahu kata sandi { -anda }: buat kata sandi baru sekarang.
letter-second-subject = { $code } adalah kode { -merek }
letter-second-text = Masukkan kode ini di halaman yang memintanya. Berlaku sampai pukul { $until }.
letter-second-safe = Jangan berikan kode ini kepada siapa pun, termasuk petugas kami. Bukan { -anda } yang meminta? Tekan "Ini bukan saya".
notices-second-title = Kata sandi cocok, langkah kedua belum
notices-second-text = Seseorang memasukkan kata sandi yang benar, tetapi belum bisa masuk. Bukan { -anda }? Buat kata sandi baru.
notices-second-short = ada yang tahu kata sandi
notices-second-other-title = Akun yang tersambung dipakai, langkah kedua belum
notices-second-other-text = Seseorang masuk dengan akun yang tersambung, tetapi belum bisa melewati langkah kedua. Bukan { -anda }? Amankan akun itu di tempatnya, lalu lepaskan di sini.
notices-second-other-short = akun yang tersambung dipakai orang
notices-method-added-title = { $kind ->
    [totp] Aplikasi kode baru saja dipasang
    [passkey] Passkey baru saja ditambahkan
    [recovery-code] Kode cadangan baru saja dibuat
    [helper] Pendamping baru saja ditambahkan
    [upstream] Akun lain baru saja disambungkan
   *[other] Cara membuktikan baru saja ditambahkan
}
notices-method-added-text = Namanya: { $name }. Bukan { -anda }? Tekan "Ini bukan saya".
notices-method-added-short = cara membuktikan ditambah
notices-method-replaced-title = { $kind ->
    [totp] Aplikasi kode baru saja diganti
    [recovery-code] Kode cadangan baru saja diganti
   *[other] Cara membuktikan baru saja diganti
}
notices-method-replaced-text = Namanya: { $name }. Yang lama tidak bisa dipakai lagi. Bukan { -anda }? Tekan "Ini bukan saya".
notices-method-replaced-short = cara membuktikan diganti
notices-method-removed-title = { $kind ->
    [totp] Aplikasi kode baru saja dilepas
    [passkey] Passkey baru saja dilepas
    [recovery-code] Kode cadangan baru saja dihapus
    [helper] Pendamping baru saja dilepas
    [upstream] Akun lain baru saja dilepas
   *[other] Cara membuktikan baru saja dilepas
}
notices-method-removed-text = Namanya: { $name }. Bukan { -anda }? Tekan "Ini bukan saya" untuk mengembalikannya.
notices-method-removed-two = Namanya: { $name }. Ini memakai dua bukti: "Ini bukan saya" mengeluarkan semua perangkat, tetapi tidak mengembalikannya.
notices-method-removed-short = cara membuktikan dilepas
notices-method-used-title = { $kind ->
   *[other] Satu kode cadangan baru saja dipakai
}
notices-method-used-text = Kode itu tidak bisa dipakai lagi. Bukan { -anda }? Tekan "Ini bukan saya".
notices-method-used-short = kode cadangan dipakai
notices-two-step-on-title = Verifikasi dua langkah sekarang aktif
notices-two-step-on-text = Di perangkat baru, kata sandi saja tidak cukup lagi untuk masuk.
notices-two-step-on-short = dua langkah aktif
notices-two-step-off-title = Verifikasi dua langkah dimatikan
notices-two-step-off-text = Kata sandi saja cukup untuk masuk. Bukan { -anda }? Tekan "Ini bukan saya".
notices-two-step-off-short = dua langkah dimatikan
not-me-does-restore = Cara membuktikan itu kembali, dan perangkat yang melepasnya dikeluarkan.
not-me-done-restore = Cara membuktikan itu sudah kembali. Perangkat yang melepasnya sudah dikeluarkan.
