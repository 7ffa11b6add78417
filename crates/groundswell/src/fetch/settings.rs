//! `[fetch]` in the pipeline: what is asked for, from whom, how fast, and with which key.

use groundswell_archive::{Key, Limits, MOST_A_DAY, Manners};
use groundswell_press as press;
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;
use toml::Spanned;

use crate::failure::{Exit, Failure, Result};
use crate::study::unknown;

/// What a pipeline says about fetching.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fetch {
    /// Goes into the User-Agent: whom a publisher can write to.
    contact: Spanned<String>,
    /// What is fetched.
    sources: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) order: Order,
    /// How long a server may say nothing.
    #[serde(default = "patience")]
    patience_seconds: u64,
    /// How long one answer may take in all.
    #[serde(default = "deadline")]
    deadline_seconds: u64,
    /// Prometheus text file that each run rewrites.
    pub(crate) metrics: Option<PathBuf>,
    /// What differs for one source.
    #[serde(default)]
    source: BTreeMap<Spanned<String>, SourceTable>,
}

fn patience() -> u64 {
    30
}

fn deadline() -> u64 {
    900
}

/// Which spans are fetched first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Order {
    #[default]
    Oldest,
    Newest,
}

/// What differs from what the source says of itself.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SourceTable {
    key_file: Option<PathBuf>,
    requests_per_minute: Option<Spanned<u32>>,
    requests_per_day: Option<Spanned<u32>>,
    seconds_apart: Option<u32>,
    max_megabytes: Option<u64>,
    origin: Option<Spanned<String>>,
    insecure_test_host: bool,
}

/// One source as it will be asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) source: &'static press::Source,
    /// Scheme and host that is asked: the route's, or a mirror's or test's.
    pub(crate) origin: String,
    pub(crate) limits: Limits,
    /// The most decoded bytes of one answer.
    pub(crate) max_bytes: u64,
    key_file: Option<PathBuf>,
}

impl Fetch {
    /// Checks every word; `wrong` says where in the pipeline something is.
    pub(crate) fn check(
        &self,
        wrong: &dyn Fn(Option<Range<usize>>, &str) -> Failure,
    ) -> Result<()> {
        let contact = self.contact.get_ref();
        if !contact.contains('@') && !contact.starts_with("https://")
            || contact.len() > 200
            || contact.chars().any(|c| c.is_control() || !c.is_ascii())
        {
            let what = "contact: an address publishers can write to, like name@university.example";
            return Err(wrong(Some(self.contact.span()), what));
        }
        if !(1..=600).contains(&self.patience_seconds)
            || self.deadline_seconds < self.patience_seconds
        {
            return Err(wrong(
                None,
                "[fetch]: patience_seconds is 1 to 600, deadline_seconds not less",
            ));
        }
        if self.sources.is_empty() {
            return Err(wrong(None, "[fetch]: sources is empty; name what to fetch"));
        }
        let mut seen: Vec<&str> = Vec::new();
        for name in self.sources.iter().chain(self.source.keys()) {
            if routed(name.get_ref()).is_none() {
                let known = press::SOURCES.iter().filter(|source| source.route().is_some());
                let known = known.map(|source| source.name);
                return Err(wrong(Some(name.span()), &unknown("source", name.get_ref(), known)));
            }
        }
        for name in &self.sources {
            if seen.contains(&name.get_ref().as_str()) {
                return Err(wrong(Some(name.span()), &format!("{} stands twice", name.get_ref())));
            }
            seen.push(name.get_ref());
        }
        self.source.values().try_for_each(|table| table.check(wrong))
    }

    /// The sources in the order of the pipeline. Sources of one server share its limits: the lowest hold.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        let mut all: Vec<Asked> =
            self.sources.iter().filter_map(|name| self.one(name.get_ref())).collect();
        let limits: Vec<(String, Limits)> =
            all.iter().map(|asked| (asked.origin.clone(), asked.limits.clone())).collect();
        for asked in &mut all {
            for (_, other) in limits.iter().filter(|(origin, _)| *origin == asked.origin) {
                asked.limits.a_minute = asked.limits.a_minute.min(other.a_minute);
                asked.limits.a_day = asked.limits.a_day.min(other.a_day);
                asked.limits.apart = asked.limits.apart.max(other.apart);
            }
        }
        all
    }

    fn one(&self, name: &str) -> Option<Asked> {
        let source = routed(name)?;
        let route = source.route()?;
        let table =
            self.source.iter().find(|(key, _)| key.get_ref() == name).map(|(_, table)| table);
        let table = table.cloned().unwrap_or_default();
        let number =
            |given: &Option<Spanned<u32>>, usual| given.as_ref().map_or(usual, |n| *n.get_ref());
        let limits = Limits {
            a_minute: number(&table.requests_per_minute, route.requests_per_minute),
            a_day: number(&table.requests_per_day, route.requests_per_day),
            apart: Duration::from_secs(table.seconds_apart.unwrap_or(route.seconds_apart).into()),
            // The zones are part of the program; one that is not known is a fault of the table.
            zone: TimeZone::get(route.zone).unwrap_or(TimeZone::UTC),
        };
        Some(Asked {
            source,
            origin: table.origin.map_or(route.origin.to_owned(), Spanned::into_inner),
            limits,
            max_bytes: table.max_megabytes.map_or(route.max_bytes, |megabytes| megabytes << 20),
            key_file: table.key_file.or_else(|| self.key_file_of(source.newspaper)),
        })
    }

    /// Sources of one newspaper share its key: one of them may name the file for all.
    fn key_file_of(&self, newspaper: &str) -> Option<PathBuf> {
        let of = |name: &str| routed(name).is_some_and(|source| source.newspaper == newspaper);
        let tables = self.source.iter().filter(|(name, _)| of(name.get_ref()));
        tables.filter_map(|(_, table)| table.key_file.clone()).next()
    }

    pub(crate) fn manners(&self) -> Manners {
        Manners {
            user_agent: format!(
                "groundswell/{} (newspaper archive counts for research; {})",
                env!("CARGO_PKG_VERSION"),
                self.contact.get_ref()
            ),
            patience: Duration::from_secs(self.patience_seconds),
            deadline: Duration::from_secs(self.deadline_seconds),
            insecure_test_host: self.source.values().any(|table| table.insecure_test_host),
        }
    }

    /// Key files and the metrics file stand relative to the pipeline's folder.
    pub(crate) fn relative_to(&mut self, folder: &Path) {
        for table in self.source.values_mut() {
            table.key_file = table.key_file.as_ref().map(|file| folder.join(file));
        }
        self.metrics = self.metrics.as_ref().map(|file| folder.join(file));
    }
}

