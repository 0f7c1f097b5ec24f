# Lupa kata sandi, dan jalan kembali.
recover-start-lead = Isi nama akun. Kami kirim kode ke email atau nomor yang terdaftar.
recover-start-why-title = Kenapa akun saya dikunci?
recover-start-why-lead = Isi nama akun. Setelah satu bukti, kami jelaskan sebabnya dan jalan kembalinya.
recover-resume = Lanjutkan yang tadi
recover-resume-hint = Permintaan dari perangkat ini masih tersimpan.
recover-to-signin = Kembali ke halaman masuk
recover-which-name = Lupa nama akunnya?
recover-which-name-text = Coba nomor HP atau email yang pernah { -anda } pakai. Bentuk 0812, 62812, dan +62812 dianggap sama. Kalau semuanya tidak teringat, bicaralah dengan petugas.
recover-name-unreadable = Isian ini belum bisa dibaca. Contoh: siti.aminah, 0812 3456 7890, atau siti@contoh.id.

recover-ways-title = Buktikan dengan apa?
recover-ways-lead = Pilih yang bisa { -anda } pakai sekarang. Pesan kode juga berisi tautan untuk perangkat lain.
recover-ways-phone = Ke nomor yang terdaftar. Menerima SMS tidak perlu pulsa.
recover-ways-email = Ke email yang terdaftar. Periksa juga folder spam.
recover-ways-talk = Gratis. Petugas tidak pernah meminta kata sandi atau kode.
recover-ways-same = Daftar ini sama untuk semua orang, supaya orang lain tidak tahu akun siapa yang ada di sini.
recover-other-name = Pakai nama akun lain

recover-code-title = Kode dikirim, jika data tadi cocok
recover-code-not-yet = Kode berikutnya menunggu sebentar
recover-code-lead = Masukkan 8 angka dari WhatsApp, SMS, atau email. Berlaku sampai pukul { $until }; halaman ini boleh ditutup.
recover-code-wait = Nama akun ini baru saja dikirimi pesan. Kode berikutnya bisa dikirim { $at }. Tautan di pesan sebelumnya tetap bisa dipakai.
recover-code-label = Kode verifikasi (8 angka)
recover-code-hint = Atau 13 huruf dan angka dari tautan di pesan itu. Boleh ditempel dengan spasi.
recover-code-shape = Kode itu 8 angka, atau 13 huruf dan angka. Periksa lagi pesannya.
recover-code-wrong = Kode ini belum cocok, atau sudah terlalu banyak dicoba. Tautan di pesan selalu bisa dipakai.
recover-code-safe = Jangan berikan kode ini kepada siapa pun, termasuk petugas kami.
recover-code-nothing = Periksa folder spam, dan pastikan HP punya sinyal. Menerima SMS tidak perlu pulsa. Kalau akun ini baru saja dikirimi pesan, tautan di pesan itu tetap bisa dipakai.
recover-code-sim = Kalau kartu SIM ada di HP yang terkunci, pindahkan dulu ke HP lain. Kartunya hilang? Minta kartu pengganti dengan nomor yang sama di gerai operator, bawa KTP.
recover-other-way = Pakai cara lain

recover-more-title = Satu bukti lagi
recover-more-two = Bukti tadi sudah kami terima. Akun ini memakai dua bukti, jadi masih perlu satu dari daftar ini.
recover-more-sold = Nomor ini sudah lama tidak dibuktikan, jadi mungkin sudah berganti pemilik. Tunjukkan satu bukti lain untuk mencari HP.
recover-more-old = Bukti tadi sudah lewat satu jam. Buktikan sekali lagi, lalu langsung bisa dilanjutkan.
recover-send-to = Kirim kode ke { $contact }
recover-now = Sekarang
recover-earliest = Paling cepat { $when }
recover-cancel = Batalkan permintaan

recover-waiting-title = Permintaan diterima
recover-waiting-until = Bisa dilanjutkan
recover-waiting-why = Kami menunggu supaya pemilik asli sempat menghentikan, kalau ini ternyata bukan { -anda }. Pemberitahuan sudah dikirim ke semua kontak akun.
recover-waiting-meanwhile = Sementara itu
recover-waiting-meanwhile-text = HP tetap bisa dipakai. Mencari HP yang hilang tetap bisa. Kami kabari saat waktunya; tidak perlu membuka halaman ini terus.
recover-waiting-faster = Mau lebih cepat? Tambah satu bukti
recover-waiting-resold = Nomor ini pernah dipakai akun lain? Kalau sekarang nomor ini milik { -anda }, buat akun baru. Akun lama tidak bisa dibuka dari sini.
recover-waiting-fraud = Petugas tidak bisa mempercepat. Siapa pun yang menawarkan percepatan sedang menipu.

recover-refused-title = Belum bisa dari sini
recover-refused-text = Cara yang tersisa untuk akun ini tidak bisa dibuka dari sini. Data { -anda } tetap ada. Pakai perangkat yang biasa dipakai, atau bicara dengan petugas.
recover-refused-frozen = Pemilik akun menghentikan perubahan lewat { $contact }. Kontak itu bisa memulihkan akun lagi mulai { $until }; kontak lain tetap bisa dipakai.
recover-refused-only = Tombol "Ini bukan saya" ditekan, jadi { $contact } belum bisa memulihkan akun sampai { $until }. Kontak lain belum ada di akun ini. Tidak ada yang bisa mempercepat, petugas pun tidak. Sesudah itu jalan kembali terbuka lagi.
recover-done-title = Kata sandi baru sudah disimpan
recover-done-text = Masuk dengan kata sandi baru. Semua kontak akun sudah diberi tahu.
recover-denied-title = Permintaan ini dihentikan
recover-denied-text = Seseorang menekan "Ini bukan saya" pada pemberitahuan. Kalau itu bukan { -anda }, mulai lagi dengan bukti lain atau bicaralah dengan petugas.
recover-cancelled-title = Permintaan dibatalkan
recover-cancelled-text = Kata sandi tidak berubah.

recover-password-title = Buat kata sandi baru
recover-password-lead = Bukti sudah cocok. Setelah kata sandi baru disimpan, { -anda } langsung masuk.
recover-password-end = Keluarkan semua perangkat lain
recover-password-end-hint = Disarankan. HP { -anda } sendiri tinggal masuk lagi.
recover-password-save = Simpan kata sandi
recover-password-told = Semua kontak akun diberi tahu bahwa kata sandi diganti.

letter-recover-subject = { $code } adalah kode pemulihan { -merek }
letter-recover-text = Masukkan kode ini di halaman tadi. Berlaku sampai pukul { $until }. Tautan di bawah berlaku 24 jam, juga di perangkat lain.
letter-recover-typed = Tautannya terbuka di perangkat lain? Ketik ini di halaman kode: { $typed }
letter-recover-safe = Jangan berikan kode ini kepada siapa pun, termasuk petugas kami. Bukan { -anda } yang meminta? Abaikan saja; kata sandi tidak berubah.
letter-recover-link = Lanjut membuat kata sandi baru
letter-opens-subject = Kata sandi baru untuk { -merek } bisa dibuat sekarang
letter-opens-text = Masa tunggunya sudah selesai. Lanjutkan di perangkat tadi, atau buka tautan ini di perangkat mana pun.
letter-opens-link = Lanjut membuat kata sandi baru
letter-opens-short = { -merek }: kata sandi baru bisa dibuat sekarang. { $link } Ref { $reference }
