# Bantuan, dan "kenapa akun dikunci".
help-title = Bantuan
help-lead = Tenang dulu: akun yang terkunci tidak menghapus foto, chat, atau data di HP. Pilih yang paling mirip.
help-contents = Isi halaman ini
help-see-also = Lihat juga:

help-causes = Kenapa akun terkunci
help-causes-text = Paling sering kata sandi beberapa kali belum cocok, kadang karena orang lain menebak. Itu bukan kesalahan { -anda }.
help-causes-link = Lihat semua sebab dan langkah pertamanya
help-screen = Yang terkunci layarnya atau akunnya? Kalau yang muncul PIN, pola, atau sidik jari, itu kunci layar. Akun { -anda } tidak terkunci.
help-pin = Kami tidak bisa membuka PIN layar dari jauh. Jika PIN tidak teringat, satu-satunya jalan adalah reset, dan isi HP terhapus.

help-website = Kembali lewat situs ini
help-website-text = Ini jalan pertama, dan yang paling aman. Alamatnya hanya { $host }.
help-website-1 = Buka halaman Lupa kata sandi, lalu isi nama akun.
help-website-2 = Pilih email atau nomor HP.
help-website-3 = Masukkan kodenya, atau buka tautan di pesan itu.
help-website-4 = Buat kata sandi baru, lalu masuk seperti biasa.
help-website-resume = Sambungan putus di tengah jalan? Buka halaman yang sama; langkah terakhir masih tersimpan.

help-device = Lewat perangkat yang masih masuk
help-device-text = Perangkat yang biasa dipakai tetap bisa masuk, walaupun orang lain salah menebak dari tempat lain. Dari sana { -anda } bisa mencari HP dan mengeluarkan perangkat lain.
help-device-link = Buka halaman akun

help-two = Verifikasi dua langkah
help-two-text = Artinya: selain kata sandi, diminta satu bukti lagi. Orang yang tahu kata sandinya saja belum bisa masuk.
help-two-now = Siapkan dulu dua jalan kembali. Setelah itu, menyalakannya paling banyak empat langkah.

help-find = Cari HP yang hilang
help-find-text = Ini tidak membuka akun yang terkunci. Gunanya melihat lokasi HP, membunyikannya, dan menguncinya.
help-find-limits = HP harus menyala dan terhubung ke internet. Titik di peta bisa meleset, jadi jangan menuduh dan jangan datang sendirian.

help-contact = Bicara dengan petugas
help-contact-text = Kalau semua jalan buntu, petugas membantu lewat kontak resmi. Bantuannya gratis.
help-contact-link = Lihat kontak resmi

help-tips = Supaya tidak terulang
help-tip-password = Pakai kata sandi yang panjang, misalnya beberapa kata yang tidak berhubungan. Hindari tanggal lahir dan nama.
help-tip-save = Simpan kata sandi di pengelola kata sandi, atau di kertas di rumah.
help-tip-share = Jangan berikan kata sandi atau kode kepada siapa pun, termasuk petugas kami.
help-tip-phishing = Tautan kami selalu menuju { $host }. Pesan yang meminta kata sandi bukan dari kami.
help-tip-wifi = Di Wi-Fi umum, periksa alamat { $host } dan tanda gemboknya sebelum mengetik kata sandi.
help-tip-contact = Tambahkan kontak kedua di halaman akun, supaya selalu ada jalan lain.
help-tip-number = Jaga nomor tetap aktif. Nomor yang hangus dapat dijual lagi ke orang lain.
help-tip-child = PIN layar salah karena dimainkan anak? Akun tidak ikut terkunci; tunggu sebentar, lalu coba lagi.
help-tip-borrowed = Di HP pinjaman, centang "Ini HP pinjaman" saat masuk. Kami keluarkan otomatis setelah 15 menit.
help-tip-update = Pasang pembaruan sistem HP kalau ditawarkan.
help-tip-backup = Cadangkan foto dan data penting. Kami tidak menyimpan cadangan isi HP.

