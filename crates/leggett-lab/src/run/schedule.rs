//! Points computed on several threads, and handed over one after another.

use super::queue::{Complete, Point, Queue, Step};
use crate::error::Result;
use crate::memory::shown;
use leggett_studies::error::{Error, Kind};
use leggett_studies::{Arguments, Evaluation, Study, Work};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// A point that has been computed, or refused.
pub(super) struct Finished {
    pub(super) index: usize,
    pub(super) outcome: std::result::Result<Evaluation, Error>,
    pub(super) seconds: f64,
    /// Whether it was refused only because memory is short.
    pub(super) lacks_memory: bool,
}

/// What is computed, and with what.
pub(super) struct Conditions<'a> {
    pub(super) study: &'static Study,
    pub(super) arguments: &'a (dyn Fn(usize) -> Result<Arguments> + Sync),
    /// Threads.
    pub(super) jobs: usize,
    /// Bytes that parts in flight may take together.
    pub(super) memory: u64,
}

/// How often the caller's wish to stop is looked at.
const POLL: Duration = Duration::from_millis(20);

/// Stack of a thread: that of a main thread.
const STACK: usize = 8 << 20;

/// Computes these points; `sink` gets what is finished, in no fixed order, on
/// the calling thread. Stops when `work` is cancelled or the sink fails.
pub(super) fn compute(
    conditions: &Conditions<'_>,
    todo: &mut (dyn Iterator<Item = usize> + Send),
    work: &Work,
    sink: &mut dyn FnMut(Vec<Finished>) -> Result<()>,
) -> Result<()> {
    let queue = Queue::new(todo, conditions.memory, conditions.jobs);
    // Stopping after a failed write must not cancel the caller's own handle.
    let inner = Work::new();
    let result = thread::scope(|scope| {
        let (sender, receiver) = sync_channel(64 * conditions.jobs);
        for index in 0..conditions.jobs {
            let (queue, inner, sender) = (&queue, &inner, sender.clone());
            let builder = thread::Builder::new().stack_size(STACK);
            let spawned = builder.spawn_scoped(scope, move || {
                let worker = Worker {
                    conditions,
                    queue,
                    work: inner,
                    sender,
                };
                worker.run();
            });
            match spawned {
                // Fewer threads than asked for do the same work.
                Err(error) if index == 0 => {
                    let message = format!("no thread can be started: {error}");
                    return Err(crate::Error::new(Kind::Io, message).because(error));
                }
                Err(_) => break,
                Ok(_) => {}
            }
        }
        drop(sender);
        hand_over(&receiver, &queue, work, &inner, sink)
    });
    result?;
    work.check()
        .map_err(|cancelled| Error::from(cancelled).into())
}

/// Passes on what comes until all threads have ended.
fn hand_over(
    receiver: &Receiver<Finished>,
    queue: &Queue<'_>,
    work: &Work,
    inner: &Work,
    sink: &mut dyn FnMut(Vec<Finished>) -> Result<()>,
) -> Result<()> {
    let mut result = Ok(());
    loop {
        if work.check().is_err() || result.is_err() {
            inner.cancel();
            queue.stop();
        }
        match receiver.recv_timeout(POLL) {
            Ok(first) => {
                let mut batch = vec![first];
                batch.extend(receiver.try_iter().take(1000));
                if result.is_ok() {
                    result = sink(batch);
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return result,
        }
    }
}

/// One thread.
struct Worker<'a, 'q> {
    conditions: &'a Conditions<'a>,
    queue: &'a Queue<'q>,
    work: &'a Work,
    sender: SyncSender<Finished>,
}

impl Worker<'_, '_> {
    fn run(&self) {
        loop {
            match self.queue.next() {
                Step::Done => return,
                Step::Plan(index) => self.plan(index),
                Step::Part(point, part) => self.part(&point, part),
            }
        }
    }

    fn plan(&self, index: usize) {
        let start = Instant::now();
        let prepared = self.prepare(index);
        let seconds = start.elapsed().as_secs_f64();
        match prepared {
            Ok(point) => self.queue.planned(Some(point), seconds),
            Err((error, lacks_memory)) => {
                self.queue.planned(None, seconds);
                self.send(Finished {
                    index,
                    outcome: Err(error),
                    seconds,
                    lacks_memory,
                });
            }
        }
    }

    fn prepare(&self, index: usize) -> std::result::Result<Point, (Error, bool)> {
        let arguments =
            (self.conditions.arguments)(index).map_err(|error| (error.details().clone(), false))?;
        let plan =
            guarded(|| (self.conditions.study.plan)(&arguments)).map_err(|error| (error, false))?;
        let bytes = plan.cost().bytes;
        if let Some(error) = beyond(bytes, self.conditions.memory) {
            return Err((error, true));
        }
        Ok(Point {
            index,
            arguments,
            parts: plan.parts().max(1),
            plan,
            bytes: bytes.max(0.0),
        })
    }

    fn part(&self, point: &Arc<Point>, part: usize) {
        let start = Instant::now();
        let result = guarded(|| point.plan.part(part, self.work));
        let seconds = start.elapsed().as_secs_f64();
        if let Some(complete) = self.queue.ended(point, part, result, seconds) {
            self.finish(point, complete);
        }
    }

    fn finish(&self, point: &Point, complete: Complete) {
        let start = Instant::now();
        let study = self.conditions.study;
        let outcome = complete.parts.and_then(|parts| {
            guarded(|| study.finish(&point.arguments, point.plan.as_ref(), &parts))
        });
        self.send(Finished {
            index: point.index,
            outcome,
            seconds: complete.seconds + start.elapsed().as_secs_f64(),
            lacks_memory: false,
        });
    }

    fn send(&self, finished: Finished) {
        let interrupted = |error: &Error| error.kind == Kind::Interrupted;
        let dropped = finished.outcome.as_ref().is_err_and(interrupted);
        if dropped || self.sender.send(finished).is_err() {
            self.queue.stop();
        }
    }
}

/// The error of a part that alone takes more than there is. It does not say
/// how much there is: that may differ from run to run, and the error is kept.
pub(super) fn beyond(bytes: f64, memory: u64) -> Option<Error> {
    // Not `bytes > memory`: a size that is not a number fits nowhere.
    if bytes <= memory as f64 {
        return None;
    }
    let needed = shown(bytes);
    let message = format!("this point needs {needed} of memory, which is more than may be used");
    Some(
        Error::new(Kind::TooLarge, message)
            .parameter("memory")
            .allowed(format!("--memory {needed} or more, or a smaller problem")),
    )
}

/// A study that panics has a defect, which must not end the whole run.
fn guarded<T>(
    compute: impl FnOnce() -> std::result::Result<T, Error>,
) -> std::result::Result<T, Error> {
    catch_unwind(AssertUnwindSafe(compute)).unwrap_or_else(|panic| {
        let reason = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        let message = format!("the computation broke off, which is a defect of leggett: {reason}");
        Err(Error::new(Kind::BoundViolated, message))
    })
}
