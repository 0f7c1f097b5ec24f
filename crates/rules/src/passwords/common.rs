//! Words that passwords in Indonesia are made of, beside the built-in list of the world's best known ones.
//! A password that is nothing but up to three of them, with a few digits or a date around, is common.

/// The words, in small letters.
pub(super) fn words() -> Vec<&'static str> {
    WORDS.split_whitespace().collect()
}

const WORDS: &str = "
    akun admin rahasia katasandi kata sandi kunci masuk buka password sandiku akunku terserah lupa bebas coba tes
    test qwerty asdfgh zxcvbn abc abcd passw0rd
    aku kamu saya anda kita dia kami ku mu cinta cintaku sayang sayangku kangen rindu kasih kekasih pacar pacarku
    jodoh selamanya selalu untuk untukmu milikku love you my ganteng cantik manis imut keren jomblo bucin
    mama papa ibu bapak ayah bunda anak anakku istri istriku suami suamiku kakak adik nenek kakek keluarga
    keluargaku rumah rumahku umi abi cucu bayi mamah papah emak bapakku ibuku
    bismillah alhamdulillah assalamualaikum insyaallah masyaallah subhanallah allah allahuakbar muhammad islam
    muslim sholat puasa lebaran ramadhan yesus kristus tuhan gereja amin berkah rezeki sukses semangat bahagia
    sejahtera damai sabar ikhlas syukur
    indonesia merdeka pancasila garuda nusantara jakarta bandung surabaya medan semarang jogja yogyakarta bali
    malang bogor bekasi depok tangerang makassar palembang batam padang solo lampung aceh papua ambon manado
    pontianak samarinda banjarmasin balikpapan denpasar cirebon jawa sumatera kalimantan sulawesi sunda betawi
    persib persija persebaya arema psms timnas bobotoh jakmania bola sepakbola juara macan maung
    kucing anjing kelinci burung ayam kambing sapi harimau singa naga kuda kupu ikan mawar melati bunga bintang
    bulan matahari pelangi langit hujan senja pagi malam laut gunung pantai
    merah putih hitam biru kuning hijau ungu jingga
    bakso rendang sate nasi goreng indomie kopi teh martabak sambal durian mangga pisang
    doraemon naruto upin ipin dangdut kpop gadis cowok cewek bocah sahabat teman kawan hp
    satu dua tiga empat lima enam tujuh delapan sembilan sepuluh seribu
    senin selasa rabu kamis jumat sabtu minggu januari februari maret april mei juni juli agustus september
    oktober november desember
    sekolah guru murid siswa kelas kampus kuliah kantor kerja bos juragan dokter polisi tentara
    uang duit kaya miliarder gratis promo pulsa kuota internet wifi samsung xiaomi redmi oppo vivo realme infinix
    facebook instagram whatsapp tiktok google gojek tokopedia shopee freefire mobilelegends pubg mlbb gaming
";
