//! What is to be computed next, within the memory that may be used.

use leggett_studies::{Arguments, Error, Plan};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// A point that is ready to be computed.
pub(super) struct Point {
    pub(super) index: usize,
    pub(super) arguments: Arguments,
    pub(super) plan: Box<dyn Plan>,
    /// What each part takes.
    pub(super) bytes: f64,
    pub(super) parts: usize,
}

/// What a thread does next.
pub(super) enum Step {
    /// Prepare a point.
    Plan(usize),
    /// Compute a part of a point.
    Part(Arc<Point>, usize),
    /// Nothing is left.
    Done,
}

/// A point of which every part has ended.
pub(super) struct Complete {
    /// The parts' results in order, or the error of the first part that
    /// failed, whichever thread was faster.
    pub(super) parts: Result<Vec<Vec<f64>>, Error>,
    pub(super) seconds: f64,
}

/// Points in flight, and those that wait.
///
/// Only some points are planned ahead, so that plans take little memory;
/// parts of the earliest point go first, and a later one overtakes it only
/// while memory is short, so that large points are not put off for ever.
pub(super) struct Queue<'a> {
    state: Mutex<State<'a>>,
    changed: Condvar,
    memory: f64,
    /// The most points in flight.
    window: usize,
}

struct State<'a> {
    todo: &'a mut (dyn Iterator<Item = usize> + Send),
    active: Vec<Slot>,
    planning: usize,
    used: f64,
    stopped: bool,
}

struct Slot {
    point: Arc<Point>,
    next: usize,
    running: usize,
    results: Vec<Vec<f64>>,
    failed: Option<(usize, Error)>,
    seconds: f64,
}

impl Slot {
    fn wants_to_start(&self) -> bool {
        self.failed.is_none() && self.next < self.point.parts
    }
}

impl<'a> Queue<'a> {
    pub(super) fn new(
        todo: &'a mut (dyn Iterator<Item = usize> + Send),
        memory: u64,
        jobs: usize,
    ) -> Self {
        Self {
            state: Mutex::new(State {
                todo,
                active: Vec::new(),
                planning: 0,
                used: 0.0,
                stopped: false,
            }),
            changed: Condvar::new(),
            memory: memory as f64,
            window: 2 * jobs,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<'a>> {
        // Nothing panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is something to do.
    pub(super) fn next(&self) -> Step {
        let mut state = self.lock();
        loop {
            if state.stopped {
                return Step::Done;
            }
            if let Some((point, part)) = self.start_part(&mut state) {
                return Step::Part(point, part);
            }
            if state.active.len() + state.planning < self.window
                && let Some(index) = state.todo.next()
            {
                state.planning += 1;
                return Step::Plan(index);
            }
            if state.active.is_empty() && state.planning == 0 {
                return Step::Done;
            }
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The first part in order that fits into what memory is left.
    fn start_part(&self, state: &mut State<'_>) -> Option<(Arc<Point>, usize)> {
        let free = self.memory - state.used;
        let slot = state
            .active
            .iter_mut()
            .find(|slot| slot.wants_to_start() && slot.point.bytes <= free)?;
        let part = slot.next;
        slot.next += 1;
        slot.running += 1;
        state.used += slot.point.bytes;
        Some((Arc::clone(&slot.point), part))
    }

    /// A point was prepared, or could not be, in so many seconds.
    pub(super) fn planned(&self, point: Option<Point>, seconds: f64) {
        let mut state = self.lock();
        state.planning -= 1;
        if let Some(point) = point {
            state.active.push(Slot {
                next: 0,
                running: 0,
                results: vec![Vec::new(); point.parts],
                failed: None,
                seconds,
                point: Arc::new(point),
            });
        }
        self.changed.notify_all();
    }

    /// A part has ended; returns the point's results if it was the last one.
    pub(super) fn ended(
        &self,
        point: &Arc<Point>,
        part: usize,
        result: Result<Vec<f64>, Error>,
        seconds: f64,
    ) -> Option<Complete> {
        let mut state = self.lock();
        state.used -= point.bytes;
        if state.active.iter().all(|slot| slot.running == 0) {
            // Sums of rounded sizes must not drift.
            state.used = 0.0;
        }
        self.changed.notify_all();
        let position = state
            .active
            .iter()
            .position(|slot| Arc::ptr_eq(&slot.point, point))?;
        let slot = &mut state.active[position];
        slot.running -= 1;
        slot.seconds += seconds;
        match result {
            Ok(values) => slot.results[part] = values,
            // Parts start in order, so those before the first failing one
            // have all started: the error does not depend on timing.
            Err(error) if slot.failed.as_ref().is_none_or(|(first, _)| part < *first) => {
                slot.failed = Some((part, error));
            }
            Err(_) => {}
        }
        if slot.running > 0 || slot.wants_to_start() {
            return None;
        }
        let slot = state.active.remove(position);
        Some(Complete {
            parts: match slot.failed {
                Some((_, error)) => Err(error),
                None => Ok(slot.results),
            },
            seconds: slot.seconds,
        })
    }

    /// Starts nothing more.
    pub(super) fn stop(&self) {
        self.lock().stopped = true;
        self.changed.notify_all();
    }
}
