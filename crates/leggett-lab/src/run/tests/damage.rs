//! Damage is recognised, and exactly what it hit is computed again.

use super::{Bench, contents, experiment};
use crate::run::Shard;
use crate::run::directory::Directory;
use crate::run::log::Log;
use crate::run::row::Row;
use crate::run::store::Store;
use leggett_studies::Work;
use std::fs;

const POINTS: usize = 120;

/// Points of one part; every tenth fails.
fn lines() -> String {
    "[parameters]\nsize = 10\n[[sweep]]\n\
     time = {linspace = [0, 1, 12]}\nmode = {values = [\"normal\", \"undefined\", \"fails\"]}\n\
     [[sweep]]\ntime = {linspace = [2, 3, 84]}\n"
        .to_owned()
}

/// Numbers that look random and are always the same.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound
    }
}

/// Checks that a damaged copy is recognised and repaired; returns how many
/// points were hit.
fn check_repair(bench: &Bench, table: &str, what: &str) -> usize {
    let before = contents(&bench.path("copy"));
    let status = bench.status("copy");
    assert_eq!(
        before,
        contents(&bench.path("copy")),
        "{what}: status changes nothing"
    );
    let hit = status.damaged + status.missing;
    assert_eq!(status.done + status.failed.len() + hit, POINTS, "{what}");
    let partial = bench.export("copy");
    let known: Vec<&str> = table.lines().collect();
    assert!(
        partial.lines().all(|line| known.contains(&line)),
        "{what}: no wrong rows"
    );
    let summary = bench.run("copy", &lines()).unwrap();
    assert_eq!(
        (summary.computed, summary.reused),
        (hit, POINTS - hit),
        "{what}"
    );
    assert_eq!(summary.recomputed, status.damaged, "{what}");
    assert_eq!(bench.export("copy"), table, "{what}");
    let after = bench.status("copy");
    assert_eq!((after.missing, after.damaged), (0, 0), "{what}");
    assert_eq!(after.recomputed, status.damaged, "{what}");
    hit
}

#[test]
fn any_flipped_byte_of_a_finished_database() {
    let bench = Bench::new();
    bench.run("run", &lines()).unwrap();
    let table = bench.export("run");
    let database = fs::read(bench.path("run/results.sqlite")).unwrap();
    let mut random = Random(1);
    // The start of every page, where its structure is, and anywhere.
    let starts = (0..database.len())
        .step_by(4096)
        .flat_map(|page| [page, page + 3, page + 5, page + 9]);
    let anywhere = (0..40).map(|_| random.below(database.len()));
    for offset in (0..100)
        .step_by(7)
        .chain(starts.clone())
        .chain(anywhere.collect::<Vec<_>>())
    {
        bench.copy("run", "copy");
        let mut bytes = database.clone();
        bytes[offset] ^= 1 << (offset % 8);
        fs::write(bench.path("copy/results.sqlite"), bytes).unwrap();
        let hit = check_repair(&bench, &table, &format!("byte {offset}"));
        assert!(hit <= 1, "byte {offset} hits one row, or none: {hit}");
    }
}

#[test]
fn flipped_bytes_of_results_hit_their_points() {
    let bench = Bench::new();
    bench.run("run", &lines()).unwrap();
    let table = bench.export("run");
    let experiment = experiment(&lines());
    for (place, index) in [0, 18, POINTS - 1].into_iter().enumerate() {
        bench.copy("run", "copy");
        let path = bench.path("copy/results.sqlite");
        let mut bytes = fs::read(&path).unwrap();
        let key = experiment.key(index).unwrap();
        let offset = bytes.windows(32).position(|window| window == key).unwrap();
        // In the key itself, in the first value, and in its bound.
        bytes[offset + [3, 40, 48][place]] ^= 4;
        fs::write(&path, bytes).unwrap();
        assert_eq!(bench.status("copy").damaged, 1);
        assert_eq!(check_repair(&bench, &table, &format!("point {index}")), 1);
        assert_eq!(bench.status("copy").recomputed, 1);
    }
}

/// A run whose process was killed: everything is still in SQLite's log.
fn killed_run(bench: &Bench, name: &str, stored: usize) {
    let experiment = experiment(&lines());
    let directory = Directory::new(&bench.path(name));
    drop(directory.claim().unwrap());
    directory.sign(&experiment, Shard::WHOLE).unwrap();
    let mut store = Store::open(&directory.database(), None).unwrap();
    let mut log = Log::open(&directory.log()).unwrap();
    for index in 0..stored {
        let arguments = experiment.point(index).unwrap();
        let outcome = experiment.study().evaluate(&arguments, &Work::new());
        let row = Row::new(index, experiment.key(index).unwrap(), &outcome);
        store.append(&[row], &[(index, 0.5)]).unwrap();
        log.stored(&[index], 0.5).unwrap();
    }
    store.abandon();
}

