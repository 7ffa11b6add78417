//! Bad input, a full disk, a second instance: one clear line, the right code, nothing stored is lost.

use crate::harness::{Ran, Workspace, month, record, run, year};
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

/// A workspace that holds one good year already, which every fault must leave as it is.
fn with_1991() -> Workspace {
    let workspace = Workspace::new(1991, 2002);
    workspace.write("good/1991.json", year(1991, 3));
    workspace.run(&["import", "good"]).ok();
    workspace.run(&["count"]).ok();
    workspace
}

/// The year that was held before is held still, and the archive is whole.
fn nothing_is_lost(workspace: &Workspace) {
    workspace.run(&["count"]).ok();
    workspace.run(&["verify", "--recount"]).ok();
    let status = workspace.run(&["status", "--json"]).ok().json();
    assert!(status["records"]["nyt-archive"].as_u64().unwrap() >= 15);
}

fn refused(content: impl AsRef<[u8]>, says: &[&str]) {
    let workspace = with_1991();
    workspace.write("in/1992.json", year(1992, 3));
    workspace.write("in/bad.json", content);
    let ran = workspace.run(&["import", "in"]);
    ran.fails(65, &[&["in/bad.json", "1 of 2 files are kept"], says].concat());
    workspace.run(&["count"]).ok();
    nothing_is_lost(&workspace);
}

#[test]
fn a_file_that_is_no_answer_of_a_newspaper_is_refused_and_the_others_go_on() {
    let whole = year(1993, 3);
    refused(&whole[..whole.len() / 2], &["cut"]);
    refused(&whole[..whole.len() - 1], &["cut"]);
    refused("<!DOCTYPE html><html><body>Please log in</body></html>", &["HTML"]);
    refused("", &["empty"]);
    refused("   \n", &["empty"]);
    refused(
        "{\"fault\":{\"faultstring\":\"Rate limit quota violation\",\"detail\":{\"errorcode\":\"policies.ratelimit.QuotaViolation\"}}}",
        &["error message"],
    );
    refused("{\"temperature\": [1, 2, 3]}", &["another shape"]);
    refused(format!("{whole}<html>"), &["follows"]);
}

#[test]
fn packed_files_are_read_and_damaged_ones_refused() {
    let workspace = with_1991();
    let packed = zstd::encode_all(year(1992, 3).as_bytes(), 3).unwrap();
    workspace.write("in/a.json.zst", &packed);
    workspace.run(&["import", "in"]).ok();
    workspace.write("cut/a.json.zst", &packed[..packed.len() / 2]);
    workspace.run(&["import", "cut"]).fails(65, &["cut/a.json.zst", "cannot be unpacked"]);
    nothing_is_lost(&workspace);
}

#[test]
fn a_record_with_bad_bytes_loses_at_most_itself() {
    let workspace = with_1991();
    let text = month(&[
        record(1, "1992-01-01", "Riots in Chile"),
        record(2, "1992-01-02", "BROKEN bytes in Chile"),
        record(3, "1992-01-03", "Strike in Peru"),
    ]);
    let broken: Vec<u8> = text.into_bytes();
    let at = broken.windows(6).position(|window| window == b"BROKEN").unwrap();
    let mut broken = broken;
    broken[at] = 0xff;
    workspace.write("in/a.json", &broken);
    workspace.run(&["import", "in"]).ok();
    workspace.run(&["count"]).ok();
    let chile = workspace.run(&["explain", "CHL", "1992", "--json"]).ok().json();
    let peru = workspace.run(&["explain", "PER", "1992", "--json"]).ok().json();
    assert_eq!(chile["articles"].as_array().unwrap().len(), 2);
    assert_eq!(peru["articles"].as_array().unwrap().len(), 1);
    nothing_is_lost(&workspace);
}

/// Runs the binary with no more than this much address space, in KiB.
fn within(kib: u32, arguments: &str, folder: &Path) -> Ran {
    let script = format!("ulimit -v {kib}; '{}' {arguments}", env!("CARGO_BIN_EXE_groundswell"));
    run(Command::new("sh").current_dir(folder).arg("-c").arg(script))
}

#[test]
fn a_line_of_a_gigabyte_is_refused_in_bounded_memory() {
    let workspace = with_1991();
    let path = workspace.path("in/long.json");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut file = BufWriter::new(fs::File::create(&path).unwrap());
    let start = "{\"response\":{\"docs\":[{\"_id\":\"nyt://article/1\",\"pub_date\":\"1992-01-01T05:00:00Z\",\"headline\":{\"main\":\"";
    file.write_all(start.as_bytes()).unwrap();
    let piece = vec![b'x'; 1 << 20];
    for _ in 0..1024 {
        file.write_all(&piece).unwrap();
    }
    file.write_all(b"\"}}],\"meta\":{\"hits\":1}}}").unwrap();
    drop(file);
    let ran = within(256 * 1024, "-q --jobs 1 import in", &workspace.path(""));
    ran.fails(65, &["in/long.json", "too large"]);
    nothing_is_lost(&workspace);
}

