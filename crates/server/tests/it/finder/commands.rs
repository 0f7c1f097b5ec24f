//! Buttons: what they ask, what became of it, and why some do not work.

use kunci_db::Tx;
use kunci_rules::devices::CommandEvent;
use kunci_rules::{Id, Span};
use kunci_server::commands;
use kunci_wire::{Order, Reason};

use super::{LAT, LON, Phone, found, minutes};
use crate::owner::Owner;
use crate::world::{World, on_both};

/// The newest command of a phone.
async fn newest(world: &World, phone: &Phone) -> commands::Command {
    let (account, id) = (phone.account, phone.id);
    let all = world
        .app
        .db
        .view(move |view| commands::list(view, account, id))
        .await
        .unwrap();
    all.into_iter().next().unwrap()
}

/// What the phone says of a command.
async fn note(
    world: &World,
    phone: &Phone,
    command: Id,
    event: CommandEvent,
    reason: Option<Reason>,
) {
    let (account, id) = (phone.account, phone.id);
    let note = move |tx: &Tx<'_>| commands::note(tx, account, id, command, event, reason);
    assert!(world.app.db.tx(note).await.unwrap());
}

on_both! {
    /// S-107 S-112: it waits with "since" and "at the latest", and ends as the phone says.
    async fn a_ring_waits_runs_and_ends(world: World) {
        let (owner, phone) = found(&world).await;
        let page = owner.browser.get(&phone.page()).await;
        let page = owner.browser.submit(&page, &phone.at("ring"), &[]).await;
        assert!(page.shows("Perintah dikirim"), "{}", page.text());
        assert!(page.shows("Bunyikan HP: menunggu HP terhubung, sejak 09.14 WIB. Berjalan sendiri saat HP tersambung, paling lambat 24 November 2026, 09.14 WIB."), "{}", page.text());
        let page = owner.browser.post(&phone.at("ring"), &[]).await;
        assert!(page.shows("Perintah yang sama masih menunggu"), "pressed twice: {}", page.text());

        let ring = newest(&world, &phone).await.id;
        world.advance(minutes(1)).await;
        note(&world, &phone, ring, CommandEvent::Send, None).await;
        note(&world, &phone, ring, CommandEvent::Acknowledge, None).await;
        let page = owner.browser.get(&phone.page()).await;
        assert!(page.shows("diterima HP 09.15 WIB dan sedang dikerjakan") && page.shows("Hentikan bunyi"), "{}", page.text());
        let page = owner.browser.post(&phone.at(&format!("commands/{ring}/cancel")), &[]).await;
        assert!(page.shows("Perintah ini sudah berjalan"), "{}", page.text());
        note(&world, &phone, ring, CommandEvent::Finish, Some(Reason::StoppedHere)).await;
        let page = owner.browser.get(&phone.page()).await;
        assert!(page.shows("Bunyikan HP: selesai 09.15 WIB. Bunyinya dihentikan di HP itu, jadi HP ada di tangan seseorang."), "{}", page.text());
        let page = owner.browser.post(&phone.at("stop"), &[]).await;
        assert!(page.shows("Tidak ada yang perlu dihentikan"), "{}", page.text());
    }

    /// S-112: what the phone never took ends by itself, and says so.
    async fn what_waits_too_long_expires(world: World) {
        let (owner, phone) = found(&world).await;
        owner.browser.post(&phone.at("ring"), &[]).await;
        world.advance(Span::hours(24)).await;
        let page = owner.browser.get(&phone.page()).await;
        assert!(page.shows("HP belum terhubung sampai") && page.shows("Lewat waktu"), "{}", page.text());
    }

    /// S-107: what has not begun can be taken back.
    async fn a_waiting_command_can_be_cancelled(world: World) {
        let (owner, phone) = found(&world).await;
        let page = owner.browser.post(&phone.at("lock"), &[]).await;
        let lock = newest(&world, &phone).await.id;
        let page = owner.browser.submit(&page, &phone.at(&format!("commands/{lock}/cancel")), &[]).await;
        assert!(page.shows("Perintah dibatalkan") && page.shows("Kunci HP: dibatalkan 09.14 WIB."), "{}", page.text());
        let other = phone.at(&format!("commands/{}/cancel", Id::from_u128(7)));
        assert_eq!(owner.browser.post(&other, &[]).await.status, 404);
    }

    /// S-108: the fixed message with a number to call; never one that rings in the lost phone itself.
    async fn a_message_carries_a_number_that_someone_answers(world: World) {
        let owner = Owner::new(&world, "0812 3456 7890").await;
        let phone = Phone::of(&world, &owner, "Redmi 12 Ibu").await;
        let page = owner.browser.get(&phone.at("message")).await;
        for own in ["081234567890", "+62 812-3456-7890", "6281234567890"] {
            let page = owner.browser.submit(&page, &phone.at("message"), &[("call", own)]).await;
            assert_eq!(page.status, 422);
            assert!(page.shows("Pakai nomor lain, misalnya keluarga. Nomor ini ada di HP yang hilang."), "{}", page.text());
            assert_eq!(page.field("call").as_deref(), Some(own), "what was typed stays");
        }
        let malformed = owner.browser.submit(&page, &phone.at("message"), &[("call", "0812")]).await;
        assert!(malformed.status == 422 && malformed.shows("belum lengkap"), "{}", malformed.text());
        let page = owner.browser.submit(&page, &phone.at("message"), &[("call", "0813 9876 5432")]).await;
        assert!(page.shows("Tampilkan pesan: menunggu HP terhubung"), "{}", page.text());
        let Order::Message(words) = newest(&world, &phone).await.order else { panic!("a message") };
        assert_eq!(words.call.as_deref(), Some("+6281398765432"));
        assert_eq!(words.text, "HP ini hilang. Pemiliknya dapat dihubungi di +6281398765432. Terima kasih sudah menolong.");

        let second = Phone::of(&world, &owner, "Tablet").await;
        let page = owner.browser.post(&second.at("message"), &[("call", "081234567890")]).await;
        assert!(page.shows("Nomor ini mungkin ada di HP yang hilang."), "{}", page.text());
    }

    /// S-110: a button that cannot work says why.
    async fn a_button_that_cannot_work_says_why(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let phone = Phone::owntracks(&world, &owner, "HP Ayah").await;
        phone.is_at(&world, LAT, LON, Some(20.0)).await;
        let page = owner.browser.get(&phone.page()).await;
        assert!(page.shows("Bunyikan HP HP ini belum bisa melakukannya dari jauh."), "{}", page.text());
        assert!(page.shows("Kunci HP Layar HP ini belum bisa dikunci dari jauh."), "{}", page.text());
        assert!(page.body.contains(r#"<button class="button" disabled aria-describedby="why-ring">"#));
        assert!(page.shows("Di sini HP bisa dicari dan ditandai hilang."), "{}", page.text());
        let first = page.body.find("button primary").unwrap();
        assert!(page.body[first..].starts_with(&format!("button primary\" href=\"{}\"", phone.at("missing"))), "what works comes first");
        let missing = owner.browser.get(&phone.at("missing")).await;
        assert!(missing.shows("HP ini belum bisa dikunci atau menampilkan pesan dari jauh") && missing.field("call").is_none(), "{}", missing.text());
        assert!(missing.shows("ditahan paling lama 72 jam") && missing.shows("dalam 10 menit"), "{}", missing.text());
        let page = owner.browser.post(&phone.at("ring"), &[]).await;
        assert!(page.shows("HP ini belum bisa melakukannya"), "{}", page.text());
        let page = owner.browser.post(&phone.at("locate"), &[]).await;
        assert!(page.shows("Minta lokasi terbaru: menunggu HP terhubung"), "{}", page.text());
    }

    /// S-105: live mode, for ten minutes.
    async fn live_mode_ends_by_itself(world: World) {
        let (owner, phone) = found(&world).await;
        let page = owner.browser.post(&phone.at("live"), &[]).await;
        assert!(page.shows("Mengikuti langsung sampai 09.24 WIB."), "{}", page.text());
        world.advance(minutes(10)).await;
        let page = owner.browser.get(&phone.page()).await;
        assert!(!page.shows("Mengikuti langsung sampai"), "{}", page.text());
    }
}
