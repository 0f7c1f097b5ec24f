# Bingkai setiap email.
outbox-code = Kode verifikasi
outbox-address = Atau salin alamat ini:
outbox-automatic = Pesan otomatis dari { -merek }; balasannya tidak dibaca. Bantuan: { $help }
outbox-reference = Kode rujukan: { $reference }.
outbox-check = Ragu? Cek kode itu di { $address }