#[test]
fn a_pipeline_with_a_wrong_word_names_line_column_and_the_nearest_right_word() {
    let check = |from: &str, to: &str, says: &[&str]| {
        let workspace = Workspace::new(1991, 2002);
        let text = "name = \"test\"\ntitle = \"A test\"\nworkspace = \".\"\n[period]\nfirst_year = 1991\nlast_year = 2002\n[count]\ncountries = [\"CHL\", \"PRT\"]\nsections = \"yes\"\n[rule]\npreset = \"published\"\n";
        assert!(text.contains(from));
        workspace.write("groundswell.toml", text.replace(from, to));
        workspace.run(&["waves"]).fails(78, says);
        workspace.run(&["run"]).fails(78, says);
        assert!(!workspace.path("archive").exists());
    };
    check("first_year", "frist_year", &["groundswell.toml:5:1", "did you mean `first_year`?"]);
    check("\"PRT\"", "\"PTR\"", &["groundswell.toml:8:21", "unknown country code `PTR`"]);
    check("\"yes\"", "\"yes+unkown\"", &["groundswell.toml:9:12", "did you mean `yes+unknown`?"]);
    check(
        "\"published\"",
        "\"publishd\"",
        &["groundswell.toml:11:10", "did you mean `published`?"],
    );
    check("1991", "\"1991\"", &["groundswell.toml:5:14"]);
    check("2002", "1902", &["1991 to 1902 is not a period"]);
    check("\"test\"", "\"../test\"", &["name:"]);
    check("[rule]", "[rule", &["groundswell.toml:10:"]);
    Workspace::new(1991, 2002)
        .run(&["waves", "-p", "none.toml"])
        .fails(66, &["none.toml", "groundswell init"]);
}

#[test]
fn a_flipped_byte_in_the_archive_is_named_and_the_rest_is_counted() {
    let workspace = with_1991();
    workspace.write("in/1992.json", year(1992, 4));
    workspace.run(&["import", "in"]).ok();
    let mut documents = Vec::new();
    for entry in fs::read_dir(workspace.path("archive/data/nyt-archive/1992")).unwrap() {
        documents.push(entry.unwrap().path());
    }
    let mut bytes = fs::read(&documents[0]).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::remove_file(&documents[0]).unwrap();
    fs::write(&documents[0], bytes).unwrap();
    let name = documents[0].file_name().unwrap().to_str().unwrap();
    workspace.run(&["verify"]).fails(65, &[name, "sha256", "all other documents are whole"]);
    workspace.run(&["count", "--rebuild"]).fails(65, &[name, "everything else was counted"]);
    let status = workspace.run(&["status", "--json"]).ok().json();
    assert_eq!(status["records"]["nyt-archive"], 15);
}

#[test]
fn a_document_that_is_gone_is_named_and_importing_it_again_mends_the_archive() {
    let workspace = with_1991();
    workspace.write("in/1992.json", year(1992, 4));
    workspace.run(&["import", "in"]).ok();
    fs::remove_dir_all(workspace.path("archive/data/nyt-archive/1992")).unwrap();
    workspace.run(&["count", "--rebuild"]).fails(65, &["1992", "everything else was counted"]);
    workspace.run(&["verify"]).fails(65, &["1992", "import it again"]);
    workspace.run(&["import", "in"]).ok();
    nothing_is_lost(&workspace);
}

#[test]
fn a_database_of_another_program_is_never_overwritten() {
    let workspace = with_1991();
    fs::remove_file(workspace.path("ledger.db")).unwrap();
    // The header of an empty SQLite database with another application id.
    let mut foreign = vec![0u8; 4096];
    foreign[..16].copy_from_slice(b"SQLite format 3\0");
    foreign[16..24].copy_from_slice(&[0x10, 0, 1, 1, 0, 64, 32, 32]);
    foreign[31] = 1; // one page
    foreign[47] = 4; // schema format
    foreign[59] = 1; // UTF-8
    foreign[71] = 7; // application id
    foreign[100] = 13; // an empty leaf
    foreign[105..107].copy_from_slice(&[0x10, 0]);
    workspace.write("ledger.db", &foreign);
    workspace.run(&["count", "--rebuild"]).fails(78, &["not a ledger of this program"]);
    assert!(fs::read(workspace.path("ledger.db")).unwrap() == foreign);
}

