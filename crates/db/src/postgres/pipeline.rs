//! Several requests in one go.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

/// A request of whose answer only the error matters.
pub(super) type Request<'a, E> = Pin<Box<dyn Future<Output = Result<(), E>> + 'a>>;

/// Polls all in order, so they are sent in order without waiting for each other's answers. The server answers in order too, so
/// the first error is the one that caused the others.
pub(super) async fn pipeline<T, E>(
    mut before: Vec<Option<Request<'_, E>>>,
    last: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let mut last = pin!(last);
    let mut answer = None;
    poll_fn(|context| {
        for waiting in &mut before {
            match waiting
                .as_mut()
                .map(|request| request.as_mut().poll(context))
            {
                Some(Poll::Ready(Ok(()))) => *waiting = None,
                Some(Poll::Ready(Err(error))) => return Poll::Ready(Err(error)),
                Some(Poll::Pending) | None => {}
            }
        }
        if answer.is_none()
            && let Poll::Ready(ready) = last.as_mut().poll(context)
        {
            answer = Some(ready);
        }
        if before.iter().all(Option::is_none) {
            answer.take().map_or(Poll::Pending, Poll::Ready)
        } else {
            Poll::Pending
        }
    })
    .await
}
