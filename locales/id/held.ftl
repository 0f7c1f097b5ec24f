held-title = Lanjutkan yang tadi
held-text = Isian tadi masih ada. Tekan "Lanjutkan" untuk mengirimnya.
held-go-on = Lanjutkan
held-not = Tidak jadi
