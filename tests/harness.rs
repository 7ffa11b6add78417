//! A workspace in a temporary folder, and the real binary run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What a command said and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// The command succeeded.
    #[track_caller]
    pub(crate) fn ok(self) -> Ran {
        assert_eq!(self.code, 0, "{self:#?}");
        self
    }

    /// The command failed with this code, and its last line says each of these.
    #[track_caller]
    pub(crate) fn fails(self, code: i32, says: &[&str]) -> Ran {
        assert_eq!(self.code, code, "{self:#?}");
        let last = self.stderr.lines().last().unwrap_or_default();
        assert!(last.starts_with(&format!("error[E{code}]: ")), "{self:#?}");
        for part in says {
            assert!(last.contains(part), "{part:?} is not in: {last}");
        }
        self
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

/// The project's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every file below a folder by its path in it, which has `/` everywhere.
pub(crate) fn bytes_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The binary itself.
pub(crate) fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groundswell"));
    command.env_remove("COLUMNS").stdin(Stdio::null());
    command
}

/// Runs a prepared command to its end.
pub(crate) fn run(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with a pipeline in it.
pub(crate) struct Workspace {
    folder: TempDir,
}

impl Workspace {
    /// An empty workspace with a pipeline over both newspapers and these years.
    pub(crate) fn new(first_year: i32, last_year: i32) -> Workspace {
        Workspace::of(tempfile::tempdir().unwrap(), first_year, last_year)
    }

    /// The same in memory where the machine offers that: for tests that sync ten thousand times.
    pub(crate) fn quick(first_year: i32, last_year: i32) -> Workspace {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        Workspace::of(folder, first_year, last_year)
    }

    fn of(folder: TempDir, first_year: i32, last_year: i32) -> Workspace {
        let workspace = Workspace { folder };
        workspace.write(
            "groundswell.toml",
            format!(
                "name = \"test\"\ntitle = \"A test\"\nworkspace = \".\"\n\
                 [period]\nfirst_year = {first_year}\nlast_year = {last_year}\n"
            ),
        );
        workspace
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// A command that runs in this folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = binary();
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    /// Runs `groundswell ARGUMENTS` in this folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        run(&mut self.command(arguments))
    }
}

/// A month of the Archive API from records given as JSON objects.
pub(crate) fn month(records: &[String]) -> String {
    format!(
        "{{\"copyright\":\"invented\",\"response\":{{\"docs\":[{}],\"meta\":{{\"hits\":{}}}}}}}",
        records.join(","),
        records.len()
    )
}

/// An invented record of the world section: `day` is YYYY-MM-DD.
pub(crate) fn record(id: u32, day: &str, headline: &str) -> String {
    serde_json::json!({
        "_id": format!("nyt://article/00000000-0000-0000-0000-{id:012}"),
        "web_url": format!("https://www.nytimes.com/{}/world/invented-{id}.html", day.replace('-', "/")),
        "headline": {"main": headline},
        "abstract": "",
        "lead_paragraph": "",
        "keywords": [],
        "pub_date": format!("{day}T05:00:00+0000"),
        "section_name": "World",
        "news_desk": "Foreign Desk",
        "type_of_material": "News",
        "document_type": "article"
    })
    .to_string()
}

/// A year of the world section in which `articles` articles name Chile, and one a month does not.
pub(crate) fn year(year: u32, articles: u32) -> String {
    let quiet = (1..=12).map(|month| {
        record(
            year * 1000 + month,
            &format!("{year}-{month:02}-01"),
            &format!("Harvest reports, part {month}"),
        )
    });
    let about = (0..articles).map(|n| {
        let (month, day) = (n % 12 + 1, 2 + n / 12 % 27);
        record(
            year * 1000 + 100 + n,
            &format!("{year}-{month:02}-{day:02}"),
            &format!("Riots in Chile, report {n}"),
        )
    });
    month(&quiet.chain(about).collect::<Vec<_>>())
}

/// A zip with these members, as any program writes it.
pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
