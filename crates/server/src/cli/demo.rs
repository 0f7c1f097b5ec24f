//! `kunci demo`

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::{Failure, say};
use crate::config::{Config, LogFormat};
use crate::demo::{self, Demo};
use crate::logging;

#[derive(Args)]
pub(super) struct Options {
    /// Address to listen on; port 0 lets the system choose.
    #[arg(long, default_value = "127.0.0.1:8480")]
    listen: SocketAddr,
    /// Keep keys and data in this directory; without it they are removed at the end.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Print one JSON line for programs instead of the table, and log as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(options: Options) -> Result<(), Failure> {
    let mut config = Config::load(None)?;
    if !options.json {
        config.log.format = LogFormat::Text;
        // Beside the table, only what deserves attention.
        if config.log.level == "info" {
            "warn".clone_into(&mut config.log.level);
        }
    }
    logging::start(&config.log)?;
    let demo = demo::start(config, options.listen, options.data).await?;
    say(&if options.json {
        json(&demo)
    } else {
        table(&demo)
    })?;
    demo.run().await;
    Ok(())
}

fn json(demo: &Demo) -> String {
    let owner = |owner: &demo::Owner| serde_json::json!({ "login": owner.login, "password": owner.password, "name": owner.name });
    serde_json::json!({
        "version": env!("CARGO_PKG_VERSION"),
        "url": demo.url,
        "inbox_url": demo.inbox_url(),
        "owner": demo.seeded.owners.first().map(owner),
        "owners": demo.seeded.owners.iter().map(owner).collect::<Vec<_>>(),
    })
    .to_string()
}

fn table(demo: &Demo) -> String {
    let brand = &demo.app.config.brand.name;
    let mut lines = vec![
        format!(
            "\n{brand}: the demo of Kunci {}\n",
            env!("CARGO_PKG_VERSION")
        ),
        format!("  Open      {}", demo.url),
        format!(
            "  Messages  {}   every mail and phone message appears here",
            demo.inbox_url()
        ),
        format!("  Data      {}", demo.place()),
        String::new(),
    ];
    let width = |of: fn(&demo::Owner) -> &str| {
        demo.seeded
            .owners
            .iter()
            .map(|owner| of(owner).chars().count())
            .max()
            .unwrap_or(0)
    };
    let (login, password) = (width(|owner| &owner.login), width(|owner| &owner.password));
    for (n, owner) in demo.seeded.owners.iter().enumerate() {
        let label = if n == 0 { "Sign in" } else { "" };
        let about = format!("{}, {}", owner.name, owner.about);
        lines.push(format!(
            "  {label:<9} {:<login$}   {:<password$}   {about}",
            owner.login, owner.password
        ));
    }
    lines.push(String::new());
    for (n, hint) in demo.seeded.hints.iter().enumerate() {
        let label = if n == 0 { "Try" } else { "" };
        lines.push(format!("  {label:<9} {hint}"));
    }
    lines.push("\n  Ctrl-C ends it.\n".to_owned());
    lines.join("\n")
}
