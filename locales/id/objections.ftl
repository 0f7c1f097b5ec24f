# "Ini bukan saya": apa yang dilakukan tombolnya, dan apa yang belum bisa
not-me-does-two-step = Verifikasi dua langkah aktif lagi, dan perangkat yang mematikannya dikeluarkan.
not-me-done-two-step = Verifikasi dua langkah sudah aktif lagi. Perangkat yang mematikannya sudah dikeluarkan.
not-me-does-hold = Permintaan itu akan ditahan sampai { $until }. Kontak ini mungkin juga terbaca di perangkat yang hilang, jadi belum bisa menghentikannya.
not-me-does-dispute = Permintaan itu ditunda sampai { $until }, dan buktinya harus ditunjukkan lagi. Permintaan seperti ini sudah dua kali dihentikan, atau punya dua bukti.
not-me-disputed-title = Sudah kami tahan
not-me-done-held = Permintaan itu ditahan sampai { $until }. Kontak lain masih bisa menghentikannya.
not-me-done-contested = Permintaan itu belum berakhir, tetapi ditunda sampai { $until }. Setelah itu buktinya harus ditunjukkan lagi.
not-me-done-other = Ini sudah dihentikan lewat kontak atau perangkat lain.
not-me-cannot-over = Permintaan itu sudah selesai atau sudah dihentikan. Tidak ada yang berubah lagi dari sini.
not-me-cannot-already = Permintaan itu sudah ditahan, dan waktunya tidak berubah lagi.
not-me-cannot-younger = Kontak atau perangkat ini baru ada sesudah kejadian itu, jadi belum bisa menghentikannya. Pakai kontak atau perangkat yang lebih lama.
not-me-cannot-on-missing = Kontak ini mungkin juga terbaca di perangkat yang ditandai hilang. Tombolnya belum bisa mengubah apa pun; pakai kontak atau perangkat lain.
not-me-cannot-two = Ini dilakukan dengan dua bukti, jadi satu tautan belum cukup. Petugas perlu memeriksa.
not-me-sign-in = Masuk dan periksa

notices-disputed-title = Satu permintaan ditunda
notices-disputed-held = Seseorang menekan "Ini bukan saya". Permintaan itu ditahan sampai { $until }.
notices-disputed-again = Seseorang menekan "Ini bukan saya". Permintaan itu ditunda sampai { $until }, dan buktinya harus ditunjukkan lagi setelah itu.
notices-disputed-short = satu permintaan ditunda
notices-quiet-title = Pemberitahuan ke satu kontak ditunda
notices-quiet-text = Pemberitahuan ke { $masked } menunggu sampai { $until }. Kontak lain tetap langsung diberi tahu.
notices-quiet-short = kabar ke satu kontak ditunda
notices-method-said-title = { $kind ->
    [email] Tempat membaca email diperbarui
    [phone] Tempat kartu SIM diperbarui
   *[other] Tempat memakai satu cara membuktikan diperbarui
}
notices-method-said-text = Yang diperbarui: { $name }. Ini memengaruhi jalan kembali akun { -anda }.
notices-method-said-short = data di mana satu cara dipakai diperbarui

quiet-link = Tunda pemberitahuan ke kontak ini
quiet-link-hint = Kalau kontak ini dipegang orang yang tidak { -anda } percayai lagi
quiet-title = Tunda pemberitahuan
quiet-lead = Pemberitahuan ke { $name } akan menunggu sampai { $until }. { -anda } punya waktu tenang untuk mengamankan akun.
quiet-others = Kontak lain tetap langsung diberi tahu. Setelah 72 jam, kontak ini mendapat semua pemberitahuan itu.
quiet-until = Pemberitahuan ke { $name } menunggu sampai { $until }. Setelah itu semuanya dikirim.
quiet-not-two = Tunjukkan dulu dua bukti yang tidak bisa dipakai lewat kontak ini, misalnya passkey dan kode cadangan. Yang baru ditambahkan dengan satu bukti dihitung setelah 7 hari.
quiet-needed = Harus ada kontak lain yang langsung diberi tahu. Tambah satu kontak dulu.
quiet-already = Pemberitahuan ke kontak ini sudah menunggu.
quiet-prove = Tunjukkan bukti
quiet-button = Tunda 72 jam

recover-more-again = Permintaan ini sempat ditunda karena ada yang menekan "Ini bukan saya". Tunjukkan lagi buktinya, lalu langsung bisa dilanjutkan.

notices-method-invited-title = Seseorang diminta jadi pendamping akun ini
notices-method-invited-text = Namanya: { $name }. Belum berlaku sebelum ia setuju. Jika bukan { -anda } yang meminta, tekan "Ini bukan saya".
notices-method-invited-short = seseorang diminta jadi pendamping
