# Cari HP: peta, perintah, tanda hilang, dan siapa yang bisa melihat.
finder-title = Cari HP
finder-lead = { $can ->
    [both] Di sini HP bisa dicari, dibunyikan, dan dikunci.
    [ring] Di sini HP bisa dicari dan dibunyikan.
    [lock] Di sini HP bisa dicari dan dikunci.
    [find] Di sini HP bisa dicari dan ditandai hilang.
   *[any] Di sini HP bisa dicari. HP yang mampu juga bisa dibunyikan dan dikunci.
} Halaman ini tidak membuka akun yang terkunci.
finder-entrance-title = HP hilang atau dicuri?
finder-entrance-text = Masuk dengan kata sandi saja. Kode dari HP yang hilang tidak diperlukan.
finder-none = Belum ada HP yang terhubung, jadi belum ada yang bisa dicari.
finder-add = Tambah HP
finder-open = Cari { $name }
finder-back = Kembali ke HP ini
finder-all = Semua HP

finder-at = Terlihat
finder-accuracy = Ketepatan
finder-battery = Baterai
finder-source = Sumber
finder-coordinates = Koordinat
finder-contact = Kontak terakhir
finder-copy = Salin koordinat
finder-copied = Tersalin
finder-geo = Buka di aplikasi peta
finder-within = meleset sampai { $metres } m
finder-within-unknown = belum diketahui
finder-percent = { $n } %
finder-charging = { $n } %, sedang diisi
finder-battery-unknown = belum diketahui
finder-source-gps = GPS
finder-source-network = Wi-Fi atau menara seluler
finder-source-other = belum diketahui
finder-contact-never = belum pernah
finder-place-none = Belum ada lokasi.

finder-state-live = Terhubung sekarang
finder-state-stale = Tadi terhubung
finder-state-offline = Belum terhubung
finder-state-location-off = Lokasi HP mati
finder-state-never-reported = Belum pernah melapor
finder-state-shutdown = HP dimatikan
finder-state-missing = Ditandai hilang
finder-about-live = HP terhubung dan lokasinya menyala.
finder-about-stale = HP terhubung belum lama ini. Lokasi diperbarui saat HP melapor lagi.
finder-about-offline = HP mati atau tanpa internet. Yang tampil adalah lokasi terakhir, bukan lokasi sekarang.
finder-about-location-off = HP terhubung, tetapi lokasinya dimatikan. HP masih bisa menerima perintah.
finder-about-never-reported = HP ini belum pernah mengirim lokasi. Lokasi tampil setelah laporan pertamanya.
finder-about-shutdown = HP dimatikan. Yang tampil adalah lokasi terakhir sebelum HP dimatikan.

finder-warn-pin = Titik di peta bisa salah rumah. Jangan menuduh, dan jangan datang sendirian.
finder-warn-circle = HP ada di sekitar lingkaran ini, belum tentu di tengahnya. Lingkaran ini bisa salah rumah: jangan menuduh, dan jangan datang sendirian.
finder-warn-wide = Lokasi ini kurang tepat: meleset sampai { $metres } m. Bisa salah rumah, bahkan salah kampung. Jangan menuduh, dan jangan datang sendirian.
finder-warn-unknown = HP tidak menyebut ketepatan lokasi ini. Bisa salah rumah: jangan menuduh, dan jangan datang sendirian.

finder-announce = { $name }: { $state }, { $accuracy }.
finder-announce-nowhere = { $name }: { $state }.

finder-map = Peta
finder-map-in = Perbesar
finder-map-out = Perkecil
finder-map-fingers = Pakai dua jari untuk menggeser peta
finder-map-scroll = Pakai Ctrl dan gulir untuk memperbesar peta
finder-map-none = Peta belum bisa ditampilkan di perangkat ini. Isinya ada di teks.
finder-map-center = Ke lokasi terakhir
finder-map-on = Tersambung. Posisi diperbarui sendiri.
finder-map-off = Sambungan terputus, mencoba lagi sendiri.
finder-track = Jejak ({ $n } titik)
finder-track-line = { $when }, { $coordinates }, { $accuracy }

