//! What a disk may hold after the power failed: of what was not synced anything, in parts, or nothing.
//!
//! A file's bytes last from the sync of the file on; its name, from the sync of its folder on. Until then any of the writes may
//! be there, whole or up to a multiple of 512 bytes, and of what happened to the names of a folder any beginning.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A call that changed a file, from the shim's log; paths are in the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Create(PathBuf),
    Folder(PathBuf),
    Write(PathBuf, usize, Vec<u8>),
    Truncate(PathBuf, usize),
    Sync(PathBuf),
    Rename(PathBuf, PathBuf),
    Unlink(PathBuf),
}

/// The calls of a log, in their order.
pub(crate) fn calls(log: &[u8], root: &Path) -> Vec<Call> {
    let (mut rest, mut calls) = (log, Vec::new());
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let line = std::str::from_utf8(&rest[..end]).unwrap();
        rest = &rest[end + 1..];
        let parts: Vec<&str> = line.split('\t').collect();
        let path = |at: usize| Path::new(parts[at]).strip_prefix(root).unwrap().to_owned();
        let number = |at: usize| parts[at].parse::<usize>().unwrap();
        calls.push(match parts[0] {
            "create" => Call::Create(path(1)),
            "mkdir" => Call::Folder(path(1)),
            "truncate" => Call::Truncate(path(1), number(2)),
            "sync" => Call::Sync(path(1)),
            "rename" => Call::Rename(path(1), path(2)),
            "unlink" => Call::Unlink(path(1)),
            "write" => {
                let (bytes, behind) = rest.split_at(number(3));
                rest = behind;
                Call::Write(path(1), number(2), bytes.to_owned())
            }
            other => panic!("{other}?"),
        });
    }
    calls
}

/// Which file a name leads to; `None`: a folder.
type Node = Option<usize>;

/// A change of a file's bytes.
#[derive(Clone)]
enum Change {
    Put(usize, Vec<u8>),
    Cut(usize),
}

/// A change of names.
#[derive(Clone)]
enum Naming {
    Is(PathBuf, Node),
    Gone(PathBuf),
    Moved(PathBuf, PathBuf, Node),
}

#[derive(Clone, Default)]
struct File {
    lasting: Vec<u8>,
    pending: Vec<Change>,
}

/// What is on the disk for good, and what may be.
#[derive(Clone, Default)]
pub(crate) struct Disk {
    files: Vec<File>,
    names: BTreeMap<PathBuf, Node>,
    lasting: BTreeMap<PathBuf, Node>,
    /// By folder, in the order in which they happened.
    pending: BTreeMap<PathBuf, Vec<Naming>>,
}

impl Disk {
    /// A disk on which these files and their folders are for good.
    pub(crate) fn holding(files: &BTreeMap<String, Vec<u8>>) -> Disk {
        let mut disk = Disk::default();
        for (name, bytes) in files {
            let path = Path::new(name);
            for folder in path.ancestors().skip(1) {
                disk.lasting.insert(folder.to_owned(), None);
            }
            disk.files.push(File { lasting: bytes.clone(), pending: Vec::new() });
            disk.lasting.insert(path.to_owned(), Some(disk.files.len() - 1));
        }
        disk.names = disk.lasting.clone();
        disk
    }

    pub(crate) fn apply(&mut self, call: &Call) {
        match call {
            Call::Create(path) => {
                self.files.push(File::default());
                self.name(path, Some(self.files.len() - 1));
            }
            Call::Folder(path) => self.name(path, None),
            Call::Write(path, at, bytes) => self.change(path, Change::Put(*at, bytes.clone())),
            Call::Truncate(path, length) => self.change(path, Change::Cut(*length)),
            Call::Unlink(path) => {
                self.names.remove(path);
                self.pend(path, Naming::Gone(path.clone()));
            }
            Call::Rename(from, to) => {
                let node = self.names.remove(from).unwrap();
                self.names.insert(to.clone(), node);
                self.pend(to, Naming::Moved(from.clone(), to.clone(), node));
                if folder(from) != folder(to) {
                    self.pend(from, Naming::Gone(from.clone()));
                }
            }
            Call::Sync(path) => match self.names.get(path).copied() {
                Some(Some(file)) => {
                    let file = &mut self.files[file];
                    let pending = std::mem::take(&mut file.pending);
                    pending.iter().for_each(|change| change.to(&mut file.lasting, None));
                }
                // The workspace itself has no name in it.
                _ => {
                    for naming in self.pending.remove(path).unwrap_or_default() {
                        naming.to(&mut self.lasting);
                    }
                }
            },
        }
    }

    fn name(&mut self, path: &Path, node: Node) {
        self.names.insert(path.to_owned(), node);
        self.pend(path, Naming::Is(path.to_owned(), node));
    }

    fn pend(&mut self, path: &Path, naming: Naming) {
        self.pending.entry(folder(path)).or_default().push(naming);
    }

    fn change(&mut self, path: &Path, change: Change) {
        // A file that was removed while it was open is nobody's.
        if let Some(Some(file)) = self.names.get(path) {
            self.files[*file].pending.push(change);
        }
    }

    /// What may be found when the power comes back: `draw(n)` is a number below n. Without a draw only what lasts.
    pub(crate) fn found(
        &self,
        mut draw: Option<&mut dyn FnMut(usize) -> usize>,
    ) -> BTreeMap<String, Vec<u8>> {
        let mut names = self.lasting.clone();
        let mut contents: Vec<Vec<u8>> =
            self.files.iter().map(|file| file.lasting.clone()).collect();
        if let Some(draw) = &mut draw {
            for namings in self.pending.values() {
                let kept = draw(namings.len() + 1);
                namings[..kept].iter().for_each(|naming| naming.to(&mut names));
            }
            for (content, file) in contents.iter_mut().zip(&self.files) {
                for change in &file.pending {
                    match draw(3) {
                        0 => {}
                        1 => change.to(content, None),
                        _ => change.to(content, Some(draw(32) * 512)),
                    }
                }
            }
        }
        let reached = |path: &Path| {
            path.ancestors()
                .skip(1)
                .all(|folder| folder == Path::new("") || names.get(folder) == Some(&None))
        };
        let files = names.iter().filter(|(path, _)| reached(path));
        files
            .filter_map(|(path, node)| {
                Some((path.to_str()?.to_owned(), contents[(*node)?].clone()))
            })
            .collect()
    }
}

fn folder(path: &Path) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).to_owned()
}

impl Change {
    /// `most`: no more than so many bytes of it came to the disk.
    fn to(&self, content: &mut Vec<u8>, most: Option<usize>) {
        match self {
            Change::Put(at, bytes) => {
                let bytes = &bytes[..bytes.len().min(most.unwrap_or(usize::MAX))];
                if !bytes.is_empty() {
                    content.resize(content.len().max(at + bytes.len()), 0);
                    content[*at..at + bytes.len()].copy_from_slice(bytes);
                }
            }
            Change::Cut(length) => content.resize(*length, 0),
        }
    }
}

impl Naming {
    fn to(&self, names: &mut BTreeMap<PathBuf, Node>) {
        match self {
            Naming::Is(path, node) => {
                names.insert(path.clone(), *node);
            }
            Naming::Gone(path) => {
                names.remove(path);
            }
            Naming::Moved(from, to, node) => {
                if folder(from) == folder(to) {
                    names.remove(from);
                }
                names.insert(to.clone(), *node);
            }
        }
    }
}
