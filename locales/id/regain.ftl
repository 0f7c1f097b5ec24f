# Akhir pemulihan: langkah kedua yang hilang, yang berubah sebelumnya, dan mencari HP dengan satu bukti.
regain-title = Masih punya langkah kedua?
regain-lead = Kata sandi baru sudah disimpan, dan { -anda } sudah masuk. HP dengan aplikasi kode ikut hilang? Pasang yang baru sekarang.
regain-added = Langkah kedua yang baru sudah dipasang. Yang hilang bisa dikeluarkan di bawah.
regain-new-app = Pasang aplikasi kode
regain-new-passkey = Tambah passkey
regain-new-codes = Buat kode cadangan
regain-keep = Semuanya masih ada
regain-have = Langkah kedua di akun ini
regain-none = Belum ada aplikasi kode, passkey, kode cadangan, atau nomor di akun ini.
regain-replace = Pasang pengganti { $name }
regain-gone = { $name } hilang: keluarkan
regain-stays = Verifikasi dua langkah tetap aktif.
regain-taint = Yang dipasang sekarang langsung bisa dipakai untuk masuk dan mencari HP. Sampai { $until }, yang baru belum dihitung sebagai bukti kedua. Melepas cara lama dan memulihkan akun lagi masih perlu masa tunggu, kecuali dengan bukti lain.
review-title = Ini semua dari { -anda }?
review-nothing-title = Akun sudah dipulihkan
review-lead = Akun sudah dipulihkan, dan { -anda } sudah masuk. Centang perubahan 30 hari terakhir yang bukan dari { -anda }.
review-not-here = Daftar ini berisi yang masih bisa dihentikan. HP yang dilepas, kode yang terpakai, dan cara yang dilepas dengan dua bukti tidak kembali dari sini.
review-nothing = Akun sudah dipulihkan, dan { -anda } sudah masuk. Tidak ada perubahan 30 hari terakhir yang masih bisa dibatalkan dari sini.
review-named = { $what } ({ $name })
review-not-mine = Bukan saya: batalkan
review-more-title = Sebagian belum dibatalkan
review-more-text = Itu perlu bukti lagi, dan masih ada di daftar ini beserta langkahnya. Yang lain yang dicentang sudah dibatalkan.
review-ask = Pemulihan tadi belum cukup untuk melepas yang ini. Perlu bukti lagi, dan mungkin masa tunggu.
review-ask-link = Yang ini hanya bisa dikembalikan lewat tautan di pesan pemberitahuannya, dengan tombol "Ini bukan saya".
review-prove = Bukan saya: lepas dengan bukti lagi
review-next = Lanjut ke cek jalan kembali
review-done = Selesai
review-later = Nanti saja
review-sessions = Perangkat yang masih bisa membuka akun ini ada di daftar:
review-banner = Akun ini baru saja dipulihkan. Periksa sebentar apa saja yang berubah sebelumnya.
review-look = Periksa perubahan
second-lost-title = Belum bisa memakai semua ini?
second-lost-recover = Pulihkan langkah kedua
second-lost-find = Cari HP yang hilang
second-lost-hint = Mencari HP tidak perlu langkah kedua.
limited-link = Kata sandi tidak teringat? Cari dengan satu bukti
limited-link-hint = Dengan kode cadangan lokasinya langsung tampil. Email atau nomor juga cukup, tetapi lokasinya menunggu dulu.
limited-start-title = Cari HP tanpa kata sandi
limited-start-lead = Isi nama akun. Satu bukti cukup untuk mencari HP; yang mampu juga bisa dibunyikan dan dikunci.
limited-title = Cari HP sekarang
limited-lead = Bukti sudah cocok. { $can ->
    [both] HP bisa dicari, dibunyikan, dikunci, dan ditandai hilang
    [ring] HP bisa dicari, dibunyikan, dan ditandai hilang
    [lock] HP bisa dicari, dikunci, dan ditandai hilang
   *[find] HP bisa dicari dan ditandai hilang
}; isi akun tetap tertutup.
limited-begin = Mulai mencari
limited-told = Semua kontak akun diberi tahu. Pencarian ini berakhir sendiri setelah { $hours } jam.
limited-borrowed = Di HP pinjaman berakhir setelah { $minutes } menit, sebelum lokasi lewat email atau nomor terbuka.
limited-none = Belum ada HP yang terhubung dengan akun ini, jadi belum ada yang bisa dicari.
limited-found = Masuk dengan kata sandi untuk melihat cara menandai sudah ketemu.
limited-undo = Di pencarian ini tanda hilang tidak bisa dihapus. Caranya tampil setelah masuk dengan kata sandi.
limited-wait-text = Jeda ini memberi pemiliknya waktu untuk menghentikan, kalau ini ternyata orang lain. Perintah lain dan tanda hilang tidak perlu menunggu. Pencarian ini masih terbuka sampai { $end }.
limited-wait-borrowed = Pencarian ini berakhir { $end }, sebelum lokasinya terbuka. Tambah satu bukti sekarang, atau mulai lagi di perangkat yang bukan pinjaman.
limited-wait-more = Tambah satu bukti
limited-refused-title = Di sini hanya untuk mencari HP
limited-refused-text = Satu bukti cukup untuk mencari HP, belum untuk halaman ini. Masuk dengan kata sandi kalau perlu membukanya.
limited-to-finder = Kembali mencari HP
notices-search-title = Seseorang mulai mencari HP { -anda }
notices-search-text = Dengan satu bukti, HP di akun ini sekarang bisa dicari; yang mampu juga bisa dibunyikan dan dikunci. Isi akun tetap tertutup. Bukan { -anda }? Tekan "Ini bukan saya".
notices-search-short = HP mulai dicari
