//! gRPC, as far as Terraform uses it of a plugin: one message there, one message back.

use std::io::Cursor;
use std::rc::Rc;

use h2::RecvStream;
use h2::server::SendResponse;
use http::{HeaderMap, HeaderValue, Response};
use tokio::io::{AsyncRead, AsyncWrite};

/// Longer messages are refused, in bytes.
const LONGEST: usize = 256 << 20;

/// How much Terraform may send before it is read, in bytes.
const WINDOW: u32 = 4 << 20;

/// What a message is preceded by: whether it is compressed, and its length.
const PREFIX: usize = 5;

/// With this call Terraform says that it needs the plugin no more.
pub(crate) const SHUTDOWN: &str = "/plugin.GRPCController/Shutdown";

/// What came of a call: an answer, or a status and why.
pub(crate) type Outcome = Result<Vec<u8>, (Status, String)>;

/// The statuses that the stand-in uses, with gRPC's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    InvalidArgument = 3,
    Unimplemented = 12,
}

/// Answers the calls of one connection until it ends; must run in a [`tokio::task::LocalSet`]. `call` gets the path of a
/// method and its message.
pub(crate) async fn serve<T>(io: T, call: impl Fn(&str, &[u8]) -> Outcome + 'static) -> Result<(), h2::Error>
where
    T: AsyncRead + AsyncWrite + Unpin,
{
    let mut builder = h2::server::Builder::new();
    builder
        .initial_window_size(WINDOW)
        .initial_connection_window_size(WINDOW);
    let mut connection = builder.handshake::<T, Cursor<Vec<u8>>>(io).await?;
    let call = Rc::new(call);
    while let Some(accepted) = connection.accept().await {
        let (request, respond) = accepted?;
        let path = request.uri().path().to_owned();
        if path == SHUTDOWN {
            connection.graceful_shutdown();
        }
        let call = Rc::clone(&call);
        // Waiting for the next call also moves this one's bytes, so it must not be waited for here.
        tokio::task::spawn_local(async move {
            // A call that breaks off is Terraform's to notice.
            let _ = answer(&path, request.into_body(), respond, call.as_ref()).await;
        });
    }
    Ok(())
}

async fn answer(
    path: &str,
    body: RecvStream,
    mut respond: SendResponse<Cursor<Vec<u8>>>,
    call: &impl Fn(&str, &[u8]) -> Outcome,
) -> Result<(), h2::Error> {
    let outcome = match message(body).await? {
        Some(message) => call(path, &message),
        None => Err((
            Status::InvalidArgument,
            "one whole message must come, not compressed".to_owned(),
        )),
    };
    let mut response = Response::new(());
    response
        .headers_mut()
        .insert("content-type", HeaderValue::from_static("application/grpc"));
    let mut trailers = HeaderMap::new();
    let mut stream = respond.send_response(response, false)?;
    match outcome {
        Ok(message) => {
            let length = u32::try_from(message.len()).unwrap_or(u32::MAX).to_be_bytes();
            let mut framed = Vec::with_capacity(PREFIX + message.len());
            framed.push(0);
            framed.extend_from_slice(&length);
            framed.extend_from_slice(&message);
            stream.send_data(Cursor::new(framed), false)?;
            trailers.insert("grpc-status", HeaderValue::from_static("0"));
        }
        Err((status, why)) => {
            trailers.insert("grpc-status", HeaderValue::from(status as u16));
            if let Ok(why) = HeaderValue::from_str(&why) {
                trailers.insert("grpc-message", why);
            }
        }
    }
    stream.send_trailers(trailers)
}

/// The message of a request; `None` where it is none.
async fn message(mut body: RecvStream) -> Result<Option<Vec<u8>>, h2::Error> {
    let mut framed = Vec::new();
    while let Some(chunk) = body.data().await {
        let chunk = chunk?;
        // What was read may be sent again.
        body.flow_control().release_capacity(chunk.len())?;
        framed.extend_from_slice(&chunk);
        if framed.len() > LONGEST {
            return Ok(None);
        }
    }
    let Some((prefix, message)) = framed.split_at_checked(PREFIX) else {
        return Ok(None);
    };
    let length = prefix[1..]
        .iter()
        .fold(0, |length, byte| (length << 8) | usize::from(*byte));
    if prefix[0] != 0 || message.len() != length {
        return Ok(None);
    }
    Ok(Some(framed.split_off(PREFIX)))
}
