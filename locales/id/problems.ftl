# Halaman setiap kode masalah API.
problem-title = { $code ->
    [not_found] Belum ada di sini
    [sign_in_required] Perlu masuk dulu
    [step_up_required] Perlu satu bukti lagi
    [bad_input] Isian belum bisa dibaca
    [not_accepted] Satu isian belum pas
    [confirm_first] Sudah yakin?
    [begin_first] Belum ada yang dimulai di sini
    [over] Sudah selesai
    [vouch_first] Satu langkah dulu
    [password_known] Kata sandi diketahui orang lain
    [cross_site] Permintaan dari situs lain
    [too_large] Isian terlalu besar
    [unsupported] Jenis isian belum didukung
    [wrong_method] Alamatnya ada, caranya belum cocok
    [too_many] Terlalu sering untuk sekarang
    [busy] Layanan sedang penuh
    [unsure] Belum pasti tersimpan
    [wrong_secret] Dikunci karena kata sandi belum cocok
    [suspicious_activity] Dikunci karena ada tanda orang lain
    [service_incident] Dikunci karena gangguan dari kami
    [owner_request] Dihentikan oleh pemilik akun
    [device_missing] HP ditandai hilang
    [activation] Masih terikat pada sebuah akun
    [must_wait] Ada masa tunggu
    [no_way] Belum ada jalan dari sini
    [device_unable] Perangkat itu belum mampu
    [device_unseen] Pemegangnya menghentikan pelacakan
    [command_begun] Perintah ini sudah berjalan
    [objection_only] Dimulai dari peramban lain
    [release_first] Lepaskan HP atau laptopnya dulu
    [limited_session] Sesi ini hanya untuk mencari HP
    [staff] Dikunci petugas untuk berjaga-jaga
    [agent_protocol] Versi aplikasi perangkat belum cocok
    [agent_wrong_server] Alamat server berbeda
    [agent_bad_name] Nama perangkat belum bisa dipakai
    [agent_bad_signature] Tanda tangan perangkat belum cocok
    [pairing_code] Kode itu belum cocok atau sudah lewat
    [too_many_tries] Terlalu banyak kode yang belum cocok
   *[internal] Ada gangguan dari kami
}
problem-means = { $code ->
    [not_found] Yang dicari tidak ada, atau milik orang lain. Jawabannya sengaja sama.
    [sign_in_required] Permintaan ini butuh sesi yang masih berlaku.
    [step_up_required] Sesi ini masih berlaku, tetapi langkah ini butuh bukti yang baru.
    [bad_input] Satu bagian permintaan tidak berbentuk seperti yang diharapkan.
    [not_accepted] Permintaannya terbaca, tetapi satu isian belum cocok atau belum bisa dipakai.
    [confirm_first] Langkah ini sulit dibatalkan, jadi ditanyakan dua kali.
    [begin_first] Di browser ini belum ada yang dimulai, atau sudah berakhir.
    [over] Ini sudah dijawab, dipakai, atau diakhiri sebelumnya.
    [vouch_first] Orang lain sering mencoba, jadi browser yang belum dikenal memberi bukti lain dulu sebelum kata sandi.
    [password_known] Kata sandi ini ada di daftar yang bocor, dan belum ada pelindung lain di akun ini.
    [cross_site] Permintaan yang mengubah sesuatu hanya diterima dari halaman kami sendiri.
    [too_large] Isinya lebih besar daripada isian mana pun di sini.
    [unsupported] Content-Type permintaan ini tidak dipakai di sini.
    [wrong_method] Alamat ini ada, tetapi tidak untuk metode HTTP itu.
    [too_many] Batas untuk akun, perangkat, atau jaringan ini sudah tercapai. Tidak ada yang berubah.
    [busy] Permintaan ini belum dijalankan.
    [unsure] Sambungan ke penyimpanan terputus di tengah jalan. Perubahannya bisa jadi sudah tersimpan.
    [wrong_secret] Terlalu banyak percobaan yang belum cocok pada akun ini.
    [suspicious_activity] Dua tanda menunjukkan bahwa orang lain memakai akun ini.
    [service_incident] Ini gangguan dari kami, bukan kesalahan pemilik akun.
    [owner_request] Pemilik akun menekan "Ini bukan saya", atau meminta kunci ini sendiri.
    [device_missing] Selama tanda itu ada, langkah ini tidak dibuka untuk HP itu.
    [activation] Perangkat ini terikat pada akun yang belum melepasnya.
    [must_wait] Langkah ini baru terbuka nanti, supaya pemilik asli sempat menghentikan.
    [no_way] Cara membuktikan di akun ini belum cukup untuk langkah ini.
    [device_unable] Perangkat itu sendiri yang melaporkan bahwa ia tidak bisa melakukannya.
    [device_unseen] Pemegang perangkat itu tidak mau lokasinya terlihat.
    [command_begun] Perangkat sudah menerima perintah itu, atau perintahnya sudah selesai.
    [objection_only] Permintaan yang menunggu hanya bisa dibatalkan begitu saja dari peramban yang memulainya. Yang lain hanya bisa menyanggah.
    [release_first] Perangkat yang dilindungi akan terkunci selamanya kalau akunnya ditutup.
    [limited_session] Sesi ini dibuka dengan satu bukti, jadi hanya bisa mencari, membunyikan, mengunci, dan menandai hilang.
    [staff] Seorang petugas mengunci akun ini. Tanpa petugas kedua, kuncinya lepas sendiri dalam 72 jam.
    [agent_protocol] Aplikasi di perangkat dan server ini tidak memakai versi yang sama.
    [agent_wrong_server] Perangkat itu menandatangani permintaan untuk server lain.
    [agent_bad_name] Nama itu kosong, terlalu panjang, atau berisi tanda yang tidak tampil.
    [agent_bad_signature] Permintaan itu tidak ditandatangani dengan kunci perangkat yang disebutnya.
    [pairing_code] Kode dari halaman "Tambah HP" berlaku sekali, selama 10 menit.
    [too_many_tries] Dari jaringan ini sudah terlalu banyak kode dicoba.
   *[internal] Ini bukan kesalahan pemilik akun. Kode rujukan di jawaban membantu petugas mencarinya.
}
problem-do = { $code ->
    [not_found] Periksa alamatnya, lalu ambil daftarnya sekali lagi.
    [sign_in_required] Masuk dulu, lalu ulangi permintaannya.
    [step_up_required] Tunjukkan satu bukti lagi di alamat pada "prove", lalu ulangi permintaannya.
    [bad_input] Keterangan di jawaban menyebut bagiannya. Perbaiki, lalu kirim ulang.
    [not_accepted] Jawaban menyebut isian dan alasannya. Perbaiki, lalu kirim lagi.
    [confirm_first] Kalau memang mau, kirim hal yang sama dengan "sure" bernilai true.
    [begin_first] Mulai dulu, lalu ulangi.
    [over] Mulai lagi dari awal.
    [vouch_first] Minta tautan, atau beri bukti lain. Kata sandinya tetap sama.
    [password_known] Buat kata sandi baru dulu.
    [cross_site] Kirim dari halaman kami, atau tanpa kepala Origin dan Sec-Fetch-Site milik situs lain.
    [too_large] Persingkat isinya, lalu kirim lagi.
    [unsupported] Kirim JSON sebagai application/json, dan formulir sebagai application/x-www-form-urlencoded.
    [wrong_method] Lihat dokumen API untuk metode yang benar.
    [too_many] Tunggu selama yang tertulis di Retry-After, lalu coba lagi.
    [busy] Coba lagi setelah Retry-After, biasanya satu detik.
    [unsure] Lihat dulu keadaannya, sebelum mengulang.
    [wrong_secret] Buka "Kenapa akun dikunci". Di sana ada sebabnya dan jalan kembalinya.
    [suspicious_activity] Buktikan dari perangkat yang biasa dipakai, atau ikuti "Kenapa akun dikunci".
    [service_incident] Tunggu kabar dari kami. Tidak ada yang perlu diperbaiki.
    [owner_request] Buat kata sandi baru lewat "Lupa kata sandi".
    [device_missing] Tandai sudah ketemu dulu di "Cari HP", lalu ulangi.
    [activation] Pemilik akun itu yang melepasnya. Tidak ada jasa berbayar yang bisa.
    [must_wait] Halaman perangkat atau permintaannya menyebut hari dan jamnya. Sesudah itu, ulangi.
    [no_way] Pakai perangkat yang biasa dipakai, tambahkan cara lain, atau bicara dengan petugas.
    [device_unable] Lihat capabilities pada perangkat itu; alasannya tertulis di sana.
    [device_unseen] Bicaralah dengannya. Kalau perangkat itu hilang, tandai hilang dulu.
    [command_begun] Lihat keadaannya di daftar perintah perangkat itu.
    [objection_only] Sanggah pemberitahuannya; id-nya ada di daftar permintaan.
    [release_first] Lepaskan atau serahkan perangkat itu, lalu ulangi.
    [limited_session] Masuk dengan kata sandi, lalu ulangi permintaannya.
    [staff] Bicara dengan petugas lewat kontak resmi.
    [agent_protocol] Perbarui aplikasi di perangkat itu, lalu sambungkan lagi.
    [agent_wrong_server] Ketik alamat yang tampil di halaman "Tambah HP", persis sama.
    [agent_bad_name] Beri nama biasa yang pendek, lalu ulangi.
    [agent_bad_signature] Mulai lagi dengan kode baru dari halaman "Tambah HP".
    [pairing_code] Minta kode baru, lalu ketik di perangkat itu.
    [too_many_tries] Tunggu satu jam, lalu minta kode baru.
   *[internal] Coba lagi sebentar lagi, atau hubungi petugas dengan kode rujukan itu.
}
problem-next = Yang bisa dilakukan
problem-code = Kode untuk program:
