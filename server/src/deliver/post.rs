//! One attempt: a request out, a status back, everything else bounded.

use std::sync::PoisonError;
use std::time::Instant as Stopwatch;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use rwandapay_core::record::DeliveryAttempt;
use rwandapay_core::time::Instant;
use rwandapay_core::url::{Url, UrlPolicy};
use tokio::time::timeout;

use super::connect::NoConnection;
use super::{BODY_BYTES, HEAD_BYTES, OF_ONE_HOST, Outgoing, Sender, Slot};

/// A connection that waits for the next delivery.
pub type Idle = SendRequest<Full<Bytes>>;

/// How many origins have connections that wait.
const IDLE_ORIGINS: usize = 256;
const USER_AGENT: &str = "RwandaPay-Webhooks/1";

impl Sender {
    /// Posts a webhook once, and says what came of it. `at` is the attempt's time in the records.
    pub async fn post(
        &self,
        slot: Slot,
        urls: UrlPolicy,
        outgoing: Outgoing,
        at: Instant,
    ) -> DeliveryAttempt {
        let began = Stopwatch::now();
        let ended = match Url::parse(&outgoing.url, urls) {
            Ok(url) => timeout(self.0.longest, self.attempt(&url, urls, &outgoing)).await,
            // It was checked when it was named; the rules are stricter now.
            Err(_) => Ok(Err(NoConnection("address not allowed"))),
        };
        drop(slot);
        let (status, error) = match ended {
            Ok(Ok(status)) => (Some(status.as_u16()), None),
            Ok(Err(NoConnection(why))) => (None, Some(why.to_owned())),
            Err(_) => (None, Some("timeout".to_owned())),
        };
        let duration_ms = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
        DeliveryAttempt { at, status, error, duration_ms }
    }

    async fn attempt(
        &self,
        url: &Url,
        urls: UrlPolicy,
        outgoing: &Outgoing,
    ) -> Result<StatusCode, NoConnection> {
        // A connection of one policy never serves another.
        let origin = format!("{} {urls:?}", url.origin());
        if let Some(mut idle) = self.take_idle(&origin)
            && idle.ready().await.is_ok()
            && let Ok(response) = idle.send_request(request(url, outgoing)?).await
        {
            return Ok(self.read(origin, idle, response).await);
        }
        // None was there, or its receiver had closed it: nothing was answered, so it is sent on a fresh one.
        let mut fresh = self.connect(url, urls).await?;
        let response = fresh.send_request(request(url, outgoing)?).await;
        let response = response.map_err(|error| {
            NoConnection(if error.is_parse() { "answer malformed" } else { "connection lost" })
        })?;
        Ok(self.read(origin, fresh, response).await)
    }

    async fn connect(&self, url: &Url, urls: UrlPolicy) -> Result<Idle, NoConnection> {
        let stream = self.0.connector.connect(url, urls).await?;
        let connected = http1::Builder::new().max_buf_size(HEAD_BYTES).handshake(TokioIo::new(stream)).await;
        let (sender, connection) = connected.map_err(|_| NoConnection("connection lost"))?;
        // It ends with the sender; what it ends with is told to whoever waits for the answer.
        tokio::spawn(async move { drop(connection.await) });
        Ok(sender)
    }

    /// Reads as much of an answer as must be read, and keeps the connection if the answer has ended.
    async fn read(&self, origin: String, connection: Idle, response: Response<Incoming>) -> StatusCode {
        let status = response.status();
        let mut body = response.into_body();
        let mut left = BODY_BYTES;
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else { return status };
            left = left.saturating_sub(frame.data_ref().map_or(0, Bytes::len));
            if left == 0 {
                return status;
            }
        }
        self.give_idle(origin, connection);
        status
    }

    fn take_idle(&self, origin: &str) -> Option<Idle> {
        let mut idle = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = idle.get_mut(origin)?;
        waiting.retain(|connection| !connection.is_closed());
        waiting.pop()
    }

    fn give_idle(&self, origin: String, connection: Idle) {
        let mut idle = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() >= IDLE_ORIGINS {
            idle.retain(|_, waiting| {
                waiting.retain(|connection| !connection.is_closed());
                !waiting.is_empty()
            });
        }
        if idle.len() < IDLE_ORIGINS || idle.contains_key(&origin) {
            let waiting = idle.entry(origin).or_default();
            if waiting.len() < OF_ONE_HOST {
                waiting.push(connection);
            }
        }
    }
}

fn request(url: &Url, outgoing: &Outgoing) -> Result<Request<Full<Bytes>>, NoConnection> {
    let host = url.origin();
    let host = host.split_once("://").map_or(host.as_str(), |(_, host)| host);
    let mut request = Request::post(url.target())
        .header("host", host)
        .header("content-type", "application/json")
        .header("user-agent", USER_AGENT)
        .header("accept-encoding", "identity");
    for (name, value) in &outgoing.headers {
        request = request.header(*name, value);
    }
    let body = Full::new(Bytes::from(outgoing.body.clone()));
    // Only a header that is no header could fail here, and the core writes none.
    request.body(body).map_err(|_| NoConnection("request malformed"))
}
