//! What lies in folders beside newspapers: pipes, links in a circle, links to nothing, what may not be read.

use super::{good, refuses, remarks};
use crate::harness::{Workspace, run};
use std::fs;

#[cfg(unix)]
#[test]
fn pipes_and_circles_are_passed_over_and_what_leads_nowhere_is_named() {
    use std::os::unix::fs::symlink;
    let workspace = Workspace::new(2001, 2001);
    workspace.write("in/a.json", good(1));
    workspace.write("in/deep/b.json", good(2));
    workspace.write("elsewhere/c.json", good(3));
    symlink("..", workspace.path("in/deep/circle")).unwrap();
    symlink("../elsewhere", workspace.path("in/link")).unwrap();
    symlink("../elsewhere/c.json", workspace.path("in/c.json")).unwrap();
    symlink("nothing.json", workspace.path("in/gone.json")).unwrap();
    symlink("self.json", workspace.path("in/self.json")).unwrap();
    fs::create_dir(workspace.path("in/folder.json")).unwrap();
    for name in ["in/pipe.json", "in/pipe.txt", "in/pipe"] {
        let made = run(std::process::Command::new("mkfifo").arg(workspace.path(name)));
        assert_eq!(made.code, 0, "{made:#?}");
    }
    let expected = [("in/gone.json", "No such file"), ("in/self.json", "symbolic links")];
    let said = refuses(&workspace, 3, &expected);
    let passed = remarks(&said, "passed");
    let link = "a link to a folder, which is not followed; name it to import what is in it";
    let pipe = "neither a file nor a folder";
    let ending = "its name ends in nothing that is read; name it to try it all the same";
    let files = [
        ("in/deep/circle", link),
        ("in/link", link),
        ("in/pipe", ending),
        ("in/pipe.json", pipe),
        ("in/pipe.txt", pipe),
    ];
    assert_eq!(passed, files);
    // Named, a link is followed.
    let named = workspace.run(&["import", "in/link", "--json"]).ok().json();
    assert_eq!((&named["held"], &named["new"]), (&1.into(), &0.into()));
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_named_and_the_others_are_kept() {
    use std::os::unix::fs::PermissionsExt;
    let workspace = Workspace::new(2001, 2001);
    workspace.write("in/a.json", good(1));
    let file = workspace.write("in/b.json", good(2));
    workspace.write("in/closed/c.json", good(3));
    workspace.write("in/d.json", good(4));
    let closed = workspace.path("in/closed");
    let allow = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    allow(&file, 0);
    allow(&closed, 0);
    if fs::read(&file).is_err() {
        let expected = [("in/b.json", "Permission denied"), ("in/closed", "Permission denied")];
        refuses(&workspace, 2, &expected);
    } // an administrator may read everything
    allow(&closed, 0o700);
}
