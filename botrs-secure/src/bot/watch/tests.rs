//! Real files that change under a bot.

use std::fs;
use std::time::Instant as RealInstant;

use notify::event::{AccessKind, CreateKind, EventKind, Flag, ModifyKind, RenameMode};
use tokio::time::sleep;

use super::*;
use crate::audit::TestDir;
use crate::bot::ear::{QUIET, concerns};
use crate::prelude::*;
use crate::testing::{Caller, Harness};

#[command(owners_only)]
async fn secret(_ctx: Context<'_, secret>) -> Result<()> {
    Ok(())
}

const OWNER: u64 = 1;
const NOBODY: u64 = 2;

/// A bot whose only owner is named by a file.
struct Watched {
    directory: TestDir,
    harness: Harness,
    watch: Watch,
}

fn owned_by(owner: u64) -> String {
    format!("owners = [\"{owner}\"]\n[trust]\nguilds = \"all\"\n")
}

impl Watched {
    fn start() -> Self {
        let directory = TestDir::new();
        fs::write(directory.join("policy.toml"), owned_by(OWNER)).unwrap();
        Self::start_in(directory)
    }

    fn start_in(directory: TestDir) -> Self {
        let policy = Policy::load(directory.join("policy.toml")).unwrap();
        let harness = Harness::new(|bot| bot.commands(commands![secret]).policy(policy));
        let watch = Watch::start(harness.handle().clone());
        Self { directory, harness, watch }
    }

    /// Puts another file in the place of the policy's.
    fn replace(&self, text: &str) {
        let path = self.directory.join("policy.toml");
        let beside = self.directory.join("policy.toml.new");
        fs::write(&beside, text).unwrap();
        fs::rename(beside, path).unwrap();
    }

    async fn is_owner(&self, user: u64) -> bool {
        let rule = self.harness.send(&Caller::guild(user, &[]), "/secret").await.unwrap().rule;
        self.harness.clock().advance(Duration::from_secs(3_600));
        rule == "allowed"
    }

    /// Waits until this user is the owner.
    async fn becomes(&self, owner: u64) {
        let start = RealInstant::now();
        while !self.is_owner(owner).await {
            assert!(start.elapsed() < Duration::from_secs(30), "{owner} never becomes the owner");
            sleep(Duration::from_millis(10)).await;
        }
        assert!(!self.is_owner(if owner == OWNER { NOBODY } else { OWNER }).await);
    }

    /// The records of changes of the policy, as rule and details.
    fn records(&self) -> Vec<(String, String)> {
        let records =
            self.harness.audit().into_iter().filter(|record| record["action"] == "policy");
        let text = |record: &serde_json::Value, key: &str| {
            record[key].as_str().unwrap_or_default().to_owned()
        };
        records
            .map(|record| {
                let expected = if record["rule"] == "refused" { "alert" } else { "lifecycle" };
                assert_eq!(record["event_type"], expected);
                assert_eq!(record["success"], record["rule"] == "replaced");
                (text(&record, "rule"), text(&record, "details"))
            })
            .collect()
    }

