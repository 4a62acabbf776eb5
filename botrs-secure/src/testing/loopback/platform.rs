//! The handle that scripts hold.

use std::io;
use std::net::TcpListener as StdListener;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::world::World;

/// The loopback platform. Clones are the same platform.
#[derive(Clone)]
pub struct Platform(Arc<Shared>);

struct Shared {
    world: Mutex<World>,
    /// Counts changes of the world, for those who wait for one.
    changes: watch::Sender<u64>,
    gateway: String,
}

impl Platform {
    /// Serves the API behind `proxy`, and the gateway on a port of its own.
    pub(super) async fn start(proxy: StdListener, identity: TlsAcceptor) -> io::Result<Self> {
        proxy.set_nonblocking(true)?;
        let proxy = TcpListener::from_std(proxy)?;
        let gateway = TcpListener::bind("127.0.0.1:0").await?;
        let platform = Self(Arc::new(Shared {
            world: Mutex::new(World::new()),
            changes: watch::Sender::new(0),
            gateway: format!("ws://{}", gateway.local_addr()?),
        }));
        tokio::spawn(super::tls::serve(
            proxy,
            identity,
            super::rest::application(platform.clone()),
        ));
        tokio::spawn(super::gateway::serve(gateway, platform.clone()));
        Ok(platform)
    }

    /// The heartbeat interval of connections from now on; one second at first.
    pub fn heartbeat_interval(&self, interval: Duration) {
        self.change(|world| world.heartbeat = interval);
    }

    /// How many connections to the gateway are open, of all bots.
    #[must_use]
    pub fn open_connections(&self) -> u64 {
        self.read(|world| world.sockets)
    }

    pub(super) fn gateway(&self) -> &str {
        &self.0.gateway
    }

    pub(super) fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.0.world.lock())
    }

    pub(super) fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.0.world.lock());
        self.0.changes.send_modify(|changes| *changes += 1);
        result
    }

    /// Looks now and after each change until there is something to see; `None` if not in time.
    pub(super) async fn until<T>(
        &self,
        within: Duration,
        mut look: impl FnMut(&World) -> Option<T>,
    ) -> Option<T> {
        let mut changes = self.0.changes.subscribe();
        let seen = async {
            loop {
                if let Some(seen) = self.read(&mut look) {
                    return Some(seen);
                }
                changes.changed().await.ok()?;
            }
        };
        timeout(within, seen).await.ok().flatten()
    }
}

impl std::fmt::Debug for Platform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Platform").field("gateway", &self.0.gateway).finish_non_exhaustive()
    }
}