finder-limits-title = Batasnya
finder-limits-unlock = Halaman ini tidak bisa membuka akun atau kunci layar. Gunanya menemukan HP dan menjaga isinya.
finder-limits-offline = HP yang mati atau tanpa internet belum bisa menjawab. Perintah menunggu dan berjalan sendiri saat HP tersambung.
finder-limits-accuracy = Ketepatan bergantung pada GPS dan jaringan. Di dalam gedung bisa meleset ratusan meter.
finder-limits-perfect = Tidak semua HP bisa ditemukan. Kami menampilkan yang diketahui, dan sejak kapan.

finder-watchers-title = Yang bisa melihat lokasi HP ini
finder-watchers-line = { $name }, sejak { $since }
finder-watchers-none = Sekarang tidak ada.
finder-watchers-last = Terakhir dilihat: { $when }
finder-watchers-never = Belum pernah dilihat.
finder-watchers-note = Nama ini juga tampil di HP itu. Pemegangnya boleh menghentikan. Setiap kali lokasi dilihat, semua kontak akun diberi tahu, paling banyak sekali sejam.

finder-hidden-stopped = Pemegang HP menghentikan pelacakan sejak { $since }
finder-hidden-stopped-text = Lokasinya tidak ditampilkan lagi. Kalau HP hilang, tandai hilang: setelah itu lokasinya tampil lagi dan semua kontak diberi tahu.
finder-hidden-wait = Lokasi bisa dilihat { $until }
finder-hidden-wait-text = Jeda ini memberi pemilik waktu untuk menghentikan, kalau ini ternyata orang lain. Perintah lain dan tanda hilang tidak perlu menunggu.
finder-hidden-wait-faster = Lebih cepat: masuk dari perangkat yang biasa dipakai.
finder-hidden-prove = Satu bukti lagi untuk melihat lokasi
finder-hidden-prove-text = Perintah lain tidak memerlukan bukti ini. Untuk lokasi, pilih satu cara:
finder-hidden-refused = Lokasi belum bisa dilihat dari sini
finder-hidden-refused-text = Bukti yang ada di perangkat ini belum cukup. Coba dari perangkat lain yang biasa dipakai.

finder-way-now = Sekarang
finder-way-wait = Setelah menunggu, paling cepat { $at }
finder-way-on-device = Kunci layar HP itu, diketik di HP itu
finder-way-password = Kata sandi
finder-way-email = Kode lewat email
finder-way-phone = Kode lewat nomor HP
finder-way-totp = Kode dari aplikasi kode
finder-way-passkey = Passkey (sidik jari, wajah, atau PIN HP)
finder-way-approval = Setujui dari perangkat lain
finder-way-recovery-code = Kode cadangan
finder-way-helper = Pendamping
finder-way-upstream = Akun lain yang tersambung
finder-way-review = Pemeriksaan oleh petugas