#[test]
fn a_killed_run_keeps_every_stored_point() {
    let bench = Bench::new();
    bench.run("whole", &lines()).unwrap();
    killed_run(&bench, "run", 50);
    bench.copy("run", "copy");
    assert!(
        fs::metadata(bench.path("copy/results.sqlite-wal"))
            .unwrap()
            .len()
            > 0
    );
    let status = bench.status("copy");
    assert_eq!(
        (status.done + status.failed.len(), status.missing),
        (50, 70)
    );
    let summary = bench.run("copy", &lines()).unwrap();
    assert_eq!(
        (summary.reused, summary.computed, summary.recomputed),
        (50, 70, 0)
    );
    assert_eq!(bench.export("copy"), bench.export("whole"));
}

#[test]
fn a_log_cut_off_anywhere_loses_what_was_behind() {
    let bench = Bench::new();
    bench.run("whole", &lines()).unwrap();
    let table = bench.export("whole");
    killed_run(&bench, "run", POINTS);
    let length = fs::metadata(bench.path("run/results.sqlite-wal"))
        .unwrap()
        .len() as usize;
    let mut random = Random(2);
    let mut hits = Vec::new();
    for cut in [0, 10, 32, length - 1]
        .into_iter()
        .chain((0..25).map(|_| random.below(length)))
    {
        bench.copy("run", "copy");
        let log = fs::File::options()
            .write(true)
            .open(bench.path("copy/results.sqlite-wal"))
            .unwrap();
        log.set_len(cut as u64).unwrap();
        drop(log);
        let status = bench.status("copy");
        assert_eq!(status.missing, 0, "everything had been stored");
        hits.push((cut, check_repair(&bench, &table, &format!("cut at {cut}"))));
    }
    hits.sort_unstable();
    assert_eq!(hits[0].1, POINTS);
    assert!(hits.is_sorted_by(|a, b| a.1 >= b.1), "{hits:?}");
    assert!(hits.last().unwrap().1 <= 1);
}

#[test]
fn damaged_bytes_in_the_log_hit_single_points() {
    let bench = Bench::new();
    bench.run("whole", &lines()).unwrap();
    let table = bench.export("whole");
    killed_run(&bench, "run", POINTS);
    let log = fs::read(bench.path("run/results.sqlite-wal")).unwrap();
    let mut random = Random(3);
    for _ in 0..15 {
        bench.copy("run", "copy");
        let mut bytes = log.clone();
        let offset = random.below(log.len());
        bytes[offset] ^= 0x10;
        fs::write(bench.path("copy/results.sqlite-wal"), bytes).unwrap();
        // Most rows stand in the log several times.
        assert!(check_repair(&bench, &table, &format!("byte {offset}")) <= 1);
    }
}

#[test]
fn cut_off_deleted_and_foreign_databases() {
    let bench = Bench::new();
    bench.run("run", &lines()).unwrap();
    let table = bench.export("run");
    let database = fs::read(bench.path("run/results.sqlite")).unwrap();
    for (bytes, least) in [
        (database[..database.len() / 2].to_vec(), 1),
        (database[..5000].to_vec(), 1),
        (Vec::new(), POINTS),
        (
            b"This is not a database, but a text that is longer than its header would be: \
            a hundred bytes and some more."
                .to_vec(),
            POINTS,
        ),
    ] {
        bench.copy("run", "copy");
        fs::write(bench.path("copy/results.sqlite"), &bytes).unwrap();
        let hit = check_repair(&bench, &table, &format!("{} bytes", bytes.len()));
        assert!(hit >= least, "{hit}");
    }
    bench.copy("run", "copy");
    fs::remove_file(bench.path("copy/results.sqlite")).unwrap();
    assert_eq!(check_repair(&bench, &table, "deleted"), POINTS);
}

#[test]
fn results_of_other_points_do_not_pass() {
    let bench = Bench::new();
    bench.run("run", &lines()).unwrap();
    let table = bench.export("run");
    bench
        .run("other", &lines().replace("size = 10", "size = 11"))
        .unwrap();
    bench.copy("run", "copy");
    fs::copy(
        bench.path("other/results.sqlite"),
        bench.path("copy/results.sqlite"),
    )
    .unwrap();
    assert_eq!(check_repair(&bench, &table, "another database"), POINTS);
}

#[test]
fn rows_longer_than_a_page_are_found_too() {
    let bench = Bench::new();
    let experiment = experiment(&lines());
    let directory = Directory::new(&bench.path("run"));
    drop(directory.claim().unwrap());
    directory.sign(&experiment, Shard::WHOLE).unwrap();
    let mut store = Store::open(&directory.database(), None).unwrap();
    for index in 0..4 {
        let arguments = experiment.point(index).unwrap();
        let mut outcome = experiment.study().evaluate(&arguments, &Work::new());
        if let Ok(evaluation) = &mut outcome {
            evaluation.warnings.push("long ".repeat(1000 * (index + 1)));
        }
        let row = Row::new(index, experiment.key(index).unwrap(), &outcome);
        store.append(&[row], &[(index, 0.5)]).unwrap();
    }
    store.close().unwrap();
    let path = directory.database();
    let mut bytes = fs::read(&path).unwrap();
    // Neither SQLite's header nor any page's own helps then.
    bytes[..100].fill(0);
    for page in (4096..bytes.len()).step_by(4096) {
        bytes[page] = bytes[page].wrapping_add(u8::from(bytes[page] == 13));
    }
    fs::write(&path, bytes).unwrap();
    let status = bench.status("run");
    assert_eq!(status.done + status.failed.len(), 4);
}
