//! An answer that takes its time, as a stream: `fetch` and the reader of its body.

use futures_util::stream;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, Response, WorkerGlobalScope};

use super::{no_answer, to_fetch};
use crate::{HttpError, HttpRequest, Listening, Spoken};

/// Ends the request with the stream: a body that nobody reads would hold its connection.
struct Ends(AbortController);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.abort();
    }
}

enum Line {
    Wanted(HttpRequest),
    Begun(Response, Ends),
    Read(ReadableStreamDefaultReader, Ends),
}

pub(super) fn listen(request: HttpRequest) -> Listening {
    Box::pin(stream::try_unfold(Line::Wanted(request), next))
}

async fn next(line: Line) -> Result<Option<(Spoken, Line)>, HttpError> {
    let (reader, ends) = match line {
        Line::Wanted(request) => {
            let (response, ends) = begin(request).await?;
            return Ok(Some((Spoken::Begun(response.status()), Line::Begun(response, ends))));
        }
        Line::Begun(response, ends) => match response.body() {
            Some(body) => (body.get_reader().unchecked_into(), ends),
            None => return Ok(None),
        },
        Line::Read(reader, ends) => (reader, ends),
    };
    let piece = JsFuture::from(reader.read()).await.map_err(|_| no_answer())?;
    let done = Reflect::get(&piece, &"done".into()).is_ok_and(|d| d.is_truthy());
    if done {
        return Ok(None);
    }
    let bytes = Reflect::get(&piece, &"value".into()).ok().and_then(|v| v.dyn_into::<Uint8Array>().ok());
    let bytes = bytes.ok_or(HttpError::Broken)?.to_vec();
    Ok(Some((Spoken::Bytes(bytes), Line::Read(reader, ends))))
}

async fn begin(request: HttpRequest) -> Result<(Response, Ends), HttpError> {
    let scope: WorkerGlobalScope = js_sys::global().dyn_into().map_err(|_| HttpError::Offline)?;
    let ends = Ends(AbortController::new().map_err(|_| HttpError::Offline)?);
    let wanted = to_fetch(&request, Some(&ends.0.signal())).map_err(|cause| {
        tracing::error!(?cause, "a request cannot be made");
        HttpError::Offline
    })?;
    let response = JsFuture::from(scope.fetch_with_request(&wanted)).await.map_err(|_| no_answer())?;
    Ok((response.unchecked_into(), ends))
}