finder-commands-title = Perintah
finder-commands-none = Belum ada perintah.
finder-busy = Sebentar…
finder-cancel = Batalkan
finder-cancel-label = Batalkan perintah { $what }
finder-do-ring = Bunyikan HP
finder-do-stop = Hentikan bunyi
finder-do-message = Tampilkan pesan
finder-do-clear = Hapus pesan dari layar
finder-do-lock = Kunci HP
finder-do-locate = Minta lokasi terbaru
finder-do-live = Ikuti langsung 10 menit
finder-do-missing = Tandai hilang
finder-live-until = Mengikuti langsung sampai { $until }.
finder-what-ring = Bunyikan HP
finder-what-ring-stop = Hentikan bunyi
finder-what-message = Tampilkan pesan
finder-what-message-clear = Hapus pesan dari layar
finder-what-lock = Kunci HP
finder-what-unlock = Akhiri kunci dari jauh
finder-what-erase = Hapus isi HP
finder-what-locate = Minta lokasi terbaru
finder-what-live = Ikuti langsung
finder-command-state-queued = Menunggu
finder-command-state-sent = Dikirim
finder-command-state-acknowledged = Dikerjakan
finder-command-state-done = Selesai
finder-command-state-failed = Belum berhasil
finder-command-state-expired = Lewat waktu
finder-command-state-cancelled = Dibatalkan
finder-command-queued = { $what }: menunggu HP terhubung, sejak { $since }. Berjalan sendiri saat HP tersambung, paling lambat { $until }.
finder-command-sent = { $what }: dikirim { $at }, menunggu jawaban HP.
finder-command-acknowledged = { $what }: diterima HP { $at } dan sedang dikerjakan.
finder-command-done = { $what }: selesai { $at }.
finder-command-failed = { $what }: belum berhasil, { $at }.
finder-command-expired = { $what }: HP belum terhubung sampai { $at }. Perintah ini tidak berjalan lagi.
finder-command-cancelled = { $what }: dibatalkan { $at }.
finder-how-played-out = HP berbunyi sampai selesai.
finder-how-stopped-by-owner = Dihentikan dari sini.
finder-how-stopped-here = Bunyinya dihentikan di HP itu, jadi HP ada di tangan seseorang.
finder-how-no-sound = HP itu belum bisa berbunyi.
finder-how-no-fix = HP belum menemukan posisinya dalam satu menit.
finder-how-no-display = HP itu belum bisa menampilkan pesan. Pesannya tersimpan di sana.
finder-how-no-session = Belum ada yang masuk di HP itu. Layar masuknya yang tampil.
finder-how-not-locked = Layar HP belum memastikan bahwa ia terkunci.
finder-how-no-login-manager = HP itu belum bisa dikunci dari jauh.
finder-how-clock = Menurut jam HP, perintah ini sudah lewat waktunya.
finder-how-unsupported = HP itu belum mengenal perintah ini.
finder-how-distrusted = HP belum mempercayai tanda tangan perintah ini. Hubungi petugas.
finder-how-trouble = Ada gangguan di HP itu. Coba lagi.
finder-cannot-unsupported = HP ini belum bisa melakukannya dari jauh.
finder-cannot-no-location = Layanan lokasi di HP ini belum menjawab.
finder-cannot-no-sound = Pengeras suara di HP ini belum ditemukan.
finder-cannot-no-display = Layar HP ini belum bisa menampilkan pesan.
finder-cannot-no-login = Layar HP ini belum bisa dikunci dari jauh.
finder-cannot-stopped = Pemegang HP menghentikan pelacakan.
finder-cannot-gate = Lokasinya belum boleh dilihat dari sini.

finder-said-queued = Perintah dikirim
finder-said-queued-text = Berjalan sendiri saat HP tersambung. Statusnya ada di daftar perintah.
finder-said-already = Perintah yang sama masih menunggu
finder-said-already-text = Tidak perlu diulang. Statusnya ada di daftar perintah.
finder-said-unable = HP ini belum bisa melakukannya
finder-said-unable-text = Alasannya ada di bawah tombolnya.
finder-said-nothing = Tidak ada yang perlu dihentikan
finder-said-nothing-text = Perintah itu belum sempat berjalan, atau sudah selesai.
finder-said-cancelled = Perintah dibatalkan
finder-said-cancelled-text = HP tidak akan menjalankannya.
finder-await = Kabari saya saat HP tersambung
finder-awaited = Begitu HP tersambung, kami kabari semua kontak akun sekali. Berlaku sampai { $until }.
finder-await-cancel = Tidak usah dikabari
finder-said-awaited = Nanti kami kabari
finder-said-awaited-text = Satu pesan dikirim ke kontak akun begitu HP tersambung. Halaman ini boleh ditutup.
finder-said-unawaited = Tidak jadi dikabari
finder-said-unawaited-text = Pesan itu tidak dikirim. Perintah yang menunggu tetap berjalan.
finder-said-late = Perintah ini sudah berjalan
finder-said-late-text = Yang sudah diterima HP tidak bisa dibatalkan lagi.
finder-said-closed = Belum bisa dari sini
finder-said-closed-text = Bukti di perangkat ini belum cukup untuk perintah itu.
finder-said-found = { $name } tidak ditandai hilang lagi
finder-said-found-text = Mode hilang berakhir saat HP tersambung. Semua kontak sudah diberi tahu.

