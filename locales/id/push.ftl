# Beri tahu di perangkat ini: peramban memberi tahu walaupun halaman tidak terbuka.
push-title = Beri tahu di perangkat ini
push-link-hint = Saat ada permintaan yang perlu disetujui, walaupun halaman ini tertutup.
push-lead = Kalau ada permintaan yang perlu disetujui, perangkat ini memberi tahu, walaupun halaman tidak terbuka.
push-turn-on = Beri tahu di perangkat ini
push-on = Perangkat ini diberi tahu.
push-turn-off = Jangan beri tahu di perangkat ini
push-none-title = Peramban ini belum bisa memberi tahu
push-none-text = Tidak apa-apa: halaman yang terbuka tetap memberi tahu. Di iPhone, tambahkan dulu halaman ini ke layar utama.
push-denied = Pemberitahuan untuk situs ini belum diizinkan. Izinkan di setelan peramban, lalu coba lagi.
push-failed = Layanan pemberitahuan peramban ini belum terhubung. Coba lagi nanti; halaman yang terbuka tetap memberi tahu.
push-bad = Layanan pemberitahuan peramban ini belum bisa dipakai di sini. Halaman yang terbuka tetap memberi tahu.
push-too-many = Sudah ada 10 perangkat yang diberi tahu. Keluarkan dulu satu yang tidak dipakai lagi.
push-borrowed = Ini HP pinjaman, jadi tidak ada yang disimpan di sini. Masuk dari HP sendiri untuk menyalakannya.
push-others = Juga diberi tahu
push-others-hint = Perangkat yang dikeluarkan tidak diberi tahu lagi.
push-safe = Isinya hanya bahwa ada yang menunggu. Menyetujui tetap dengan mengetik angka di halaman { -merek }.
push-approval-title = Ada permintaan yang menunggu
push-approval-text = { $purpose ->
    [rehearsal] Ini bagian dari latihan "HP saya hilang". Tekan untuk melihat dan menjawab.
    [sign-in] Seseorang ingin masuk ke akun ini. Tekan untuk melihat dan menjawab.
    [recovery] Seseorang ingin memulihkan akun ini. Tekan untuk melihat dan menjawab.
   *[action] Seseorang ingin melakukan hal penting di akun ini. Tekan untuk melihat dan menjawab.
}
