//! The listener: accepts, limits, and stops in order.

use std::sync::Arc;

use axum::Router;
use axum::routing::any;
use rwandapay_core::record::Mode;
use rwandapay_core::url::UrlPolicy;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

use crate::banner;
use crate::net::limits::{ACCEPT_PAUSE, CONNECTIONS, DRAIN_WAIT};
use crate::net::{connection, handler};
use crate::options::{Serve, Switch};
use crate::shell::{Rules, Shell};

/// Serves until it is told to stop.
pub fn run(options: &Serve) -> Result<(), String> {
    if let Some(objection) = options.objection() {
        return Err(objection);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(listen(options))
}

async fn listen(options: &Serve) -> Result<(), String> {
    let listener = TcpListener::bind(options.listen).await;
    let listener = listener.map_err(|error| format!("cannot listen on {}: {error}", options.listen))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;

    let loopback = address.ip().is_loopback();
    let dev_webhooks = options.dev_webhooks.map_or(loopback, |switch| switch == Switch::On);
    let public_url = options.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let rules = Rules {
        rate_limit: options.rate_limit == Switch::On,
        urls: UrlPolicy::of(Mode::Test, dev_webhooks),
        clock: options.clock,
    };
    let shell = Shell::open(public_url, rules)?;
    // Told before the banner is printed, so that whoever reads it may stop the server at once.
    let mut stop = stop_signal()?;
    banner::print(address, &shell, options);

    let router = Router::new().fallback(any(handler::answer)).with_state(shell);
    let (stopping, stopped) = watch::channel(false);
    let places = Arc::new(Semaphore::new(usize::try_from(CONNECTIONS).unwrap_or(usize::MAX)));
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        tokio::select! {
            (place, accepted) = accepted => match (place, accepted) {
                (Ok(place), Ok((socket, peer))) => {
                    // An answer is one small write, and waits for nothing.
                    let _ = socket.set_nodelay(true);
                    let served = connection::serve(socket, peer, router.clone(), stopped.clone());
                    tokio::spawn(async move {
                        served.await;
                        drop(place);
                    });
                }
                // Too many open files, or a client that was gone before it was accepted.
                _ => sleep(ACCEPT_PAUSE).await,
            },
            () = &mut stop => break,
        }
    }
    drop(listener);
    let _ = stopping.send(true);
    let all = timeout(DRAIN_WAIT, places.acquire_many(CONNECTIONS)).await;
    println!("{}", if all.is_ok() { "stopped" } else { "stopped, with connections still open" });
    Ok(())
}

/// Ends with the first SIGINT or SIGTERM.
fn stop_signal() -> Result<std::pin::Pin<Box<dyn Future<Output = ()>>>, String> {
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
