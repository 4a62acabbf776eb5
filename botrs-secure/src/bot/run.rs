//! Connecting, running, ending.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use botrs::Intents;
use botrs::models::gateway::GatewayEvent;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

#[cfg(any(all(unix, feature = "redb"), feature = "redis"))]
use crate::StartErrorKind;
use crate::adapter::{
    BotrsTransport, Connected, Feed, Login, OnEvent, Parsed, Shards, StartError, Told, intents,
    parse, refuse_logged_secrets,
};
#[cfg(feature = "webhook")]
use crate::adapter::{Bound, Callback, Judged, Keys};
use crate::audit::{Event, Kind};
use crate::bot::SecureBot;
use crate::bot::banner::{self, About, WayIn};
use crate::bot::handle::Handle;
use crate::bot::rotation::Rotation;
use crate::bot::watch::Watch;
use crate::engine::{Engine, Plan};
use crate::gate::{self, AlertKind};
#[cfg(feature = "metrics")]
use crate::monitor::Monitor;
use crate::policy::Reader;
#[cfg(all(unix, feature = "redb"))]
use crate::store::{StoreError, control};

/// How long calls that are on their way may take at the end.
const DRAIN: Duration = Duration::from_secs(10);
/// How many alarms may wait to be raised.
const ALARMS: usize = 16;

/// Ready when the process is asked to stop: Ctrl-C, and SIGTERM where there is one.
pub(crate) async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Where signals cannot be listened to, the bot runs until the platform ends it.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

pub(crate) async fn run(bot: SecureBot, stop: impl Future<Output = ()>) -> Result<(), StartError> {
    let mut stop = pin!(stop);
    #[cfg(feature = "prometheus")]
    let watched = bot.watched;
    #[cfg(feature = "webhook")]
    let webhook = bot.webhook;
    let SecureBot { plan, credentials, sandbox, wanted, shards, logs_secrets, .. } = bot;
    // Before the AppSecret or a token is used; by now the program has its logs.
    if !logs_secrets {
        refuse_logged_secrets()?;
    }
    let record = recorder(&plan);
    let failed = |error: &StartError| record("start", Err(error));
    // Before anything is asked of the platform: nothing of it helps where the address is taken.
    #[cfg(feature = "webhook")]
    let bound = match webhook {
        Some(webhook) => Some(webhook.bind().await.inspect_err(failed)?),
        None => None,
    };
    let (alarms, raised) = mpsc::channel(ALARMS);
    let told = Told { audit: plan.audit.clone(), clock: plan.clock.clone(), alarms };
    let login = tokio::select! {
        login = Login::new(credentials.app_id(), credentials.secret(), sandbox, told) => {
            Arc::new(login.inspect_err(failed)?)
        }
        () = &mut stop => return Ok(()),
    };
    #[cfg(feature = "redis")]
    let plan = tokio::select! {
        connected = plan.connect() => {
            let refused = |why: crate::RedisError| StartError::new(StartErrorKind::Machine, why.to_string());
            connected.map_err(refused).inspect_err(failed)?
        }
        () = &mut stop => return Ok(()),
    };
    let transport = Arc::new(BotrsTransport::new(Arc::clone(&login)));
    let connected = watch::Sender::default();
    let watch = Watch::start(Handle::new(&plan));
    let engine = Arc::new(Engine::new(plan, login.me().id, transport));
    // Ends with this function, however that ends.
    let mut beside = JoinSet::new();
    beside.spawn(raise(Arc::clone(&engine), raised));
    beside.spawn(Rotation::new(credentials, &login, &engine).watch());
    let intents = intents(wanted);
    #[cfg(all(unix, feature = "redb"))]
    let _control = match &engine.keeper {
        Some(keeper) => {
            let serving = control::serve(keeper, &engine.audit, &engine.clock).await;
            let refused =
                |why: StoreError| StartError::new(StartErrorKind::Machine, why.to_string());
            Some(serving.map_err(refused).inspect_err(failed)?)
        }
        None => None,
    };
    #[cfg(feature = "metrics")]
    let monitor = Monitor::start(
        &engine,
        connected.subscribe(),
        #[cfg(feature = "prometheus")]
        watched,
    );
    record("start", Ok(()));

    #[cfg(feature = "webhook")]
    let end = match bound {
        Some(bound) => {
            by_webhook(&engine, &login, bound, (sandbox, connected), stop).await;
            Ok(())
        }
        None => by_gateway(&engine, &login, (intents, shards), (sandbox, connected), stop).await,
    };
    #[cfg(not(feature = "webhook"))]
    let end = by_gateway(&engine, &login, (intents, shards), (sandbox, connected), stop).await;

    watch.end().await;
    beside.shutdown().await;
    if !engine.drain(DRAIN).await {
        tracing::warn!("calls were still on their way at the end / 停止时仍有命令在运行");
    }
    record("stop", end.as_ref().map(drop));
    let audit = engine.audit.clone();
    if !tokio::task::spawn_blocking(move || audit.flush()).await.unwrap_or(false) {
        tracing::error!("the audit log was not written out in time / 审计日志未能及时写完");
    }
    #[cfg(feature = "metrics")]
    monitor.end().await;
    end
}