locked-lead = Terkunci bukan berarti hilang: data { -anda } tetap ada. Sebabnya hampir selalu salah satu di bawah ini.
locked-mine = Jawaban untuk akun saya
locked-mine-hint = Satu bukti dulu, lalu kami jelaskan sebabnya dan jalan kembalinya.
locked-table = Sebab yang mungkin, mulai dari yang paling sering di layanan ini
locked-column-cause = Sebab
locked-column-sign = Tandanya
locked-column-often = Seberapa sering di sini
locked-column-step = Langkah pertama
locked-counted = Dihitung dari 90 hari terakhir.
locked-cause = { $trouble ->
    [screen_lock_attempts] Kunci layar (PIN, pola, sidik jari) belum cocok
    [forgot_password] Kata sandi terlupa
    [wrong_secret] Kata sandi berkali-kali belum cocok
    [owner_request] Dihentikan lewat "Ini bukan saya"
    [service_incident] Gangguan dari kami
    [device_missing] HP ditandai hilang
    [suspicious_activity] Cara masuknya tidak seperti biasa
    [activation] HP masih terikat pada akun sebelumnya
   *[staff] Dikunci petugas untuk berjaga-jaga
}
locked-sign = { $trouble ->
    [screen_lock_attempts] HP meminta PIN atau pola, lalu menyuruh menunggu. Akun tidak terkunci.
    [forgot_password] Nama akunnya teringat, kata sandinya tidak.
    [wrong_secret] Halaman masuk meminta tautan dulu sebelum kata sandi.
    [owner_request] Kata sandi tidak diterima lagi sejak tombol itu ditekan.
    [service_incident] Banyak orang belum bisa masuk pada waktu yang sama.
    [device_missing] Layar HP menampilkan pesan bahwa HP ini hilang.
    [suspicious_activity] Bukti diminta lagi dan lagi, atau sesudah masuk dari perangkat baru ada kabar bahwa akun dikunci.
    [activation] Sesudah reset pabrik (semua isi HP terhapus), HP meminta akun sebelumnya.
   *[staff] Ada pemberitahuan bahwa petugas mengunci akun.
}
locked-often-very = Sangat sering
locked-often-common = Sering
locked-often-rare = Jarang
locked-often-very-rare = Sangat jarang
locked-often-none = Belum ada akhir-akhir ini
locked-often-unknown = Tidak kami hitung, karena terjadi di HP
locked-step-remember = Ingat-ingat PIN-nya, lalu coba lagi di HP itu sendiri.
locked-step-link = Buka tautan yang kami kirim ke email atau nomor. Kata sandi tidak perlu diganti.
locked-step-reset = Buat kata sandi baru lewat email atau nomor.
locked-step-prove = Buktikan sekali lagi bahwa ini { -anda }.
locked-step-wait = Tunggu kabar dari kami. Tidak ada yang perlu diperbaiki.
locked-step-found = Sudah ketemu? Buka Cari HP, lalu tandai sudah ketemu.
locked-step-before = Masuk di HP itu dengan akun yang dipakai sebelum reset.
locked-step-staff = Bicara dengan petugas.

why-locked = Akun dikunci sementara. Data { -anda } tetap ada.
why-guarded = Akun dijaga dari tebakan orang lain. Data { -anda } tetap ada.
why-stopped = Kata sandi dihentikan lewat "Ini bukan saya". Data { -anda } tetap ada.
why-free = Akun ini tidak dikunci.
why-of = Akun { $name }
why-cause = Sebabnya
why-cause-guesses = { $tries } kali kata sandi belum cocok, dari { $places } tempat yang belum kami kenal, sejak { $from }. Ini bukan dari HP { -anda }.
why-cause-own = { $tries } kali belum cocok dari HP { -anda } sendiri, sejak { $from }. Mungkin terpencet atau dimainkan anak; itu biasa.
why-cause-suspicious = Sebuah masuk tidak seperti biasa. Bisa jadi itu { -anda } sendiri, di HP atau jaringan yang baru.
why-cause-incident = Gangguan dari kami. Ini bukan kesalahan { -anda }.
why-cause-owner = Pemilik akun menekan "Ini bukan saya" pada sebuah pemberitahuan.
why-cause-missing = Satu HP di akun ini ditandai hilang.
why-cause-activation = HP ini masih terikat pada akun ini.
why-cause-staff = Petugas menguncinya untuk berjaga-jaga.
why-since = Sejak
why-until = Terbuka lagi
why-until-proof = { $until }, atau sekarang dengan satu bukti.
why-until-time = { $until }
why-until-anew = Begitu kata sandi baru dibuat.
why-until-suspicion = Sekarang, dengan satu bukti dari perangkat yang biasa dipakai. Dari perangkat lain perlu dua bukti dari benda berbeda, atau satu bukti lalu menunggu.
why-until-found = Begitu tanda hilangnya dihapus di Cari HP.
why-until-released = Begitu HP dilepas dari akun ini.
why-until-incident = Begitu gangguan selesai. Tidak ada yang perlu diperbaiki.
why-until-staff = Setelah petugas memeriksa.
why-works = Yang tetap bisa
why-works-emergency = menelepon darurat
why-works-phone = memakai HP dan isinya
why-works-find = mencari HP yang hilang
why-works-known = masuk dari perangkat yang biasa dipakai
why-works-other = masuk dengan cara lain
why-works-recover = membuat kata sandi baru
why-fastest = Jalan tercepat
why-fastest-here = Masuk dari perangkat ini seperti biasa. Perangkat ini sudah kami kenal.
why-other-ways = Lihat cara lain
why-continue = Lanjut membuat kata sandi baru
why-history = Yang terjadi pada akun ini
why-password-set = Kata sandi terakhir dibuat { $date }. Periksa huruf besar dan bahasa papan ketik.
