# Kotak masuk peragaan. Hanya ada di demo.
inbox-title = Kotak masuk demo
inbox-lead = Di demo tidak ada pesan yang benar-benar terkirim. Email, SMS, dan WhatsApp muncul di sini, yang terbaru di atas.
inbox-empty = Belum ada pesan. Coba masuk atau buat akun, lalu lihat lagi ke sini.
inbox-hold = Berhenti memperbarui halaman
inbox-renew = Perbarui halaman tiap 5 detik
inbox-email = Email
inbox-to = untuk { $to },
inbox-push = Pemberitahuan di perangkat
