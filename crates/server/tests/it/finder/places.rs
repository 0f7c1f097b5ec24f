//! What pages say about where a phone is, and to whom.

use kunci_rules::Span;
use kunci_server::devices::{self, Report};
use kunci_wire::{Leaving, LocationState};

use super::{LAT, LON, Phone, found, minutes};
use crate::html;
use crate::owner::Owner;
use crate::world::{World, on_both};

/// What the lost-phone exit of every page leads to.
const ENTRANCE: &str = "Masuk dengan kata sandi saja. Kode dari HP yang hilang tidak diperlukan.";

on_both! {
    /// S-097 S-102 S-111 S-114: the way in for whoever stands here with someone else's phone.
    async fn a_stranger_meets_the_entrance_and_needs_the_password_alone(world: World) {
        let (owner, phone) = found(&world).await;
        let borrowed = world.browser();
        let page = borrowed.get("/find").await;
        assert!(page.shows(ENTRANCE), "{}", page.text());
        assert!(page.shows("tidak membuka akun yang terkunci"));
        assert!(page.shows("HP yang mati atau tanpa internet belum bisa menjawab"));
        assert_eq!(page.field("borrowed").as_deref(), Some("1"), "borrowed is preselected");
        let fields = [("name", owner.login.as_str()), ("password", owner.password.as_str())];
        let page = borrowed.submit(&page, "/signin", &fields).await;
        assert_eq!(page.path, "/find");
        assert!(page.shows("Redmi 12 Ibu") && page.shows("meleset sampai 12 m"), "{}", page.text());
        assert!(borrowed.cookie("browsers").is_none(), "nothing is kept here");

        world.advance(minutes(15)).await;
        let page = borrowed.get(&phone.page()).await;
        assert!(page.shows(ENTRANCE), "{}", page.text());
        assert_eq!(page.field("next"), Some(phone.page()), "and back to this phone");
        assert!(!page.body.contains("1.13047"), "the place is not for strangers");
        let page = borrowed.post(&phone.at("ring"), &[]).await;
        assert!(page.shows(ENTRANCE) && page.path == phone.page());
    }

    /// S-098 S-099 S-104 S-111 S-114: all that the map shows stands there as text.
    async fn the_list_and_the_page_say_where_it_is(world: World) {
        let (owner, phone) = found(&world).await;
        let reported = world.now().0 / 1_000_000;
        world.advance(minutes(6)).await;
        for path in ["/find".to_owned(), phone.page()] {
            let page = owner.browser.get(&path).await;
            for text in ["Di sini HP bisa dicari", "6 menit lalu", "23 November 2026, 09.14 WIB", "meleset sampai 12 m", "GPS", "64 %", "1.13047, 104.05310",
                "Titik di peta bisa salah rumah", "Tidak semua HP bisa ditemukan"] {
                assert!(page.shows(text), "{path}: {text} in {}", page.text());
            }
            assert_eq!(page.link("geo:").as_deref(), Some("geo:1.13047,104.05310?q=1.13047,104.05310"));
            assert_eq!(page.link("https://"), None, "no map service is told by default");
        }
        let page = owner.browser.get(&phone.page()).await;
        assert!(page.shows("Jejak (1 titik)"), "{}", page.text());
        let data = page.body.split_once("id=\"finder-data\">").unwrap().1.split_once("</script>").unwrap().0;
        let data: serde_json::Value = serde_json::from_str(data).unwrap();
        assert_eq!(data["selected"], phone.id.to_string());
        assert_eq!((data["devices"][0]["lat"].as_f64(), data["devices"][0]["accuracy_m"].as_f64()), (Some(1.130_47), Some(12.0)));
        assert_eq!(data["devices"][0]["track"][0][2], reported);
        let english = owner.browser.get(&format!("{}?lang=en", phone.page())).await;
        assert!(english.shows("within 12 m") && english.shows("Who can see this phone"), "{}", english.text());
    }

    /// S-113: how exact it is, in metres, with a warning above 100 m and no pin above 50 m.
    async fn a_vague_place_says_so(world: World) {
        let (owner, phone) = found(&world).await;
        for (accuracy, says, geo) in [
            (Some(5.0), "Titik di peta bisa salah rumah", "geo:1.13047,104.05310?q=1.13047,104.05310"),
            (Some(80.0), "Lingkaran ini bisa salah rumah", "geo:1.13047,104.05310"),
            (Some(2_000.0), "Lokasi ini kurang tepat: meleset sampai 2.000 m", "geo:1.13047,104.05310"),
            (None, "HP tidak menyebut ketepatan lokasi ini", "geo:1.13047,104.05310"),
        ] {
            world.advance(minutes(1)).await;
            phone.is_at(&world, LAT, LON, accuracy).await;
            let page = owner.browser.get(&phone.page()).await;
            assert!(page.shows(says), "{says} in {}", page.text());
            assert_eq!(page.link("geo:").as_deref(), Some(geo));
        }
    }

    /// S-104 S-105 S-116: the state word, from live to "switched off", always with the last place.
    async fn every_state_has_its_word(world: World) {
        let (owner, phone) = found(&world).await;
        let new = Phone::of(&world, &owner, "HP Baru").await;
        let shows = async |path: &str, word: &str| {
            let page = owner.browser.get(path).await;
            assert!(page.shows(word), "{word} in {}", page.text());
        };
        shows(&phone.page(), "Terhubung sekarang").await;
        shows(&new.page(), "Belum pernah melapor").await;
        shows(&new.page(), "Belum ada lokasi.").await;
        let page = owner.browser.get(&new.page()).await;
        assert_eq!(page.body.matches("data-placed hidden").count(), 5, "nothing stands there that says nothing");
        let off = Report { location: Some(LocationState::Off), ..Report::default() };
        phone.report(&world, &[], off).await;
        shows(&phone.page(), "Lokasi HP mati").await;
        let on = Report { location: Some(LocationState::On), ..Report::default() };
        phone.report(&world, &[], on).await;
        world.advance(minutes(10)).await;
        shows(&phone.page(), "Tadi terhubung").await;
        world.advance(Span::hours(3)).await;
        shows(&phone.page(), "Belum terhubung").await;
        shows(&phone.page(), "3 jam lalu").await;

        phone.is_at(&world, LAT, LON, Some(12.0)).await;
        let (account, id) = (phone.account, phone.id);
        world.app.db.tx(move |tx| devices::left(tx, account, id, Leaving::Shutdown)).await.unwrap();
        shows(&phone.page(), "HP dimatikan").await;
        shows(&phone.page(), "lokasi terakhir sebelum HP dimatikan").await;
        shows(&phone.page(), "1.13047, 104.05310").await;
    }

    /// G8: who can see it is named with the last look, and every look is told, once an hour.
    async fn nobody_looks_in_secret(world: World) {
        let (owner, phone) = found(&world).await;
        let told = async || world.inbox().await.iter().filter(|m| m.subject.as_deref().is_some_and(|s| s.contains("Redmi 12 Ibu"))).count();
        let before = told().await;
        let page = owner.browser.get(&phone.page()).await;
        assert!(page.shows("Sari, sejak 23 November 2026") && page.shows("Belum pernah dilihat."), "{}", page.text());
        assert_eq!(told().await, before + 1);
        world.advance(minutes(30)).await;
        let page = owner.browser.get(&phone.page()).await;
        assert!(page.shows("Terakhir dilihat: 23 November 2026, 09.14 WIB"), "{}", page.text());
        assert_eq!(told().await, before + 1);
        world.advance(minutes(30)).await;
        owner.browser.get("/find").await;
        assert_eq!(told().await, before + 2);
    }

    /// G8: the unlocked holder can stop it; only a missing mark, of which all contacts hear, lifts that.
    async fn the_holder_can_stop_it(world: World) {
        let (owner, phone) = found(&world).await;
        let (account, id) = (phone.account, phone.id);
        world.app.db.tx(move |tx| devices::stop_watching(tx, account, id)).await.unwrap();
        let page = owner.browser.get(&phone.page()).await;
        assert!(page.shows("Pemegang HP menghentikan pelacakan") && page.shows("Sekarang tidak ada."), "{}", page.text());
        assert!(!page.body.contains("1.13047"), "{}", page.body);
        let page = owner.browser.post(&phone.at("locate"), &[]).await;
        assert!(page.shows("HP ini belum bisa melakukannya"), "{}", page.text());
        let page = owner.browser.get(&phone.at("missing")).await;
        let page = owner.browser.submit(&page, &phone.at("missing"), &[]).await;
        assert!(page.shows("1.13047, 104.05310"), "{}", page.text());
    }

    /// Another's phone is no phone, whatever is asked of it.
    async fn the_wrong_account_finds_nothing(world: World) {
        let (_, phone) = found(&world).await;
        let other = Owner::new(&world, "budi@nusa.example").await;
        for path in [phone.page(), phone.at("message"), phone.at("missing"), phone.at("found"), phone.at("events")] {
            assert_eq!(other.browser.get(&path).await.status, 404, "{path}");
        }
        for what in ["ring", "stop", "message", "clear", "lock", "locate", "live", "missing", "found"] {
            assert_eq!(other.browser.post(&phone.at(what), &[]).await.status, 404, "{what}");
        }
        let page = other.browser.get("/find").await;
        assert!(page.shows("Belum ada HP yang terhubung") && !page.shows("Redmi"), "{}", page.text());
        assert_eq!(other.browser.get("/find/not-an-id").await.status, 404);
    }
}

/// Names come from people and phones, and stand in a script element.
#[tokio::test]
async fn a_name_cannot_leave_the_data_block() {
    let world = World::on(kunci_db::testing::Engine::Sqlite).await;
    let owner = Owner::new(&world, "sari@nusa.example").await;
    let phone = Phone::of(&world, &owner, "</script><b>&\"'").await;
    phone.is_at(&world, LAT, LON, Some(12.0)).await;
    for path in ["/find".to_owned(), phone.page()] {
        let page = owner.browser.get(&path).await;
        assert!(!page.body.contains("<b>"), "{}", page.body);
        assert!(
            page.body.contains("\\u003c/script>\\u003cb>&\\\"'"),
            "{}",
            page.body
        );
    }
    assert!(html::forms(&owner.browser.get(&phone.page()).await.body).len() > 4);
}
