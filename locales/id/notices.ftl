# Pemberitahuan, dan "Ini bukan saya".
notices-unknown-device = Perangkat yang belum dikenali
notices-where-when = { $place } · { $when }

notices-new-sign-in-title = Akun { -anda } baru saja dibuka di perangkat lain
notices-new-sign-in-text = Jika ini { -anda }, tidak perlu apa-apa.
notices-new-sign-in-short = akun dibuka di perangkat lain

notices-vouched-title = Tautan masuk ke akun { -anda } dibuka di perangkat lain
notices-vouched-text = Perangkat itu sekarang boleh mencoba kata sandi. Jika ini { -anda }, tidak perlu apa-apa.
notices-vouched-short = tautan masuk dipakai

notices-strangers-title = Ada yang mencoba masuk ke akun { -anda }
notices-strangers-text = { $tries } kali kata sandi belum cocok, dari { $places } tempat yang belum kami kenal. Itu terjadi antara { $from } dan { $to }. Akun tidak terbuka, dan kata sandi tetap sama. Dari perangkat yang biasa dipakai, { -anda } tetap bisa masuk.
notices-strangers-short = ada yang mencoba masuk

notices-disabled-title = { $method ->
    [password] Kata sandi akun { -anda } berhenti dipakai
    [phone] Kode lewat nomor HP berhenti dipakai
    [email] Kode lewat email berhenti dipakai
   *[other] Satu cara membuktikan berhenti dipakai
}
notices-disabled-text = { $method ->
    [password] Sudah { $tries } percobaan yang belum cocok, jadi kata sandi itu tidak diterima lagi. Data { -anda } tetap ada. Buat kata sandi baru, lalu masuk seperti biasa.
   *[other] Sudah { $tries } percobaan yang belum cocok, jadi cara itu tidak diterima lagi. Data { -anda } tetap ada. Tautan di pesan dan cara lain tetap bisa.
}
notices-disabled-short = satu cara masuk dihentikan

notices-locked-title = Akun dikunci sementara. Data { -anda } tetap ada.
notices-locked-cause = { $cause ->
    [suspicious_activity] Sebabnya: sebuah masuk tidak seperti biasa; bisa jadi itu { -anda } sendiri. Perangkat yang biasa dipakai tetap bisa masuk. Dari sana akun dibuka lagi dengan satu bukti, dari perangkat lain dengan dua atau masa tunggu.
    [service_incident] Sebabnya: gangguan dari kami. Ini bukan kesalahan { -anda }.
    [owner_request] Sebabnya: permintaan dari akun ini sendiri.
    [staff] Sebabnya: petugas menguncinya untuk berjaga-jaga.
   *[other] Halaman bantuan menjelaskan sebabnya.
}
notices-locked-until = Terbuka lagi { $until }.
notices-locked-short = akun dikunci sementara

notices-recovery-started-title = Ada yang memulai pemulihan akun { -anda }
notices-recovery-started-text = Satu bukti sudah diberikan, dan masih perlu bukti lain. Kata sandi belum berubah.
notices-recovery-started-short = pemulihan akun dimulai

notices-recovery-waiting-title = Kata sandi baru diminta untuk akun { -anda }
notices-recovery-waiting-text = Permintaan itu bisa dilanjutkan { $until }. Kami menunggu supaya { -anda } sempat menghentikannya. Jika ini { -anda }, tidak perlu apa-apa.
notices-recovery-waiting-short = kata sandi baru diminta

notices-recovery-cancelled-title = Permintaan kata sandi baru dibatalkan
notices-recovery-cancelled-text = Kata sandi tidak berubah, dan tidak ada yang perlu dilakukan.
notices-recovery-cancelled-short = permintaan dibatalkan

notices-reset-title = Kata sandi akun { -anda } baru saja diganti
notices-reset-text = Jika ini { -anda }, masuk saja dengan kata sandi baru. Jika bukan, hentikan sekarang.
notices-reset-short = kata sandi diganti

notices-sessions-title = Perangkat lain dikeluarkan dari akun { -anda }
notices-sessions-text = Perangkat itu harus masuk lagi dengan kata sandi. Jika ini { -anda }, tidak perlu apa-apa.
notices-sessions-short = perangkat lain dikeluarkan

notices-device-added-title = { $name } ditambahkan ke akun { -anda }
notices-device-added-text = Perangkat ini sekarang bisa dicari dari akun { -anda }.
notices-device-added-short = satu HP ditambahkan

notices-device-removed-title = { $name } dilepas dari akun { -anda }
notices-device-removed-text = Perangkat ini tidak bisa dicari lagi dari akun { -anda }.
notices-device-removed-short = satu HP dilepas

notices-device-missing-title = { $name } ditandai hilang
notices-device-missing-text = Lokasinya disimpan sampai perangkat itu ditandai sudah ketemu.
notices-device-missing-short = satu HP ditandai hilang

notices-device-found-title = { $name } ditandai sudah ketemu
notices-device-found-text = Mode hilang di perangkat itu selesai.
notices-device-found-short = satu HP ditandai ketemu

notices-device-lapsed-title = Tanda hilang pada { $name } berakhir
notices-device-lapsed-text = Tanda itu dibuktikan hanya lewat email atau nomor HP, dan belum dikonfirmasi dalam sehari. Masih hilang? Tandai sekali lagi.
notices-device-lapsed-short = tanda hilang berakhir

notices-device-looked-title = Lokasi { $name } baru saja dilihat
notices-device-looked-text = Jika ini { -anda } atau keluarga yang { -anda } izinkan, tidak perlu apa-apa.
notices-device-looked-short = lokasi HP dilihat

