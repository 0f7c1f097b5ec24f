//! `kunci serve`

use std::sync::Arc;

use kunci_db::SystemClock;

use super::{ConfigFile, Failure};
use crate::config::Config;
use crate::logging;
use crate::random::Random;
use crate::serve::{self, Server};
use crate::state::Mode;

pub(super) async fn run(file: ConfigFile) -> Result<(), Failure> {
    let config = Config::load(Some(&file.config))?;
    logging::start(&config.log)?;
    let app = serve::build(config, Mode::Serve, Arc::new(SystemClock), Random::System).await?;
    let server = Server::bind(&app.config, Mode::Serve).await?;
    server.run(app).await;
    Ok(())
}