    async fn until_recorded(&self, count: usize) -> (String, String) {
        let start = RealInstant::now();
        while self.records().len() < count {
            assert!(start.elapsed() < Duration::from_secs(30), "{:?}", self.records());
            sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(self.records().len(), count);
        self.records().pop().unwrap()
    }
}

#[tokio::test]
async fn another_file_in_its_place_is_in_force_and_recorded() {
    let bot = Watched::start();
    bot.becomes(OWNER).await;
    bot.replace(&owned_by(NOBODY));
    bot.becomes(NOBODY).await;
    assert_eq!(bot.records(), [("replaced".into(), String::new())]);
    // Written in place, as some editors do.
    fs::write(bot.directory.join("policy.toml"), owned_by(OWNER)).unwrap();
    bot.becomes(OWNER).await;
    bot.watch.end().await;
}

#[tokio::test]
async fn a_bad_file_and_none_are_refused_once_and_the_last_good_one_stays() {
    let bot = Watched::start();
    bot.replace(&(owned_by(NOBODY) + "[roles.owner]\npermissions = []"));
    let (rule, reason) = bot.until_recorded(1).await;
    assert_eq!(rule, "refused");
    assert!(reason.contains("policy.toml:4:8: ") && reason.contains("built-in role"), "{reason}");
    assert!(bot.is_owner(OWNER).await && !bot.is_owner(NOBODY).await);

    // The same again is no news.
    bot.replace(&(owned_by(NOBODY) + "[roles.owner]\npermissions = []"));
    sleep(QUIET * 5).await;
    assert_eq!(bot.records().len(), 1);

    fs::remove_file(bot.directory.join("policy.toml")).unwrap();
    let (rule, reason) = bot.until_recorded(2).await;
    assert_eq!(rule, "refused");
    assert!(reason.contains("cannot read the policy file"), "{reason}");
    assert!(bot.is_owner(OWNER).await && !bot.is_owner(NOBODY).await);

    // What is in force already is good news after a bad one.
    bot.replace(&owned_by(OWNER));
    assert_eq!(bot.until_recorded(3).await.0, "replaced");
    bot.replace(&owned_by(NOBODY));
    bot.becomes(NOBODY).await;
    bot.watch.end().await;
}

#[tokio::test]
async fn unchanged_content_does_nothing() {
    let bot = Watched::start();
    let before = bot.harness.engine().current.load_full();
    for _ in 0..3 {
        bot.replace(&owned_by(OWNER));
        sleep(QUIET * 3).await;
    }
    assert!(Arc::ptr_eq(&before, &bot.harness.engine().current.load_full()));
    assert!(bot.records().is_empty());
    bot.watch.end().await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_config_map_is_another_directory_behind_a_link() {
    use std::os::unix::fs::symlink;
    let directory = TestDir::new();
    let version = |name: &str, owner| {
        fs::create_dir(directory.join(name)).unwrap();
        fs::write(directory.join(name).join("policy.toml"), owned_by(owner)).unwrap();
    };
    version("..1", OWNER);
    version("..2", NOBODY);
    symlink("..1", directory.join("..data")).unwrap();
    symlink("..data/policy.toml", directory.join("policy.toml")).unwrap();
    let bot = Watched::start_in(directory);
    bot.becomes(OWNER).await;
    symlink("..2", bot.directory.join("..data_tmp")).unwrap();
    fs::rename(bot.directory.join("..data_tmp"), bot.directory.join("..data")).unwrap();
    bot.becomes(NOBODY).await;
    bot.watch.end().await;
}

#[tokio::test]
async fn a_directory_that_is_another_one_is_noticed() {
    let bot = Watched::start();
    let directory = bot.directory.path();
    let aside = directory.with_extension("aside");
    sleep(QUIET).await;
    fs::rename(directory, &aside).unwrap();
    fs::create_dir(directory).unwrap();
    fs::write(directory.join("policy.toml"), owned_by(NOBODY)).unwrap();
    fs::remove_dir_all(aside).unwrap();
    bot.becomes(NOBODY).await;
    bot.replace(&owned_by(OWNER));
    bot.becomes(OWNER).await;
    bot.watch.end().await;
}

#[tokio::test]
async fn what_code_puts_in_force_is_watched_in_place_of_what_was() {
    let bot = Watched::start();
    let other = bot.directory.join("other.toml");
    fs::write(&other, owned_by(NOBODY)).unwrap();
    bot.harness.handle().replace_policy(Policy::load(&other).unwrap()).unwrap();
    assert!(bot.is_owner(NOBODY).await);
    // The file of the policy before counts no longer; that of this one does.
    bot.replace(&owned_by(3));
    fs::write(&other, owned_by(OWNER)).unwrap();
    bot.becomes(OWNER).await;
    assert!(!bot.is_owner(3).await);

    // Without a file there is nothing to watch.
    let policy = Harness::policy().owner(PersonId::User(UserId::new(NOBODY)));
    bot.harness.handle().replace_policy(policy).unwrap();
    fs::write(&other, owned_by(3)).unwrap();
    sleep(QUIET * 5).await;
    assert!(bot.is_owner(NOBODY).await && !bot.is_owner(3).await);
    bot.watch.end().await;
}

#[tokio::test]
async fn nothing_is_taken_after_the_end() {
    let bot = Watched::start();
    let Watched { directory, harness, watch } = bot;
    watch.end().await;
    let before = harness.engine().current.load_full();
    fs::write(directory.join("policy.toml"), owned_by(NOBODY)).unwrap();
    sleep(QUIET * 5).await;
    assert!(Arc::ptr_eq(&before, &harness.engine().current.load_full()));
}

#[tokio::test]
async fn real_files_change_under_two_deciders() {
    let bot = Watched::start();
    let current = Arc::clone(&bot.harness.engine().current);
    let over = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let deciders = [(); 2].map(|()| {
        let (current, over) = (Arc::clone(&current), Arc::clone(&over));
        spawn_blocking(move || {
            while !over.load(std::sync::atomic::Ordering::Relaxed) {
                let now = current.load();
                let is = |user| now.rules.tables.is_owner(&PersonId::User(UserId::new(user)));
                assert_ne!(is(OWNER), is(NOBODY), "two versions in one decision");
            }
        })
    });
    for n in 0..6 {
        if n % 3 == 2 {
            bot.replace("owners = [\"1\", \"2\"]\n[trust]\nguilds = \"al\"\n");
            bot.until_recorded(n + 1).await;
            continue;
        }
        let owner = if n % 3 == 0 { NOBODY } else { OWNER };
        bot.replace(&owned_by(owner));
        bot.becomes(owner).await;
    }
    over.store(true, std::sync::atomic::Ordering::Relaxed);
    for decider in deciders {
        decider.await.expect("no mixed decision");
    }
    bot.watch.end().await;
}

#[test]
fn a_half_written_file_is_read_again() {
    let path = Path::new("policy.toml");
    let mut readings = ["", "owners", "owners = []", "owners = []"].into_iter();
    let read = stable(path, || Ok(readings.next().unwrap().to_owned().into()));
    assert_eq!(read, Ok("owners = []".to_owned().into()));
    let mut n = 0;
    let never = stable(path, || {
        n += 1;
        Ok(n.to_string().into())
    });
    assert!(never.unwrap_err().to_string().contains("does not stop changing"));
}

#[test]
fn only_what_may_be_the_file_is_listened_to() {
    let event = |kind, path: &str| notify::Event::new(kind).add_path(path.into());
    let modified = EventKind::Modify(ModifyKind::Any);
    for (event, expected) in [
        (Ok(event(modified, "/x/policy.toml")), true),
        (Ok(event(EventKind::Create(CreateKind::File), "/x/policy.toml")), true),
        (Ok(event(EventKind::Modify(ModifyKind::Name(RenameMode::To)), "/x/..data")), true),
        (Ok(event(modified, "/x/audit.jsonl")), false),
        (Ok(event(modified, "/x/policy.toml.swp")), false),
        (Ok(event(EventKind::Access(AccessKind::Any), "/x/policy.toml")), false),
        (Ok(notify::Event::new(EventKind::Other).set_flag(Flag::Rescan)), true),
        (Ok(notify::Event::new(modified)), true),
        (Err(notify::Error::generic("lost")), true),
    ] {
        assert_eq!(concerns(&event, &"policy.toml".into()), expected, "{event:?}");
    }
}
