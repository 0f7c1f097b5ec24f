# Perangkat: menambah, mengatur, menghapus; kata-kata mode hilang.
devices-lost-words = HP ini hilang. Tolong kembalikan kepada pemiliknya. Terima kasih sudah menolong.
devices-lost-words-call = HP ini hilang. Pemiliknya dapat dihubungi di { $number }. Terima kasih sudah menolong.
