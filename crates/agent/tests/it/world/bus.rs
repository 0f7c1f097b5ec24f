//! A private D-Bus with services played by python-dbusmock.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::{soon, tool};

/// A message bus of its own.
pub(crate) struct Bus {
    _daemon: Child,
    pub(crate) address: String,
    pub(crate) client: zbus::Connection,
    files: tempfile::TempDir,
}

/// A service on the bus; ends with this value.
pub(crate) struct Mock {
    _child: Child,
    pub(crate) log: PathBuf,
}

impl Bus {
    pub(crate) async fn start() -> Self {
        let files = tempfile::tempdir().unwrap();
        let listen = files.path().join("bus");
        Self::start_at(&listen, files).await
    }

    /// Starts at a path that others know beforehand.
    pub(crate) async fn start_at(listen: &Path, files: tempfile::TempDir) -> Self {
        let config = files.path().join("bus.conf");
        std::fs::write(&config, Self::config(listen)).unwrap();
        let mut daemon = Command::new(tool("/usr/bin/dbus-daemon", "dbus-daemon"))
            .arg("--nofork")
            .arg("--print-address")
            .arg(format!("--config-file={}", config.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(daemon.stdout.take().unwrap()).lines();
        let address = soon("dbus-daemon", lines.next_line())
            .await
            .unwrap()
            .unwrap();
        let client = zbus::connection::Builder::address(address.as_str())
            .build()
            .await
            .unwrap();
        Self {
            _daemon: daemon,
            address,
            client,
            files,
        }
    }

    /// Everybody may own and say everything.
    fn config(listen: &Path) -> String {
        format!(
            r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#,
            listen.display()
        )
    }

    /// Starts a template of python-dbusmock and waits until it owns `name`.
    pub(crate) async fn mock(&self, template: &str, name: &str) -> Mock {
        tool(
            "/usr/lib/python3/dist-packages/dbusmock/__init__.py",
            "python3-dbusmock",
        );
        let log = self.files.path().join(format!("{template}.log"));
        let child = Command::new("/usr/bin/python3")
            .args(["-m", "dbusmock", "--template", template, "-l"])
            .arg(&log)
            .env("DBUS_SYSTEM_BUS_ADDRESS", &self.address)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let dbus = zbus::fdo::DBusProxy::new(&self.client).await.unwrap();
        soon(template, async {
            while !dbus.name_has_owner(name.try_into().unwrap()).await.unwrap() {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        })
        .await;
        Mock { _child: child, log }
    }

    /// Calls a method; the answer is not looked at.
    pub(crate) async fn call<B: serde::Serialize + zbus::Type>(&self, at: [&str; 4], body: &B) {
        let [destination, path, interface, method] = at;
        soon(
            method,
            self.client
                .call_method(Some(destination), path, Some(interface), method, body),
        )
        .await
        .unwrap();
    }
}