impl SourceTable {
    fn check(&self, wrong: &dyn Fn(Option<Range<usize>>, &str) -> Failure) -> Result<()> {
        for number in [&self.requests_per_minute, &self.requests_per_day].into_iter().flatten() {
            if *number.get_ref() == 0 {
                return Err(wrong(
                    Some(number.span()),
                    "a limit of 0 requests would never fetch anything",
                ));
            }
        }
        if let Some(number) = self.requests_per_day.as_ref().filter(|n| *n.get_ref() > MOST_A_DAY) {
            let what = format!("requests_per_day: at most {MOST_A_DAY}");
            return Err(wrong(Some(number.span()), &what));
        }
        if self.max_megabytes.is_some_and(|megabytes| !(1..=2048).contains(&megabytes)) {
            return Err(wrong(None, "max_megabytes: 1 to 2048"));
        }
        let Some(origin) = &self.origin else { return Ok(()) };
        check_origin(origin.get_ref(), self.insecure_test_host)
            .map_err(|what| wrong(Some(origin.span()), &format!("origin: {what}")))
    }
}

/// Scheme and host and nothing else; https and a public host, unless it is a test's own server.
fn check_origin(origin: &str, test_host: bool) -> std::result::Result<(), &'static str> {
    let (scheme, host) = origin.split_once("://").ok_or("a scheme and a host: https://HOST")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    if host.is_empty() || !host.chars().all(plain) {
        return Err("a scheme and a host and nothing else: https://HOST");
    }
    if test_host {
        return if matches!(scheme, "http" | "https") { Ok(()) } else { Err("http or https") };
    }
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let local = name == "localhost" || name.ends_with(".local") || name.ends_with(".internal");
    if scheme != "https" {
        Err("https only (insecure_test_host = true allows a test's own server)")
    } else if local || name.parse::<IpAddr>().is_ok() || !name.contains('.') {
        Err("a public host name (insecure_test_host = true allows a test's own server)")
    } else {
        Ok(())
    }
}

fn routed(name: &str) -> Option<&'static press::Source> {
    press::source(name).filter(|source| source.route().is_some())
}

impl Asked {
    /// The environment variable its key is looked for in: `NYT_API_KEY`.
    fn variable(&self) -> String {
        format!("{}_API_KEY", self.source.newspaper.to_uppercase())
    }

    /// The key, if this source needs one: from the file the pipeline names, from the environment, or from
    /// the credentials systemd hands over.
    ///
    /// With it, in words, where it stood.
    pub(crate) fn key(&self) -> Result<Option<(Key, String)>> {
        if self.source.route().is_none_or(|route| route.key.is_none()) {
            return Ok(None);
        }
        let (from, text) = self.key_text()?;
        let name = self.source.name;
        let key = Key::new(text.strip_suffix('\n').unwrap_or(&text)).map_err(|what| {
            Failure::new(Exit::Config, format!("{name}: the key in {from} {what}"))
                .kept("nothing was asked")
                .next("put the key there as the publisher gave it, and nothing else")
        })?;
        Ok(Some((key, from)))
    }

    /// Where the key stands, and its text.
    fn key_text(&self) -> Result<(String, String)> {
        if let Some(file) = &self.key_file {
            check_private(file)?;
            return Ok((file.display().to_string(), read_key(file)?));
        }
        let variable = self.variable();
        if let Some(value) = std::env::var_os(&variable) {
            let text = value.into_string().unwrap_or_else(|_| "\u{fffd}".to_owned());
            return Ok((format!("the environment variable {variable}"), text));
        }
        if let Some(folder) = std::env::var_os("CREDENTIALS_DIRECTORY") {
            let file = PathBuf::from(folder).join(self.source.newspaper);
            if file.exists() {
                return Ok((format!("the credential {}", self.source.newspaper), read_key(&file)?));
            }
        }
        let what = format!("{}: no key", self.source.name);
        Err(Failure::new(Exit::Config, what).kept("nothing was asked").next(format!(
            "set {variable} in the environment, or name a file only you can read with \
             `key_file` in [fetch.source.{}]; docs/fetching.md says where keys come from",
            self.source.name
        )))
    }
}

fn read_key(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).map_err(|error| {
        Failure::new(Exit::Config, format!("cannot read the key file {}: {error}", file.display()))
            .kept("nothing was asked")
            .next("check `key_file` in the pipeline")
    })
}

/// A key that others on this machine can read is no secret.
#[cfg(unix)]
fn check_private(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(file).map_or(0, |about| about.permissions().mode());
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let what =
        format!("the key file {} can be read by others (mode {:o})", file.display(), mode & 0o777);
    Err(Failure::new(Exit::Config, what)
        .kept("nothing was asked")
        .next(format!("chmod 600 {}", file.display())))
}

#[cfg(not(unix))]
fn check_private(_: &Path) -> Result<()> {
    Ok(())
}
