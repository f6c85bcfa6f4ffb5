//! Lets all rows of a list ask before anything is loaded for them.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// How often a request that is not waiting for anything may go on before others get their turn.
const TURNS: usize = 10_000;

/// Runs the execution of a request on, each time, until it waits for something.
///
/// The executor pauses after every second row of a list (the fields of an object are a `FuturesUnordered`, which wakes itself once
/// it has polled all of them, and the list of rows stops at the second that did). Loaders are tasks of the same thread: in each
/// pause they would load for two rows, and 100 rows would be 50 statements. A pause that the request itself ends is no reason to
/// let anybody else run.
pub(crate) async fn all_ask_first<F: Future>(execution: F) -> F::Output {
    // What tokio would pause for fairness would be taken for such a pause, and never end.
    let mut execution = pin!(tokio::task::unconstrained(execution));
    std::future::poll_fn(move |outer| {
        let note = Arc::new(Note { woken: AtomicBool::new(false), outer: outer.waker().clone() });
        let waker = Waker::from(Arc::clone(&note));
        for _ in 0..TURNS {
            note.woken.store(false, Ordering::Relaxed);
            let polled = execution.as_mut().poll(&mut Context::from_waker(&waker));
            if polled.is_ready() || !note.woken.load(Ordering::Relaxed) {
                return polled;
            }
        }
        outer.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}

/// Notes that somebody woke the execution, and passes it on.
struct Note {
    woken: AtomicBool,
    outer: Waker,
}

impl Wake for Note {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Relaxed);
        self.outer.wake_by_ref();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::atomic::AtomicUsize;

    use async_graphql::dataloader::{DataLoader, Loader};
    use async_graphql::{Context, EmptyMutation, EmptySubscription, Object, Request, Result, Schema};

    use super::*;

    struct Counted(Arc<AtomicUsize>);

    impl Loader<usize> for Counted {
        type Value = usize;
        type Error = Arc<std::io::Error>;

        async fn load(&self, keys: &[usize]) -> std::result::Result<HashMap<usize, usize>, Self::Error> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Ok(keys.iter().map(|key| (*key, *key)).collect())
        }
    }

    struct Rows;

    #[Object]
    impl Rows {
        async fn rows(&self) -> Vec<Row> {
            (0..100).map(Row).collect()
        }
    }

    struct Row(usize);

    #[Object]
    impl Row {
        async fn value(&self, ctx: &Context<'_>) -> Result<Option<usize>> {
            Ok(ctx.data_unchecked::<DataLoader<Counted>>().load_one(self.0).await?)
        }

        async fn rows(&self) -> Vec<Row> {
            vec![Row(self.0 * 2), Row(self.0 * 2 + 1)]
        }
    }

    async fn loads(query: &str) -> usize {
        let schema = Schema::new(Rows, EmptyMutation, EmptySubscription);
        let count = Arc::new(AtomicUsize::new(0));
        let loader = DataLoader::new(Counted(Arc::clone(&count)), tokio::spawn).delay(std::time::Duration::ZERO);
        let answer = all_ask_first(schema.execute(Request::new(query).data(loader))).await;
        assert!(answer.is_ok());
        count.load(Ordering::Relaxed)
    }

    #[tokio::test]
    async fn a_hundred_rows_are_loaded_for_at_once() {
        assert_eq!(loads("{ rows { value } }").await, 1);
        assert_eq!(loads("{ rows { rows { value } } }").await, 1);
        assert_eq!(loads("{ rows { rows { rows { value } } } }").await, 1);
    }
}