/// Gets events from the gateway until the bot is to stop, or until the platform ends every connection.
async fn by_gateway(
    engine: &Arc<Engine>,
    login: &Arc<Login>,
    (intents, shards): (Intents, Shards),
    (sandbox, connected): (bool, watch::Sender<Connected>),
    mut stop: Pin<&mut impl Future<Output = ()>>,
) -> Result<(), StartError> {
    let mut feed = tokio::select! {
        feed = Feed::connect(Arc::clone(login), intents, shards, connected) => feed?,
        () = &mut stop => return Ok(()),
    };
    let way_in = WayIn::Gateway { intents, served: feed.served() };
    // Before anything is decided, so that no log line comes before it.
    banner::print(engine, login, About { way_in, sandbox });
    feed.deliver(on_event(engine));
    let end = tokio::select! {
        () = &mut stop => Ok(()),
        error = feed.ended() => Err(error),
    };
    let shed = feed.shed();
    feed.close().await;
    tell_shed(shed);
    end
}

/// Gets events by requests of the platform until the bot is to stop.
#[cfg(feature = "webhook")]
async fn by_webhook(
    engine: &Arc<Engine>,
    login: &Login,
    bound: Bound,
    (sandbox, connected): (bool, watch::Sender<Connected>),
    stop: Pin<&mut impl Future<Output = ()>>,
) {
    let (clock, audit) = (engine.clock.clone(), engine.audit.clone());
    let mut secret = login.secret();
    let keys = Arc::new(Keys::new(secret.borrow_and_update().as_str(), clock.clone()));
    let judged = Judged { bot: engine.bot, keys, clock, audit };
    let mut callback = Callback::new(bound, judged, connected);
    let way_in = WayIn::Webhook { address: callback.address(), path: callback.path() };
    banner::print(engine, login, About { way_in, sandbox });
    callback.deliver(on_event(engine));
    let follow = async {
        while secret.changed().await.is_ok() {
            callback.replace(secret.borrow_and_update().as_str());
        }
        std::future::pending().await
    };
    tokio::select! {
        () = stop => {}
        () = follow => {}
    }
    let shed = callback.shed();
    callback.close().await;
    tell_shed(shed);
}

fn tell_shed(shed: u64) {
    if shed > 0 {
        tracing::warn!(shed, "events were dropped unseen / 有事件未处理即被丢弃");
    }
}

fn on_event(engine: &Arc<Engine>) -> OnEvent {
    let (engine, mut in_force) = (Arc::clone(engine), engine.current.reader());
    Box::new(move |event| deliver(&engine, &mut in_force, event))
}

/// Raises the alarms that are asked for.
async fn raise(engine: Arc<Engine>, mut alarms: mpsc::Receiver<AlertKind>) {
    while let Some(kind) = alarms.recv().await {
        gate::raise_for_bot(&engine, kind);
    }
}

/// Hands an event to where its kind belongs.
fn deliver(engine: &Arc<Engine>, in_force: &mut Reader, event: GatewayEvent) {
    match parse(event) {
        Parsed::Message(incoming) => {
            gate::receive(engine, in_force.load(), incoming);
        }
        Parsed::Event(event) => engine.event(event),
        Parsed::Malformed(malformed, known) => engine.malformed(malformed, &known),
        Parsed::NewSession => engine.lookups.touch_everything(),
        Parsed::Ignored => {}
    }
}

/// Records that the bot starts or stops, or of which kind the error is by which it does not start or has ended.
fn recorder(plan: &Plan) -> impl Fn(&'static str, Result<(), &StartError>) + use<> {
    let (audit, clock, bot) = (plan.audit.clone(), plan.clock.clone(), plan.bot);
    move |action, ended| {
        audit.privileged(Event {
            bot: Some(bot),
            success: ended.is_ok(),
            details: ended.err().map(|error| error.kind().name().into()),
            ..Event::new(Kind::Lifecycle, clock.now().wall, action, "bot")
        });
    }
}
