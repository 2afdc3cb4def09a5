//! The listener: accepts, limits, and stops in order.

use std::sync::Arc;

use axum::Router;
use axum::routing::any;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

use crate::assemble::{Assembled, assemble};
use crate::banner;
use crate::net::limits::{ACCEPT_PAUSE, CONNECTIONS, DRAIN_WAIT};
use crate::net::{connection, handler};
use crate::options::Serve;
use crate::pages;

/// How many threads serve; the writer, the readers and the simulated providers have their own.
const WORKERS: usize = 2;

/// Serves until it is told to stop.
pub fn run(options: &Serve) -> Result<(), String> {
    if let Some(objection) = options.objection() {
        return Err(objection);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(listen(options))
}

async fn listen(options: &Serve) -> Result<(), String> {
    let listener = TcpListener::bind(options.listen).await;
    let listener = listener.map_err(|error| format!("cannot listen on {}: {error}", options.listen))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let public_url = options.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let Assembled { app, lock } = assemble(options, public_url, address.ip().is_loopback()).await?;
    // Told before the banner is printed, so that whoever reads it may stop the server at once.
    let stop = stop_signal()?;
    let (stopping, stopped) = watch::channel(false);
    let runner = app.parts().work.start(stopped.clone());
    let secret = app.demo_secret().await.unwrap_or_default();
    banner::print(address, &secret, options);

    let router = pages::routes().fallback(any(handler::answer)).with_state(app);
    let places = Arc::new(Semaphore::new(usize::try_from(CONNECTIONS).unwrap_or(usize::MAX)));
    accept(&listener, &router, &places, &stopped, stop).await;
    drop(listener);
    let _ = stopping.send(true);
    let all = timeout(DRAIN_WAIT, places.acquire_many(CONNECTIONS)).await;
    // What is due stays in the records, and goes on after the next start.
    let _ = runner.await;
    drop(lock);
    println!("{}", if all.is_ok() { "stopped" } else { "stopped, with connections still open" });
    Ok(())
}

/// Accepts connections, as many as there are places for, until it is told to stop.
async fn accept(
    listener: &TcpListener,
    router: &Router,
    places: &Arc<Semaphore>,
    stopped: &watch::Receiver<bool>,
    mut stop: Stop,
) {
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
