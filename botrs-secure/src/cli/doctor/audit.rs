//! Keys of audit logs.

use super::faults::Faults;
use super::site::Site;

pub(super) fn check(site: &Site, faults: &mut Faults) {
    for key in site.with(&[".jsonl.key"]) {
        // The log may have been rotated; its key would open what is left of it all the same.
        let log = key.path.with_extension("");
        if log.exists() {
            let (zh, en) = (
                "审计密钥和日志在一起，能改日志的人也能改写历史；请移到别处，或用 BOTRS_SECURE_AUDIT_KEY",
                "the audit's key lies beside its log, so whoever can change that can forge it; move the key away, or use \
                 BOTRS_SECURE_AUDIT_KEY",
            );
            faults.warn(&key.path, None, zh, en);
        }
    }
}
