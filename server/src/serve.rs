//! The listener: accepts, limits, and stops in order.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::routing::any;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use crate::assemble::{Assembled, assemble};
use crate::banner::{self, Shown};
use crate::docs;
use crate::net::connection::{self, Served};
use crate::net::limits::{ACCEPT_PAUSE, CONNECTIONS, DRAIN_WAIT, HEAD_WAIT, OPERATORS};
use crate::net::{handler, tls};
use crate::ops::listener::{self, Watch};
use crate::ops::{self, Metrics};
use crate::options::Serve;
use crate::pages;

/// How many threads serve; the writer, the readers and the simulated providers have their own.
const WORKERS: usize = 2;

/// Serves until it is told to stop.
pub fn run(options: &Serve) -> Result<(), String> {
    if let Some(objection) = options.objection() {
        return Err(objection);
    }
    ops::logs::begin(options.log, options.log_level);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(listen(options))
}

async fn listen(options: &Serve) -> Result<(), String> {
    let tls = match (&options.tls_certificate, &options.tls_key) {
        (Some(certificate), Some(key)) => Some(tls::acceptor(certificate, key)?),
        _ => None,
    };
    let (listener, address) = bind(options.listen).await?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let public_url = options.public_url.clone().unwrap_or_else(|| format!("{scheme}://{address}"));
    let Assembled { app, lock } = assemble(options, public_url, address.ip().is_loopback()).await?;
    // Told before the banner is printed, so that whoever reads it may stop the server at once.
    let stop = stop_signal()?;
    let (stopping, stopped) = watch::channel(false);
    let runner = app.parts().work.start(stopped.clone());
    let tidying = app.parts().work.start_tidying(stopped.clone());
    let watch = Watch { app: app.clone(), stopping: stopped.clone() };
    let metrics = app.parts().metrics.clone();
    let operators = match options.ops_listen {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let secret = app.demo_secret().await.unwrap_or_default();
    banner::print(
        &Shown { scheme, address, ops: operators.as_ref().map(|(_, address)| *address) },
        &secret,
        options,
    );

    let router = pages::routes().fallback(any(handler::answer)).with_state(app);
    let router = router.merge(listener::public(watch.clone())).merge(docs::routes());
    let open =
        Listening { tls, served: Served { router, metrics: metrics.clone() }, stopped: stopped.clone() };
    if let Some((listener, _)) = operators {
        // Its own places: a full main listener keeps no operator out.
        let places = Arc::new(Semaphore::new(OPERATORS));
        let served = Served { router: listener::routes(watch), metrics: Metrics::default() };
        let ops = Listening { tls: None, served, stopped };
        tokio::spawn(async move { ops.accept(&listener, &places, Box::pin(std::future::pending())).await });
    }
    let places = Arc::new(Semaphore::new(usize::try_from(CONNECTIONS).unwrap_or(usize::MAX)));
    open.accept(&listener, &places, stop).await;
    drop(listener);
    let _ = stopping.send(true);
    let all = timeout(DRAIN_WAIT, places.acquire_many(CONNECTIONS)).await;
    // What is due stays in the records, and goes on after the next start.
    let _ = (runner.await, tidying.await);
    drop(lock);
    println!("{}", if all.is_ok() { "stopped" } else { "stopped, with connections still open" });
    Ok(())
}

async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), String> {
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|error| format!("cannot listen on {address}: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    Ok((listener, address))
}

/// What a listener does with its connections.
#[derive(Clone)]
struct Listening {
    tls: Option<TlsAcceptor>,
    served: Served,
    stopped: watch::Receiver<bool>,
}

impl Listening {
    /// Accepts connections, as many as there are places for, until it is told to stop.
    async fn accept(&self, listener: &TcpListener, places: &Arc<Semaphore>, mut stop: Stop) {
        loop {
            let accepted = async {
                let place = Arc::clone(places).acquire_owned().await;
                (place, listener.accept().await)
            };
            tokio::select! {
                (place, accepted) = accepted => match (place, accepted) {
                    (Ok(place), Ok((socket, peer))) => {
                        // An answer is one small write, and waits for nothing.
                        let _ = socket.set_nodelay(true);
                        let connection = self.clone();
                        tokio::spawn(async move {
                            connection.serve(socket, peer).await;
                            drop(place);
                        });
                    }
                    // Too many open files, or a client that was gone before it was accepted.
                    _ => sleep(ACCEPT_PAUSE).await,
                },
                () = &mut stop => break,
            }
        }
    }

    async fn serve(self, socket: TcpStream, peer: SocketAddr) {
        let Self { tls, served, stopped } = self;
        match tls {
            None => connection::serve(socket, peer, served, stopped).await,
            // A handshake has the time of a head; one that fails has nobody to be answered.
            Some(tls) => {
                if let Ok(Ok(socket)) = timeout(HEAD_WAIT, tls.accept(socket)).await {
                    connection::serve(socket, peer, served, stopped).await;
                }
            }
        }
    }
}

type Stop = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// Ends with the first SIGINT or SIGTERM.
fn stop_signal() -> Result<Stop, String> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).map_err(|error| format!("cannot listen for signals: {error}"));
        let (mut interrupt, mut terminate) =
            (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
        Ok(Box::pin(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        }))
    }
    #[cfg(not(unix))]
    Ok(Box::pin(async {
        let _ = tokio::signal::ctrl_c().await;
    }))
}
