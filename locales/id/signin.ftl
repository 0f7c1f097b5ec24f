# Masuk, dan kunci yang tidak mengenai pemiliknya.
signin-title = Masuk
signin-lead = Pakai nama akun, nomor HP, atau email.
signin-name = Nama akun
signin-name-hint = Nama, nomor HP, atau email.
signin-password = Kata sandi
signin-show = Lihat kata sandi
signin-hide = Sembunyikan
signin-borrowed = Ini HP pinjaman
signin-borrowed-hint = Kami keluarkan otomatis setelah 15 menit dan tidak menyimpan apa pun di sini.
signin-submit = Masuk
signin-busy = Sebentar…
signin-forgot = Lupa kata sandi
signin-sign-up = Buat akun
signin-refused-title = Nama akun atau kata sandi belum cocok
signin-refused-left = Dari perangkat ini masih bisa dicoba { $n } kali lagi. Periksa huruf besar dan kecil dengan tombol "Lihat kata sandi".
signin-refused-last = Periksa huruf besar dan kecil dengan tombol "Lihat kata sandi". Tautan masuk selalu bisa dipakai.
signin-need-name = Isi nama akun, nomor HP, atau email.
signin-need-password = Isi kata sandi.
signin-too-long = Kata sandi ini terlalu panjang. Paling banyak 256 huruf.

signin-prove-title = Satu langkah dulu, lalu kata sandi
signin-prove-text = Ada banyak percobaan masuk dengan nama akun ini dari tempat lain. Jika akun ini milik { -anda }, tautan masuk dikirim ke email atau nomor yang terdaftar.
signin-prove-calm = Akun tidak diubah, dan kata sandi tetap sama.
signin-prove-send = Kirim tautan
signin-prove-by = Kirim lewat
signin-prove-email = Email
signin-prove-phone = WhatsApp atau SMS
signin-prove-forgot = Lupa kata sandi
signin-prove-typed = Punya kode dari tautan? Ketik di sini

signin-sent-title = Tautan dikirim, jika data tadi cocok
signin-sent-text = Buka tautan itu di perangkat ini, lalu masukkan kata sandi seperti biasa. Halaman ini boleh ditutup.
signin-sent-until = Berlaku sampai { $until }.
signin-sent-again = Bisa dikirim lagi { $at }.
signin-sent-typed = Tautannya terbuka di perangkat lain? Ketik 13 huruf dan angka dari pesan itu di sini.
signin-sent-typed-label = Kode dari pesan (13 huruf dan angka)
signin-sent-typed-submit = Lanjut
signin-sent-typed-wrong = Kode ini belum cocok atau sudah lewat. Minta tautan baru; yang lama tetap berlaku sampai waktunya.
signin-sent-nothing = Belum sampai?
signin-sent-nothing-link = Kalau ada pesan yang baru saja masuk, tautan di pesan itu tetap bisa dipakai.
signin-sent-nothing-text = Periksa folder spam. Menerima SMS tidak perlu pulsa. Kalau kartu SIM ada di HP yang terkunci, pindahkan dulu ke HP lain.

link-title-vouch = Lanjut masuk di perangkat ini?
link-text-vouch = Perangkat ini mendapat kesempatan sendiri untuk kata sandi. Kata sandi tidak berubah.
link-title-signup = Lanjutkan membuat akun?
link-text-signup = Kontak ini akan dipakai untuk akun baru.
link-title-recover = Lanjutkan pemulihan akun?
link-text-recover = Setelah ini { -anda } bisa membuat kata sandi baru di perangkat ini.
link-continue = Lanjut
link-not-me = Ini bukan saya
link-scan-note = Membuka halaman ini saja tidak mengubah apa-apa.
link-ended-title = Tautan ini sudah lewat atau sudah dipakai
link-ended-text = Minta tautan baru dari halaman masuk. Akun tidak berubah.
link-vouched-title = Perangkat ini siap
link-vouched-text = Masukkan kata sandi seperti biasa.
link-mute = Hentikan pesan seperti ini 24 jam
link-mute-hint = Bukan { -anda } yang terus meminta? Permintaan dari perangkat yang belum kami kenal tidak dikirim lagi ke nomor ini.
link-muted-title = Nomor ini tidak dikirimi lagi sampai { $until }
link-muted-text = Yang berhenti hanya kode dan tautan yang diminta orang lain. Perangkat yang biasa dipakai tetap bisa meminta, dan pemberitahuan penting tetap masuk.
link-denied-title = Sudah kami abaikan
link-denied-text = Tautan itu tidak bisa dipakai lagi. Akun tidak berubah, dan tidak ada yang perlu { -anda } lakukan.

choose-title = Akun yang mana?
choose-text = Nomor ini dipakai beberapa akun.

again-title = Buktikan sekali lagi
again-wrong = { $n ->
    [0] Kata sandi belum cocok. Lewat "Lupa kata sandi" selalu bisa.
   *[other] Kata sandi belum cocok. Masih bisa dicoba { $n } kali lagi.
}
again-empty = Terlalu banyak percobaan dari perangkat ini. Tunggu beberapa menit, atau pakai "Lupa kata sandi".
again-text = Untuk langkah ini kami perlu kata sandi sekali lagi. Isian tadi tidak hilang.

home-title = Akun { $name }
home-welcome = Jaga akun dan HP { -anda } dari sini.
home-devices = HP dan perangkat
home-devices-none = Belum ada HP yang terhubung. Tambahkan sekarang, supaya bisa dicari kalau hilang.
home-devices-some = { $n } terhubung
home-find = Cari HP
home-add = Tambah HP
home-sessions = Perangkat masuk
home-sessions-count = { $n } perangkat sedang masuk
home-ways = Cara membuktikan yang sudah disiapkan
home-way-password = Kata sandi, dibuat { $date }
home-way-email = Email { $masked }
home-way-phone = Nomor { $masked }
home-one-way = Kalau kata sandi lupa, jalan kembalinya baru satu. Tambahkan kontak lain, untuk berjaga-jaga kalau yang ini hilang.

sessions-title = Perangkat yang sedang masuk
sessions-lead = Keluarkan yang tidak { -anda } kenal.
sessions-this = Perangkat ini
sessions-borrowed = HP pinjaman
sessions-since = Masuk { $since }
sessions-seen = Terakhir dipakai { $ago }
sessions-unknown = Perangkat lain
sessions-end = Keluarkan
sessions-end-all = Keluarkan semua yang lain
sessions-ended = Sudah dikeluarkan.
sessions-known-title = Perangkat yang biasa dipakai
sessions-known-text = Dari perangkat ini { -anda } tetap bisa masuk, walaupun orang lain menebak kata sandi dari tempat lain.
sessions-forget = Lupakan

signout-done = { -anda } sudah keluar.

letter-vouch-subject = Tautan masuk { -merek }
letter-vouch-text = Seseorang mencoba masuk ke akun ini dari perangkat baru. Jika itu { -anda }, buka tautan ini di perangkat tersebut.
letter-vouch-code = Atau ketik kode ini di perangkat tersebut: { $typed }
letter-vouch-safe = Bukan { -anda }? Abaikan pesan ini. Kata sandi tidak berubah. Jangan berikan kode ini kepada siapa pun, termasuk petugas kami.
letter-link-label = Lanjut masuk
letter-vouch-short = { $typed } kode masuk { -merek }. JANGAN berikan ke siapa pun, termasuk petugas kami. { $link } Ref { $reference }
signin-after-reset-title = Kata sandi baru sudah disimpan
signin-after-reset-text = Sekarang masuk dengan kata sandi baru.
