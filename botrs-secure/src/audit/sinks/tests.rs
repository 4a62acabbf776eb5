//! What reaches the sinks, and that a bad one harms nobody.

use std::fs;
use std::sync::mpsc;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event as Logged, Metadata, Subscriber};

use super::super::{AuditLog, Event, Kind, TestDir};
use super::*;

/// Keeps what it gets.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<(Vec<String>, Vec<String>)>>);

impl Kept {
    fn records(&self) -> Vec<String> {
        self.0.lock().0.clone()
    }

    fn checkpoints(&self) -> Vec<String> {
        self.0.lock().1.clone()
    }
}

impl AuditSink for Kept {
    fn write(&mut self, line: &str) -> io::Result<()> {
        self.0.lock().0.push(line.to_owned());
        Ok(())
    }

    fn checkpoint(&mut self, line: &str) -> io::Result<()> {
        self.0.lock().1.push(line.to_owned());
        Ok(())
    }
}

/// Fails at one record, panics at the next, and takes the third.
struct Fickle(Kept, usize);

impl AuditSink for Fickle {
    fn write(&mut self, line: &str) -> io::Result<()> {
        self.1 += 1;
        match self.1 % 3 {
            1 => Err(io::ErrorKind::BrokenPipe.into()),
            2 => panic!("a bad sink"),
            _ => self.0.write(line),
        }
    }
}

/// Takes a record each time the test says so.
struct Held(mpsc::Receiver<()>, Kept);

impl AuditSink for Held {
    fn write(&mut self, line: &str) -> io::Result<()> {
        // With the other side gone it takes all.
        let _ = self.0.recv();
        self.1.write(line)
    }
}

fn record(log: &AuditLog, number: u64) {
    let event = Event::new(Kind::Decision, 0, "mute", "permission");
    assert!(log.record(Event { correlation: number, ..event }));
}

#[test]
fn each_sink_gets_what_the_file_has_and_its_checkpoints() {
    let dir = TestDir::new();
    let path = dir.join("audit.jsonl");
    let sinks = [Kept::default(), Kept::default()];
    let [one, other] = sinks.clone();
    let log = AuditLog::builder(&path).also(one).also(other).open().unwrap();
    for number in 0..100 {
        record(&log, number);
        if number % 10 == 0 {
            assert!(log.flush());
        }
    }
    drop(log);
    let file = fs::read_to_string(&path).unwrap();
    let lines: Vec<_> = file.lines().collect();
    assert_eq!(lines.len(), 101);
    let latest = fs::read_to_string(dir.join("audit.jsonl.checkpoint")).unwrap();
    for sink in sinks {
        assert_eq!(sink.records(), lines);
        assert_eq!(sink.checkpoints().last().unwrap(), latest.trim_end());
    }
}

#[test]
fn a_sink_that_fails_and_panics_harms_no_other() {
    let (fickle, good) = (Kept::default(), Kept::default());
    let sinks: Vec<Box<dyn AuditSink>> =
        vec![Box::new(Fickle(fickle.clone(), 0)), Box::new(good.clone())];
    let sinks = Sinks::start(sinks).unwrap();
    let known: Vec<_> = sinks.0.iter().map(|queue| Arc::clone(&queue.known)).collect();
    sinks.records(b"1\n2\n3\n");
    sinks.records(b"4\n5\n6\n");
    sinks.close();
    assert_eq!(fickle.records(), ["3", "6"]);
    assert_eq!(good.records(), ["1", "2", "3", "4", "5", "6"]);
    assert_eq!(
        known.iter().map(|known| known.missed.load(Ordering::Relaxed)).collect::<Vec<_>>(),
        [4, 0]
    );
    // All of it is told by the end.
    assert_eq!(known[0].told.lock().missed, 4);
}

#[test]
fn what_a_slow_sink_has_no_room_for_is_counted_and_nobody_waits_for_it() {
    let (door, held) = mpsc::channel();
    let (slow, good) = (Kept::default(), Kept::default());
    let sinks: Vec<Box<dyn AuditSink>> =
        vec![Box::new(Held(held, slow.clone())), Box::new(good.clone())];
    let sinks = Sinks::start(sinks).unwrap();
    let known = Arc::clone(&sinks.0[0].known);
    // A sixteenth of the room each.
    let batch = "x".repeat(ROOM / 32 - 1) + "\n" + &"y".repeat(ROOM / 32 - 1) + "\n";
    for number in 1..=40 {
        sinks.records(batch.as_bytes());
        while good.records().len() < 2 * number {
            thread::sleep(LOOK);
        }
    }
    let missed = known.missed.load(Ordering::Relaxed);
    assert_eq!(missed, 2 * 24);
    assert!(known.waiting.load(Ordering::Relaxed) <= ROOM);
    drop(door);
    while known.waiting.load(Ordering::Relaxed) > 0 {
        thread::sleep(LOOK);
    }
    sinks.records(b"later\n");
    sinks.close();
    assert_eq!(slow.records().len() as u64 + missed, 2 * 40 + 1);
    assert_eq!(slow.records().last().unwrap(), "later");
}

#[test]
fn what_waits_when_the_log_is_closed_is_taken() {
    let dir = TestDir::new();
    let (door, held) = mpsc::channel();
    let late = Kept::default();
    let sink = Held(held, late.clone());
    let log = AuditLog::builder(dir.join("audit.jsonl")).also(sink).open().unwrap();
    record(&log, 1);
    let opens = thread::spawn(move || {
        thread::sleep(20 * LOOK);
        drop(door);
    });
    drop(log);
    assert_eq!(late.records().len(), 2);
    opens.join().unwrap();
}

#[test]
fn a_log_closes_while_a_sink_is_stuck() {
    let dir = TestDir::new();
    let (_door, held) = mpsc::channel();
    let path = dir.join("audit.jsonl");
    let stuck = Held(held, Kept::default());
    let log = AuditLog::builder(&path).also(stuck).open().unwrap();
    record(&log, 1);
    drop(log);
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 2);
}

/// Keeps the fields of events of one target.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<(String, String)>>>);

impl Visit for &Lines {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0.lock().push((field.name().to_owned(), format!("{value:?}")));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.lock().push((field.name().to_owned(), value.to_owned()));
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "botrs_secure::audit"
    }

    fn event(&self, event: &Logged<'_>) {
        event.record(&mut &*self);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn a_record_is_one_event_of_tracing() {
    let lines = Lines::default();
    tracing::subscriber::with_default(lines.clone(), || {
        TracingSink.write("{\"n\":1}").unwrap();
        TracingSink.checkpoint("botrs").unwrap();
    });
    let said = |field: &str, text: &str| (field.to_owned(), text.to_owned());
    assert_eq!(*lines.0.lock(), [said("record", "{\"n\":1}"), said("checkpoint", "botrs")]);
}
