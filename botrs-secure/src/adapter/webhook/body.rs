//! The body of a request, read up to what a body may have.

use http_body_util::BodyExt;
use hyper::body::{Body, Bytes};

use super::refusal::Refusal;

/// The largest body: events of QQ have a few kilobytes.
pub(super) const LARGEST: usize = 128 << 10;
/// So much memory is taken at first; whoever announces more has to send it.
const FIRST: usize = 8 << 10;

/// Refuses a body that is announced as too large, before any of it is read.
pub(super) fn announced(body: &impl Body) -> Result<(), Refusal> {
    if body.size_hint().lower() > LARGEST as u64 { Err(Refusal::Size) } else { Ok(()) }
}

/// What was signed: the timestamp, and behind it the body.
pub(super) async fn read<B>(timestamp: &[u8], mut body: B) -> Result<Vec<u8>, Refusal>
where
    B: Body<Data = Bytes> + Unpin,
{
    let mut message = Vec::with_capacity(FIRST);
    message.extend_from_slice(timestamp);
    while let Some(frame) = body.frame().await {
        // Trailers are nobody's concern.
        let Ok(data) = frame.map_err(|_| Refusal::Cut)?.into_data() else { continue };
        if message.len() + data.len() > timestamp.len() + LARGEST {
            return Err(Refusal::Size);
        }
        message.extend_from_slice(&data);
    }
    Ok(message)
}
