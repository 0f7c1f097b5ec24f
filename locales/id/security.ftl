# Keamanan: cara membuktikan, verifikasi dua langkah, dan yang masih menunggu.
security-title = Keamanan
security-add = Tambah cara membuktikan
security-add-contact = Email atau nomor lain
security-add-contact-hint = Kabar penting juga dikirim ke sana.
security-kind = Jenis
security-name = Nama
security-name-bad = Isi nama, paling banyak 40 huruf.
security-last-used = Terakhir dipakai
security-used = dipakai { $ago }
security-never-used = belum pernah dipakai
security-works-on = Bisa dipakai di { $names }
security-works-unknown = Belum diketahui bisa dipakai di mana
security-on-paper = Di kertas, di luar HP
security-with-person = Pada orang yang dipercaya
security-on-key = Di kunci keamanan
security-sessions-hint = Siapa yang sedang masuk, dan di mana
security-look = Lihat
security-happened = Yang terjadi belakangan ini
security-waiting = Masih menunggu
security-waiting-until = Dilakukan { $until }, kalau tidak dibatalkan.
security-waiting-why = Kami menunggu supaya pemilik asli sempat menghentikan, kalau ini ternyata bukan { -anda }.
security-request = { $action ->
    [two-step-off] Mematikan verifikasi dua langkah
    [replace-method] Melepas { $name }
    [reach] Memperbarui di mana { $name } bisa dipakai
    [browsers] Memperbarui peramban mana yang ada di { $name }
    [release] Melepas { $name } dari akun
    [close] Menutup akun
    [lift-suspicion] Tunggu sebelum akun terbuka lagi
   *[other] Permintaan tentang { $name }
}
security-remove = Lepas
security-remove-title = Lepas { $name }?
security-remove-lead = Setelah dilepas, cara ini tidak bisa dipakai lagi. Semua kontak diberi tahu, dan bisa mengembalikannya selama 30 hari.
security-remove-last = Setelah ini jalan kembali tinggal satu. Kalau yang satu itu hilang, akun bisa tertutup.
security-remove-sure = Saya mengerti dan tetap ingin melepasnya
security-remove-tick = Centang dulu bahwa { -anda } mengerti akibatnya.
security-remove-only = Ini satu-satunya jalan kembali. Tambahkan yang lain dulu, lalu lepas yang ini.
security-done-on = Verifikasi dua langkah sudah aktif.
security-done-off = Verifikasi dua langkah sudah dimatikan.
security-done-removed = Sudah dilepas. Semua kontak diberi tahu.
security-done-cancelled = Permintaan dibatalkan.
security-done-waiting = Permintaan diterima. Semua kontak diberi tahu, dan bisa menghentikannya.
security-done-added = Sudah ditambahkan.
reach-email = Di mana saja email ini bisa dibuka?
reach-phone = Di HP mana kartu SIM nomor ini?
reach-totp = Di mana aplikasi kode ini terpasang?
reach-passkey = Di mana saja passkey ini bisa dipakai?
reach-why = Jawaban ini menentukan bukti mana yang tetap ada kalau satu perangkat hilang. Menghapus centang perlu dua bukti.
reach-save = Simpan jawaban
two-step-title = Verifikasi dua langkah
two-step-is-on = Aktif
two-step-on-text = Di perangkat yang belum biasa dipakai, kami minta satu bukti lagi setelah kata sandi.
two-step-off-text = Belum aktif. Setelah aktif, kata sandi saja tidak cukup untuk masuk dari perangkat lain.
two-step-lead = Setelah aktif, kata sandi saja tidak cukup di perangkat baru. Perangkat yang biasa dipakai ditanya lagi setelah 30 hari.
two-step-unprepared = Siapkan satu jalan kembali lagi dulu, supaya { -anda } sendiri tidak terkunci.
two-step-turn-on = Aktifkan
two-step-turn-off = Matikan verifikasi dua langkah
two-step-settings = Lihat pengaturan
two-step-seconds = Yang bisa menjadi langkah kedua
two-step-weaker = (lebih lemah)
notices-request-waiting-title = { $action ->
    [two-step-off] Ada permintaan mematikan verifikasi dua langkah
    [replace-method] Ada permintaan melepas { $name }
    [release] Ada permintaan melepas { $name } dari akun
    [close] Ada permintaan menutup akun
    [lift-suspicion] Ada yang meminta akun yang dikunci dibuka lagi
   *[other] Ada permintaan tentang { $name }
}
notices-request-waiting-text = Dilakukan { $until }, kalau tidak dihentikan. Bukan { -anda }? Tekan "Ini bukan saya".
notices-request-waiting-short = ada permintaan yang menunggu
notices-request-ended-title = { $action ->
    [two-step-off] Permintaan mematikan verifikasi dua langkah berakhir
    [close] Permintaan menutup akun berakhir
    [lift-suspicion] Tunggu sebelum akun terbuka lagi sudah dihentikan
   *[other] Permintaan berakhir tanpa perubahan
}
notices-request-ended-text = Tidak ada yang berubah pada akun ini.
notices-request-ended-short = permintaan berakhir
home-security = Lihat dan tambah cara membuktikan
