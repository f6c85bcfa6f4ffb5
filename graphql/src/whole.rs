//! Lets a request do all that it can before anything else runs.
//!
//! Lists of more than thirty rows are resolved by `FuturesUnordered`, which gives the thread away after every second row that has
//! yielded. The loaders' tasks would use that pause and ask the database for what two rows need, then for the next two. So a request
//! that only paused is polled again at once; it waits when all of its rows wait.

use std::pin::Pin;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// How often at most it is polled again before others have their turn; a list takes half as many as it has rows.
const MOST: u32 = 1_000;

/// A future that pauses only when it waits for something.
pub(crate) struct Whole<F> {
    future: Pin<Box<F>>,
    signal: Arc<Signal>,
    waker: Waker,
}

/// Waits to be woken.
const WAITING: u8 = 0;
/// Is being polled.
const POLLED: u8 = 1;
/// Was woken since it was last polled.
const WOKEN: u8 = 2;

struct Signal {
    state: AtomicU8,
    task: Mutex<Waker>,
}

impl Signal {
    fn task(&self) -> std::sync::MutexGuard<'_, Waker> {
        self.task.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.state.swap(WOKEN, Ordering::AcqRel) == WAITING {
            self.task().wake_by_ref();
        }
    }
}

impl<F: Future> Whole<F> {
    /// The same future.
    pub(crate) fn new(future: F) -> Self {
        let signal = Arc::new(Signal { state: AtomicU8::new(WAITING), task: Mutex::new(Waker::noop().clone()) });
        Self { future: Box::pin(future), waker: Waker::from(Arc::clone(&signal)), signal }
    }
}

impl<F: Future> Future for Whole<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        self.signal.task().clone_from(cx.waker());
        let waker = self.waker.clone();
        for _ in 0..MOST {
            self.signal.state.store(POLLED, Ordering::Release);
            if let Poll::Ready(output) = self.future.as_mut().poll(&mut Context::from_waker(&waker)) {
                return Poll::Ready(output);
            }
            let waits = self.signal.state.compare_exchange(POLLED, WAITING, Ordering::AcqRel, Ordering::Acquire).is_ok();
            if waits {
                return Poll::Pending;
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;

    struct Count(AtomicU32);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Pauses so many times, then waits, then is done.
    struct Pausing {
        pauses: u32,
        waits: bool,
        waker: Arc<Mutex<Option<Waker>>>,
    }

    impl Future for Pausing {
        type Output = ();

        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
            if self.pauses > 0 {
                self.pauses -= 1;
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            if std::mem::take(&mut self.waits) {
                *self.waker.lock().unwrap() = Some(cx.waker().clone());
                return Poll::Pending;
            }
            Poll::Ready(())
        }
    }

    #[test]
    fn a_pause_is_not_seen_outside_and_a_wait_is() {
        let count = Arc::new(Count(AtomicU32::new(0)));
        let task = Waker::from(Arc::clone(&count));
        let waker = Arc::new(Mutex::new(None));
        let mut whole = Whole::new(Pausing { pauses: 70, waits: true, waker: Arc::clone(&waker) });
        let mut cx = Context::from_waker(&task);
        assert!(Pin::new(&mut whole).poll(&mut cx).is_pending());
        assert_eq!(count.0.load(Ordering::Relaxed), 0, "nobody was woken for a pause");
        let woken: Waker = waker.lock().unwrap().take().unwrap();
        woken.wake_by_ref();
        woken.wake();
        assert_eq!(count.0.load(Ordering::Relaxed), 1, "woken once for what it waited for");
        assert!(Pin::new(&mut whole).poll(&mut cx).is_ready());
    }

    #[test]
    fn others_have_their_turn_whatever_it_does() {
        let count = Arc::new(Count(AtomicU32::new(0)));
        let task = Waker::from(Arc::clone(&count));
        let mut whole = Whole::new(Pausing { pauses: MOST + 5, waits: false, waker: Arc::default() });
        let mut cx = Context::from_waker(&task);
        assert!(Pin::new(&mut whole).poll(&mut cx).is_pending());
        assert_eq!(count.0.load(Ordering::Relaxed), 1);
        assert!(Pin::new(&mut whole).poll(&mut cx).is_ready());
    }
}
