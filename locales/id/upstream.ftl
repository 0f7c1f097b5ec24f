# Akun lain yang tersambung, misalnya Google: masuk, membuktikan, menyambungkan.
upstream-sign-in = Masuk dengan { $name }
upstream-sign-in-hint = Kalau sudah pernah disambungkan.
upstream-sign-in-borrowed = Masuk dengan { $name } di HP pinjaman
upstream-title = Sambungkan akun lain
upstream-lead = Dengan akun lain, misalnya Google, { -anda } bisa masuk dan memulihkan akun tanpa kata sandi.
upstream-connect = Sambungkan { $name }
upstream-connect-hint = { -anda } masuk dulu di { $name }, lalu kembali ke sini.
upstream-connected = Sudah ada yang tersambung. { -anda } bisa menambahkan satu lagi dari { $name }.
upstream-kept = Yang kami simpan hanya pengenal dan emailnya. Kata sandi akun itu tidak pernah sampai ke kami. Keluar dari sini tidak mengeluarkan { -anda } dari sana.
upstream-way = Akun yang tersambung ({ $names })
upstream-way-hint = Kalau sudah pernah disambungkan.
upstream-prove-title = Buktikan lewat akun lain
upstream-prove-lead = Pilih akun yang pernah { -anda } sambungkan. Setelah masuk di sana, { -anda } kembali ke sini.
upstream-prove-none = Belum ada akun lain yang tersambung. Pakai cara lain.
upstream-go = Lanjut ke { $name }
upstream-again = Coba lagi
upstream-others-signin = Masuk dengan cara lain
upstream-others-connect = Kembali ke halaman Keamanan
upstream-failed-title = { $why ->
    [denied] Belum ada izin dari { $name }
    [replayed] Langkah ini sudah dipakai
    [elsewhere] Dimulai di perangkat lain
    [clock] Jawaban dari { $name } sudah lewat
    [down] { $name } belum bisa dihubungi
    [broken] Jawaban dari { $name } belum bisa kami percaya
    [unconnected] Akun { $name } ini belum tersambung
    [unmatched] Akun { $name } ini belum cocok
    [taken] Akun { $name } ini tersambung ke akun lain
    [already] Akun { $name } ini sudah tersambung
   *[expired] Langkah ini sudah lewat waktunya
}
upstream-failed-text = { $why ->
    [denied] Permintaan tadi dibatalkan di { $name }. Tidak ada yang berubah.
    [replayed] Mungkin halamannya dimuat ulang. Mulai lagi dari sini; tidak ada yang berubah.
    [elsewhere] Langkah ini harus selesai di perangkat yang memulainya. Mulai lagi di perangkat ini.
    [clock] Jam { $name } dan jam kami berbeda, atau jawabannya terlalu lama di jalan. Ini bukan kesalahan { -anda }. Coba sekali lagi.
    [down] Ini bukan kesalahan { -anda }. Cara lain tetap bisa dipakai, dan tidak ada yang berubah.
    [broken] Demi keamanan, kami tidak memakainya. Tidak ada yang berubah. Cara lain tetap bisa dipakai.
    [unconnected] Email yang sama belum cukup: siapa pun bisa memakai email itu lagi di lain hari. Masuk dulu dengan cara lain.
    [unmatched] Akun itu belum tersambung dengan akun di sini. Coba akun { $name } lain, atau pakai cara lain.
    [taken] Satu akun { $name } hanya untuk satu akun di sini. Lepaskan dulu di sana, atau pakai akun { $name } lain.
    [already] Akun { $name } ini sudah bisa dipakai untuk masuk. Tidak ada yang perlu { -anda } lakukan.
   *[expired] Waktunya sepuluh menit. Mulai lagi dari sini; tidak ada yang berubah.
}
upstream-unconnected-steps = Setelah masuk, buka "Keamanan" dan pilih "Sambungkan { $name }". Sesudah itu tombol ini bisa dipakai.