notices-device-locked-title = Layar { $name } dikunci dari jauh
notices-device-locked-text = Layar itu terbuka lagi dengan kunci layarnya seperti biasa.
notices-device-locked-short = layar HP dikunci

notices-device-message-title = Pesan ditampilkan di { $name }
notices-device-message-text = Pesan untuk penemu tampil di layar perangkat itu.
notices-device-message-short = pesan tampil di HP

notices-device-connected-title = { $name } tersambung lagi
notices-device-connected-text = Perangkat itu baru saja menghubungi kami. Buka "Cari HP" untuk melihat lokasi dan perintah yang menunggu.
notices-device-connected-short = HP tersambung lagi

notices-stopped-title = Satu permintaan sudah dihentikan
notices-stopped-text = Seseorang menekan "Ini bukan saya" pada pemberitahuan untuk akun ini. Jika bukan { -anda }, bicaralah dengan petugas.
notices-stopped-short = satu permintaan dihentikan

notices-link-not-me = Ini bukan saya
notices-link-explain = Lihat penjelasannya
notices-opening = Membuka tautan itu saja tidak mengubah apa-apa. Di halamannya ada satu tombol.
notices-safe = Kami tidak pernah meminta kata sandi, kode, atau uang lewat pesan.
notices-sms = { -merek }: { $what }, { $when }. Bukan { -anda }? { $link } Ref { $reference }
notices-sms-explain = { -merek }: { $what }, { $when }. Penjelasan: { $link } Ref { $reference }

not-me-when = Kapan
not-me-where = Dari mana
not-me-does-sign-out = Perangkat itu akan dikeluarkan, dan tidak dikenali lagi.
not-me-does-stop = Permintaan itu akan dihentikan.
not-me-does-undo = Semua perangkat akan dikeluarkan, dan kata sandi itu tidak bisa dipakai lagi.
not-me-does-contest = Semua perangkat akan dikeluarkan. { $stays ->
    [password] Kata sandi itu tetap berlaku
   *[other] Perubahannya tetap berlaku
}; satu tautan belum cukup untuk membatalkannya.
not-me-only-stops = Tombol ini hanya bisa menghentikan, tidak bisa membuka apa pun.
not-me-nothing = Tidak ada yang terbuka, jadi tidak ada yang perlu dihentikan.
not-me-button = Ini bukan saya
not-me-was-me = Ini memang saya
not-me-find = Lihat HP di peta

not-me-done-title = Sudah kami amankan
not-me-review-title = Semua perangkat sudah dikeluarkan
not-me-other-title = Ini sudah ditangani
not-me-done-sign-out = Perangkat itu sudah dikeluarkan.
not-me-done-stop = Permintaan itu sudah dihentikan.
not-me-done-undo = Semua perangkat sudah dikeluarkan, dan kata sandi itu tidak bisa dipakai lagi.
not-me-done-later = Semua perangkat sudah dikeluarkan. Kata sandi sudah diganti lagi sesudah itu, jadi kami biarkan.
not-me-done-contest = { $stays ->
    [password] Kata sandi itu tetap berlaku
   *[other] Perubahannya tetap berlaku
}; satu tautan belum cukup untuk membatalkannya.
not-me-done-only = Tautan ini hanya bisa menghentikan, tidak bisa membuka apa pun.
not-me-done-next = Selanjutnya
not-me-done-password = Buat kata sandi baru dari HP yang biasa { -anda } pakai.
not-me-done-other-contact = Pakai kontak lain. { $contact } baru bisa memulihkan akun lagi mulai { $until }.
not-me-done-only-contact = Kontak akun ini hanya { $contact }, dan baru bisa memulihkan akun lagi mulai { $until }. Jeda ini menghentikan orang yang memakainya tadi. Browser yang masih masuk dan cara lain di akun tetap bisa dipakai.
not-me-done-bank = Kalau ada bank atau dompet digital di HP itu, hubungi mereka lewat nomor resmi.
not-me-done-button = Buat kata sandi baru
not-me-done-talk = Bicara dengan petugas

not-me-gone-title = Tautan ini sudah lewat
not-me-gone-text = Tautan pemberitahuan berlaku 30 hari. Kalau ada yang tidak { -anda } kenal, buat kata sandi baru; perangkat lain ikut dikeluarkan.

notices-contact-title = Kontak baru ditambahkan ke akun { -anda }
notices-contact-text = Kontak baru: { $masked }. Jika ini { -anda }, tidak perlu apa-apa.
notices-contact-short = kontak baru ditambahkan
not-me-does-take-out = Yang ditambahkan itu dilepas dari akun, dan perangkat yang menambahkannya dikeluarkan.
not-me-done-take-out = Yang ditambahkan itu sudah dilepas dari akun, dan perangkat yang menambahkannya sudah dikeluarkan.
not-me-does-put-out = Perangkat itu dikeluarkan dari akun, dan yang menambahkannya ikut dikeluarkan.
not-me-done-put-out = Perangkat itu sudah dikeluarkan dari akun, dan yang menambahkannya sudah dikeluarkan.

notices-new-sign-in-near = Sekitar { $place }. Lokasi diperkirakan dari jaringan, jadi bisa meleset satu kota. Jika ini { -anda }, tidak perlu apa-apa.

notices-alerts-title = Pengaturan pemberitahuan akun { -anda } diubah
notices-alerts-text = Kabar keamanan yang penting tetap dikirim ke semua kontak. Jika ini { -anda }, tidak perlu apa-apa.
notices-alerts-short = pengaturan kabar diubah

notices-lifted-title = Akun { -anda } sudah terbuka lagi
notices-lifted-text = Kunci itu kesalahan kami, mohon maaf. Tidak ada yang berubah di akun { -anda }. Masuk saja seperti biasa.
notices-lifted-short = akun terbuka lagi
