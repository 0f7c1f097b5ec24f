//! The way-back check-up, as its owner sees it.

use crate::notices::with_two_contacts;
use crate::owner::Owner;
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";

on_both! {
    /// G5, S-044: whoever has a number alone is told what it means to lose the phone with it, and the step that mends it; taking
    /// the step closes the hole.
    async fn g5_the_worst_hole_and_the_step_that_closes_it(world: World) {
        let owner = Owner::new(&world, "+6281234567890").await;
        let page = owner.browser.get("/account/checkup").await;
        assert!(page.shows("Cek jalan kembali"), "{}", page.text());
        assert!(page.shows("Chrome, Android langsung dengan Kata sandi"), "{}", page.text());
        assert!(page.shows("belum ada jalan kembali ke akun ini"), "the phone and the password: {}", page.text());
        let step = page.link_to("Cetak kode cadangan").or(page.link_to("Tambah email")).or(page.link_to("Tambah nomor HP"));
        assert!(step.is_some(), "{}", page.text());
        let codes = owner.open("/account/security/codes").await;
        owner.browser.submit(&codes, "/account/security/codes", &[]).await;
        let page = owner.browser.get("/account/checkup").await;
        assert!(page.shows("kertas kode cadangan"), "{}", page.text());
        assert!(!page.shows("Belum ada jalan kembali"), "{}", page.text());
    }

    /// C-12: two-step verification is suggested once losing one thing would not lock the owner out.
    async fn c12_the_check_up_decides_what_is_suggested(world: World) {
        let owner = with_two_contacts(&world).await;
        assert!(!owner.browser.get("/account/security").await.shows("Aktifkan"), "both on one phone");
        crate::security::number_said_elsewhere(&world, &owner).await;
        assert!(owner.browser.get("/account/security").await.shows("Aktifkan"));
    }

    /// Looking changes nothing.
    async fn looking_changes_nothing(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let before = world.inbox().await.len();
        let first = owner.browser.get("/account/checkup").await.text();
        assert_eq!(owner.browser.get("/account/checkup").await.text(), first);
        assert_eq!(world.inbox().await.len(), before);
        assert_eq!(world.browser().get("/account/checkup").await.path, "/signin?next=/account/checkup");
    }
}