#[test]
fn a_damaged_ledger_is_rebuilt_from_the_archive() {
    let workspace = with_1991();
    let ledger = workspace.path("ledger.db");
    fs::write(&ledger, "not a database at all, but long enough to be looked at as one").unwrap();
    workspace.run(&["waves"]).fails(65, &["the raw archive is intact", "count --rebuild"]);
    workspace.run(&["count", "--rebuild"]).ok();
    nothing_is_lost(&workspace);
}

#[test]
fn what_is_not_there_is_said_with_the_command_that_makes_it() {
    let workspace = Workspace::new(1991, 2002);
    workspace.run(&["count"]).fails(66, &["no archive at", "groundswell import"]);
    workspace.run(&["import", "nowhere"]).fails(66, &["nowhere"]);
    workspace.write("in/1991.json", year(1991, 1));
    workspace.run(&["import", "in"]).ok();
    workspace.run(&["waves"]).fails(66, &["no ledger at", "groundswell count"]);
}

#[test]
fn a_second_instance_is_refused_at_once() {
    let workspace = with_1991();
    let lock = fs::OpenOptions::new().write(true).open(workspace.path("archive/lock")).unwrap();
    lock.lock().unwrap();
    workspace.write("in/1992.json", year(1992, 1));
    workspace.run(&["import", "in"]).fails(75, &["another groundswell is writing", "pid "]);
    drop(lock);
    workspace.run(&["import", "in"]).ok();
    let lock = fs::OpenOptions::new().write(true).open(workspace.path("groundswell.lock")).unwrap();
    lock.lock().unwrap();
    workspace.run(&["count"]).fails(75, &["another groundswell is counting"]);
    workspace.run(&["run"]).fails(75, &["another groundswell is counting"]);
    drop(lock);
    nothing_is_lost(&workspace);
}

/// Runs a script with a small file system of its own mounted at ./small; `None` where that is not allowed.
fn on_a_small_disk(workspace: &Workspace, options: &str, script: &str) -> Option<Ran> {
    fs::create_dir_all(workspace.path("small")).unwrap();
    let mounted = format!("mount -t tmpfs -o {options} tmpfs small");
    let possible = run(Command::new("unshare")
        .current_dir(workspace.path(""))
        .args(["-rm", "sh", "-c", &mounted]));
    if possible.code != 0 {
        eprintln!(
            "skipped: this machine does not let a test mount a file system: {}",
            possible.stderr
        );
        return None;
    }
    Some(run(Command::new("unshare").current_dir(workspace.path("")).args([
        "-rm",
        "sh",
        "-c",
        &format!("{mounted} && {script}"),
    ])))
}

#[test]
fn a_full_disk_keeps_what_was_stored_and_says_so() {
    let workspace = Workspace::new(1991, 2002);
    let pipeline = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    workspace.write("groundswell.toml", pipeline.replace("\".\"", "\"small\""));
    let noise = |seed: u64| {
        let mut state = seed;
        (0..20_000)
            .map(|n| {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                record(n, "1991-01-01", &format!("{state:x}{:x}", state.rotate_left(17)))
            })
            .collect::<Vec<_>>()
    };
    workspace.write("in/a.json", year(1991, 3));
    workspace.write("in/b.json", month(&noise(7)));
    let binary = env!("CARGO_BIN_EXE_groundswell");
    let script = format!(
        "'{binary}' import in; code=$?; ls small/archive/data/*/*; '{binary}' verify; exit $code"
    );
    if let Some(ran) = on_a_small_disk(&workspace, "size=128k", &script) {
        assert_eq!(ran.code, 74, "{ran:#?}");
        assert!(ran.stderr.contains("1 of 2 files were imported and are kept"), "{ran:#?}");
        assert!(ran.stdout.contains("archive  1 documents"), "{ran:#?}");
        assert!(ran.stdout.contains("every document is what the manifest vouches for"), "{ran:#?}");
    }
}

#[test]
fn a_folder_that_cannot_be_written_to_is_named() {
    let workspace = Workspace::new(1991, 2002);
    let pipeline = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    workspace.write("groundswell.toml", pipeline.replace("\".\"", "\"small\""));
    workspace.write("in/a.json", year(1991, 3));
    let script = format!("'{}' import in", env!("CARGO_BIN_EXE_groundswell"));
    if let Some(ran) = on_a_small_disk(&workspace, "ro", &script) {
        ran.fails(73, &["small/archive", "choose a folder that can be written to"]);
    }
    workspace.write("file", "x");
    workspace.write("groundswell.toml", pipeline.replace("\".\"", "\"file\""));
    workspace.run(&["import", "in"]).fails(73, &["file/archive"]);
}