finder-call-label = Nomor yang bisa dihubungi (boleh kosong)
finder-call-hint = Nomor keluarga atau teman, bukan nomor di HP yang hilang.
finder-call-own = Pakai nomor lain, misalnya keluarga. Nomor ini ada di HP yang hilang.
finder-call-perhaps-own = Pakai nomor lain, misalnya keluarga. Nomor ini mungkin ada di HP yang hilang.
finder-call-malformed = Nomor ini belum lengkap. Contoh: 0812 3456 7890.
finder-words-title = Yang tampil di HP itu

finder-message-title = Tampilkan pesan di { $name }
finder-message-lead = Pesan ini tampil untuk siapa pun yang memegang HP itu. Isinya tetap, supaya aman.
finder-message-submit = Tampilkan pesan

finder-missing-title = Tandai { $name } hilang
finder-missing-lead = { $can ->
    [both] Begitu HP tersambung, layarnya dikunci dan pesan di bawah tampil di sana.
    [lock] Begitu HP tersambung, layarnya dikunci. HP ini belum bisa menampilkan pesan.
    [message] Begitu HP tersambung, pesan di bawah tampil di sana. HP ini belum bisa dikunci dari jauh.
   *[none] HP ini belum bisa dikunci atau menampilkan pesan dari jauh.
} Lokasinya disimpan terus sampai HP ketemu.
finder-missing-proofs = Mulai sekarang aplikasi kode, passkey, dan persetujuan di HP itu tidak berlaku sebagai bukti. Email dan nomor di HP itu ditahan paling lama { $hours } jam, atau sampai ada bukti lain di luar HP itu. Mencari HP ini tidak ikut tertahan.
finder-missing-submit = Tandai hilang
finder-missing-undo = Salah pencet? Bisa dibatalkan dari perangkat ini, dalam { $minutes } menit.
finder-missing-lapses = Tanda ini berakhir sendiri { $until }, kalau tidak diperkuat dengan kata sandi.

finder-lost-title = { $name } ditandai hilang sejak { $since }
finder-lost-place = Lokasi terakhir: { $accuracy }, { $ago }.
finder-lost-next = Selama HP hilang
finder-lost-also = Lakukan juga:
finder-lost-also-text = minta operator memblokir kartu SIM, lalu minta kartu pengganti. Hubungi bank.
finder-lost-beware = Waspada:
finder-lost-beware-text = pencuri sering mengirim tautan "HP Anda ketemu". Kami tidak pernah meminta kata sandi atau kode lewat pesan.
finder-lost-found = Sudah ketemu?
finder-lost-change = Ganti pesan atau nomor
finder-lost-undo = Sudah ketemu, hapus tanda hilang
finder-lost-undo-until = Bisa langsung dari perangkat ini sampai { $until }.
finder-lost-ways = Lihat cara menghapus tanda hilang

finder-found-title = Menghapus tanda hilang { $name }
finder-found-open = Tanda hilang bisa dihapus sekarang dari perangkat ini.
finder-found-why = Tanda ini sengaja susah dihapus, supaya pencuri yang memegang HP itu tidak bisa melakukannya.
finder-found-prove = Pilih satu cara:
finder-found-wait = Bisa dihapus { $until }. Pemberitahuan sudah dikirim ke semua kontak akun.
finder-found-no-way = Belum ada bukti di akun ini yang cukup aman untuk menghapusnya. Tombol langsung hanya berlaku 10 menit, di perangkat yang menandai.
finder-found-meanwhile = HP tetap bisa dicari dan dipakai untuk menelepon.
finder-found-not-missing = HP ini tidak sedang ditandai hilang.

finder-end-signed-out = Sesi ini sudah berakhir. Masuk lagi untuk melihat lokasi.
finder-end-hidden = Lokasi tidak bisa dilihat lagi dari sini.
finder-end-removed = HP ini sudah dihapus dari akun.
