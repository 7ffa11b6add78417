//! The README's commands are executed, and what it shows is what they print.

use crate::harness::{binary, root, run};
use std::fs;
use std::io::{BufRead, BufReader};

/// The lines of a page's fenced blocks of this kind.
fn blocks(page: &str, kind: &str) -> Vec<String> {
    let page = fs::read_to_string(root().join(page)).unwrap();
    let fence = format!("```{kind}\n");
    page.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn every_command_of_the_readme_runs_in_order() {
    assert!(commands_run("README.md") >= 8);
}

#[test]
fn every_command_of_the_audit_page_runs_in_order() {
    assert!(commands_run("docs/audit.md") >= 6);
    let page = fs::read_to_string(root().join("docs/audit.md")).unwrap();
    let codes = fs::read_to_string(root().join("crates/groundswell/src/audit/codes.csv")).unwrap();
    for code in codes.lines().skip(1).filter_map(|line| line.split(',').next()) {
        assert!(page.contains(&format!("| {code} | ")), "code {code} is not explained");
    }
}

#[test]
fn every_command_of_the_gallery_runs_in_order() {
    assert!(commands_run("docs/gallery.md") >= 3);
}

#[test]
fn every_command_of_the_handover_page_runs_in_order() {
    assert!(commands_run("docs/handover.md") >= 5);
}

#[test]
fn every_command_of_the_import_page_runs_in_order() {
    assert!(commands_run("docs/importing.md") >= 6);
}

/// Runs the commands of a page one after the other, and says how many there are.
fn commands_run(page: &str) -> usize {
    let folder = tempfile::tempdir().unwrap();
    // A page is read at the project's root; its commands write only into work/.
    for name in ["pipelines", "fixtures"] {
        std::os::unix::fs::symlink(root().join(name), folder.path().join(name)).unwrap();
    }
    let mut commands = 0;
    for line in blocks(page, "sh").iter().flat_map(|block| block.lines()) {
        let line = line.split(" #").next().unwrap().trim();
        let Some(arguments) = line
            .strip_prefix("cargo run --release -- ")
            .or_else(|| line.strip_prefix("groundswell "))
        else {
            continue; // cargo itself, and what needs data that is not part of the project
        };
        let words: Vec<&str> = arguments.split_whitespace().collect();
        let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
        for word in &mut words {
            // Pipelines write beside themselves; the copies keep the real folders clean.
            if word.starts_with("pipelines/") {
                let text = fs::read_to_string(root().join(&*word)).unwrap();
                let text =
                    text.replace("\"../work/", "\"work/").replace("\"../fixtures/", "\"fixtures/");
                let copy = folder.path().join(word.replace('/', "-"));
                fs::write(&copy, text).unwrap();
                *word = copy.to_string_lossy().into_owned();
            }
        }
        commands += 1;
        let mut command = binary();
        command.current_dir(folder.path()).args(&words);
        if words[0] == "serve" {
            serves(&mut command);
            continue;
        }
        let ran = run(&mut command);
        assert_eq!(ran.code, 0, "{line}\n{ran:#?}");
    }
    commands
}

/// It goes on until it is ended: here as soon as it has said where it serves.
fn serves(command: &mut std::process::Command) {
    let command = command.args(["--port", "0"]).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.starts_with("http://127.0.0.1:"), "{line}");
}

#[test]
fn the_table_the_readme_shows_is_the_one_that_is_printed() {
    let workspace = crate::harness::Workspace::new(1851, 2017);
    let text = fs::read_to_string(root().join("pipelines/demo.toml")).unwrap();
    let fixtures = root().join("fixtures").to_string_lossy().into_owned();
    let text = text.replace("\"../work/demo\"", "\".\"").replace("../fixtures", &fixtures);
    workspace.write("demo.toml", text);
    let printed = workspace.run(&["run", "demo.toml"]).ok().stdout;
    for (drawn, shown) in [
        ("CHL", "docs/demo-chile.svg"),
        ("heatmap", "docs/demo-heatmap.svg"),
        ("coverage", "docs/demo-coverage.svg"),
        ("world", "docs/demo-world.svg"),
    ] {
        let drawn = fs::read(workspace.path(&format!("report/demo/charts/{drawn}.svg"))).unwrap();
        if std::env::var_os("BLESS").is_some() {
            fs::write(root().join(shown), &drawn).unwrap();
        }
        assert!(fs::read(root().join(shown)).unwrap() == drawn, "BLESS=1 draws {shown} again");
    }
    // Alone it is the same as in the report, and twice the same.
    let alone = workspace.run(&["chart", "Chile", "-p", "demo.toml", "--out", "-"]).ok().stdout;
    assert!(fs::read_to_string(root().join("docs/demo-chile.svg")).unwrap() == alone);
    let png = || {
        workspace.run(&["chart", "world", "-p", "demo.toml", "--png", "--out", "png"]).ok();
        fs::read(workspace.path("png/world.png")).unwrap()
    };
    let first = png();
    assert!(first.starts_with(b"\x89PNG") && first == png());
    let shown = blocks("README.md", "text").concat();
    for line in shown.lines().filter(|line| !line.trim().is_empty() && line.trim() != "…") {
        assert!(
            printed.contains(line),
            "the README shows a line that is not printed:\n{line}\n{printed}"
        );
    }
}

/// Runs `plan` on a pipeline; it needs neither key nor connection.
fn plans(text: &str) -> String {
    let workspace = crate::harness::Workspace::new(1851, 2017);
    workspace.write("groundswell.toml", text);
    workspace.run(&["plan"]).ok().stdout
}

#[test]
fn the_pipeline_of_the_fetching_page_and_the_template_can_be_planned() {
    let page = fs::read_to_string(root().join("docs/fetching.md")).unwrap();
    let pipeline = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let plan = plans(pipeline);
    // What the page says of the cost is what the program says.
    for (source, words) in [("nyt-archive", "1994"), ("guardian-api", "1596")] {
        let line = plan.lines().find(|line| line.starts_with(source)).unwrap();
        assert!(line.split_whitespace().any(|word| word == words), "{line}");
    }
    assert!(page.contains("1,994 months"), "docs/fetching.md");
    let template = fs::read_to_string(root().join("pipelines/template.toml")).unwrap();
    let begin = template.find("# [fetch]").unwrap();
    let end = template.find("\n[period]").unwrap();
    let fetch = template[begin..end].replace("\n# ", "\n").replacen("# ", "", 1);
    plans(&(template[..begin].to_owned() + &fetch + &template[end..]));
}
