# Setujui dari perangkat lain: yang meminta memperlihatkan angka, yang sudah masuk mengetiknya.
approval-ask-lead = Ada perangkat lain tempat { -anda } sudah masuk. Dari sana permintaan ini bisa disetujui.
approval-ask = Minta persetujuan
approval-no-one = Belum ada perangkat lain yang sedang masuk ke akun ini. Pakai cara lain untuk melanjutkan.
approval-number-lead = Ketik angka ini di perangkat lain tempat { -anda } sudah masuk.
approval-step-open = Buka { -merek } di perangkat itu.
approval-step-press = Tekan pemberitahuan di bagian atas halaman.
approval-step-type = Ketik angka di atas, lalu setujui.
approval-look = Lihat apakah sudah disetujui
approval-until = Berlaku sampai pukul { $until }. Jangan sebutkan angka ini kepada siapa pun.
approval-approved = Sudah disetujui. Tekan lanjut untuk meneruskan.
approval-pending = Masih ada permintaan lain yang menunggu jawaban. Coba lagi pukul { $until }, atau pakai cara lain.
approval-later = Sudah tiga kali diminta dalam satu jam. Bisa diminta lagi pukul { $until }, atau pakai cara lain.
approval-ended-wrong = Angka yang diketik tidak sama, jadi permintaan tadi dihentikan. Minta sekali lagi, atau pakai cara lain.
approval-ended-denied = Permintaan tadi dihentikan dari perangkat lain. Pakai cara lain untuk melanjutkan.
approval-ended-late = Permintaan tadi sudah lewat waktunya. Minta sekali lagi, atau pakai cara lain.
approval-ended-superseded = Permintaan tadi diganti oleh permintaan lain. Pakai cara lain, atau minta lagi nanti.
approval-banner = Ada permintaan yang menunggu.
approval-banner-look = Lihat dan jawab
approval-title = Apakah ini { -anda }?
approval-wish = { $purpose ->
    [rehearsal] { -anda } sedang berlatih "HP saya hilang". Persetujuan ini tidak membuka apa pun.
    [sign-in] Seseorang ingin masuk ke akun { -anda }. Kata sandi atau bukti lain sudah cocok.
    [recovery] Seseorang ingin memulihkan akun { -anda } dan membuat kata sandi baru.
   *[action] Seseorang yang sudah masuk ingin melakukan hal penting di akun { -anda }.
}
approval-device = Perangkat
approval-place = Tempat
approval-when = Waktu
approval-network-same = Jaringan yang sama dengan perangkat ini
approval-network-other = Jaringan lain, bukan jaringan perangkat ini
approval-number = Angka di perangkat itu
approval-number-hint = Dua angka. Ketik hanya kalau { -anda } sendiri yang sedang melihatnya di sana.
approval-number-bad = Ketik dua angka yang terlihat di perangkat itu.
approval-approve = Setujui
approval-not-me = Ini bukan saya
approval-safe = Petugas kami tidak pernah meminta { -anda } menyetujui sesuatu atau menyebutkan angka lewat telepon.
approval-done-title = Sudah disetujui
approval-done-text = Lanjutkan di perangkat yang meminta. Di sini tidak perlu apa-apa lagi.
approval-wrong-title = Angkanya tidak sama
approval-wrong-text = Permintaan itu kami hentikan. Kalau memang { -anda }, minta sekali lagi dari perangkat itu.
approval-late-title = Waktunya sudah lewat
approval-late-text = Permintaan itu tidak berlaku lagi. Kalau memang { -anda }, minta sekali lagi dari perangkat itu.
approval-superseded-title = Sudah ada permintaan lain
approval-superseded-text = Permintaan itu diganti oleh permintaan dari perangkat yang biasa { -anda } pakai. Yang lama tidak berlaku lagi.
approval-denied-title = Sudah kami hentikan
approval-denied-text = Orang itu tidak bisa melanjutkan, dan semua kontak { -anda } diberi tahu. Ia mungkin tahu kata sandi { -anda }: buat kata sandi baru sekarang.
approval-sessions = Lihat siapa yang sedang masuk
approval-elsewhere-title = Tidak bisa disetujui dari sini
approval-elsewhere-text = Permintaan dijawab dari perangkat lain yang biasa { -anda } pakai dan sudah masuk.
approval-home = Kembali ke akun
approval-recover-hint = Dari perangkat lain tempat { -anda } masih masuk. Tidak perlu menunggu pesan.
notices-approval-denied-title = Satu permintaan persetujuan dihentikan
notices-approval-denied-text = { -anda } menekan "Ini bukan saya", jadi permintaan itu dihentikan. Orang itu mungkin tahu kata sandi { -anda }: buat kata sandi baru.
notices-approval-denied-short = permintaan setuju dihentikan
