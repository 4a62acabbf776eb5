//! `cooldown`, `limit`, `bucket` and `cost`: how often a command runs.

use std::time::Duration;

use proc_macro2::{Group, Ident};
use syn::{Error, Expr, LitStr, Result};

use crate::command::access::Access;
use crate::diag::Diag;
use crate::keys::{self, CommandKey, LimitKey, ScopeKey};
use crate::literal;
use crate::meta::{Entries, Entry, Value};
use crate::quota::Quota;

/// As many as the library charges in one step.
const MOST_LIMITS: usize = 8;

/// What was said of how often it runs.
#[derive(Default)]
pub(crate) struct Limits {
    pub(crate) cooldowns: Option<Vec<(ScopeKey, Duration)>>,
    pub(crate) quotas: Vec<(ScopeKey, Quota)>,
    /// Of each quota, where it is not the quota's count.
    pub(crate) burst: Option<u32>,
    /// Where the quotas were said.
    limit: Option<Ident>,
    pub(crate) bucket: Option<LitStr>,
    pub(crate) cost: Option<(Expr, u32)>,
    /// Whether a cooldown was said, even if it was wrong.
    cooldown_meant: bool,
    /// The same of a limit.
    limit_meant: bool,
}

impl Limits {
    pub(crate) fn meant(keys: &[CommandKey]) -> Self {
        Self {
            cooldown_meant: keys.contains(&CommandKey::Cooldown),
            limit_meant: keys.contains(&CommandKey::Limit),
            ..Self::default()
        }
    }

    /// `cooldown = "30s"` or `cooldown = none`.
    pub(crate) fn read_cooldown(&mut self, expr: &Expr) -> Result<()> {
        self.cooldowns = Some(match literal::peel(expr) {
            Expr::Path(path) if path.path.is_ident("none") => Vec::new(),
            _ => vec![(ScopeKey::Member, literal::positive_duration(expr)?)],
        });
        Ok(())
    }

    /// `cooldown(user = "30s", channel = "5s")`.
    pub(crate) fn read_cooldowns(&mut self, list: &Group, diag: &Diag) {
        let mut entries = Entries::new(&keys::COOLDOWN);
        entries.read(list.stream(), diag);
        if list.stream().is_empty() {
            diag.error(
                list,
                "an empty `cooldown()` limits nothing; write `cooldown = none` to mean that",
            );
        }
        let read = |entry: Entry<ScopeKey>| match &entry.value {
            Value::Expr(expr) => {
                let duration = diag.take(literal::positive_duration(expr))?;
                Some((entry.key.id, duration))
            }
            Value::Nothing | Value::List(_) => None,
        };
        self.cooldowns = Some(entries.list.into_iter().filter_map(read).collect());
    }

    /// `limit = "10/min"`.
    pub(crate) fn read_quota(&mut self, key: Ident, expr: &Expr) -> Result<()> {
        self.limit = Some(key);
        self.quotas = vec![(ScopeKey::Member, literal::quota(expr)?)];
        Ok(())
    }

    /// `limit(user = "10/min", channel = "60/min", burst = 3)`.
    pub(crate) fn read_quotas(&mut self, key: Ident, list: &Group, diag: &Diag) {
        self.limit = Some(key);
        let mut entries = Entries::new(&keys::LIMIT);
        entries.read(list.stream(), diag);
        if list.stream().is_empty() {
            diag.error(list, r#"an empty `limit()` limits nothing; write `limit = "10/min"`"#);
        }
        for entry in &entries.list {
            let Value::Expr(expr) = &entry.value else { continue };
            match entry.key.id {
                LimitKey::Scope(scope) => {
                    self.quotas.extend(diag.take(literal::quota(expr)).map(|quota| (scope, quota)));
                }
                LimitKey::Burst => self.burst = diag.take(burst(expr)),
            }
        }
        let is_burst = |key: &LimitKey| matches!(key, LimitKey::Burst);
        if let (Some(burst), true) = (entries.list.first(), entries.meant.iter().all(is_burst)) {
            diag.error(
                &burst.ident,
                r#"`burst` belongs to a quota; write `limit(member = "10/min", burst = 3)`"#,
            );
        }
    }

    /// `bucket = "moderation"`.
    pub(crate) fn read_bucket(&mut self, expr: &Expr, example: &str) -> Result<()> {
        let bucket = literal::line(expr, example)?;
        if bucket.value().contains(char::is_whitespace) {
            return Err(Error::new_spanned(bucket, "the name of a bucket has no spaces"));
        }
        self.bucket = Some(bucket);
        Ok(())
    }

    /// `cost = 2`.
    pub(crate) fn read_cost(&mut self, expr: &Expr) -> Result<()> {
        match literal::integer(expr)? {
            0 => Err(Error::new_spanned(
                expr,
                "a call that costs nothing is not limited; remove `limit`, or write 1 or more",
            )),
            cost => {
                self.cost = Some((expr.clone(), cost));
                Ok(())
            }
        }
    }

    /// Whether they go together, in a command with this access.
    pub(crate) fn check(&self, access: Option<&Access>, diag: &Diag) {
        self.check_cost(diag);
        self.check_bucket(access, diag);
        let count = self.quotas.len() + self.cooldowns.as_ref().map_or(0, Vec::len);
        if let (true, Some(limit)) = (count > MOST_LIMITS, &self.limit) {
            let message = format!(
                "a command has at most {MOST_LIMITS} scopes in `cooldown` and `limit` together, \
                 not {count}"
            );
            diag.error(limit, message);
        }
    }

    fn check_cost(&self, diag: &Diag) {
        let Some((at, cost)) = &self.cost else { return };
        if self.quotas.is_empty() {
            if *cost != 1 && !self.limit_meant {
                diag.error(at, r#"`cost` counts against a `limit`; add `limit = "10/min"`"#);
            }
            return;
        }
        let bursts = self.quotas.iter().map(|(_, quota)| self.burst.unwrap_or(quota.count));
        if let Some(burst) = bursts.min().filter(|burst| burst < cost) {
            let message = format!(
                "a call that costs {cost} never runs under a limit of at most {burst} at once"
            );
            diag.error(at, message);
        }
    }

    /// Refuses a bucket in which nothing is counted. Whether a permission brings a cooldown, only the
    /// library knows.
    fn check_bucket(&self, access: Option<&Access>, diag: &Diag) {
        let Some(bucket) = &self.bucket else { return };
        if self.limit_meant || self.counts_cooldown() {
            return;
        }
        let may_bring_one = matches!(access, None | Some(Access::All(_) | Access::Any(_)));
        if self.cooldowns.is_some() || !may_bring_one {
            diag.error(
                bucket,
                r#"nothing is counted in this bucket; add `limit = "10/min"` or a `cooldown`"#,
            );
        }
    }

    /// The bucket, where only the library knows whether something is counted in it.
    pub(crate) fn doubtful_bucket(&self) -> Option<&LitStr> {
        let doubtful = self.quotas.is_empty() && self.cooldowns.is_none();
        self.bucket.as_ref().filter(|_| doubtful)
    }

    fn counts_cooldown(&self) -> bool {
        match &self.cooldowns {
            Some(cooldowns) => !cooldowns.is_empty(),
            None => self.cooldown_meant,
        }
    }
}

fn burst(expr: &Expr) -> Result<u32> {
    match literal::integer(expr)? {
        0 => Err(Error::new_spanned(
            expr,
            "a burst of 0 lets no call through; write 1 or more, or leave it out",
        )),
        burst => Ok(burst),
    }
}
