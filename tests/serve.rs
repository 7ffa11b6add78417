//! `serve`: the page live over the ledger, articles a page at a time, for this machine only, and nothing written.

use crate::demo::demo;
use crate::harness::{Workspace, month, record};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

/// The program, serving until it is dropped.
struct Serving {
    child: Child,
    name: String,
}

impl Serving {
    fn start(workspace: &Workspace) -> Serving {
        let mut command = workspace.command(&["--quiet", "serve", "--port", "0"]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let name = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        assert!(name.starts_with("127.0.0.1:"), "{line}");
        Serving { child, name }
    }

    /// Status, head and body of an answer to a request with these lines.
    fn say(&self, lines: &[&str]) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.name).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        write!(stream, "{}\r\nConnection: close\r\n\r\n", lines.join("\r\n")).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_lowercase(), body.to_owned())
    }

    fn get(&self, address: &str) -> (u16, String) {
        let (line, host) = (format!("GET {address} HTTP/1.1"), format!("Host: {}", self.name));
        let (status, _, body) = self.say(&[&line, &host]);
        (status, body)
    }

    /// Document, ordinal and headline of articles, asked for again as long as some are wanting.
    fn headlines(&self, of: &Value) -> Vec<[Value; 3]> {
        let mut wanting: Vec<Value> = of.as_array().unwrap().clone();
        let mut all: Vec<[Value; 3]> = Vec::new();
        while !wanting.is_empty() {
            let of = Value::from(wanting.clone()).to_string();
            let of: String = url::form_urlencoded::byte_serialize(of.as_bytes()).collect();
            let answer = self.json(&format!("/headlines?of={of}"));
            let found: Vec<[Value; 3]> =
                serde_json::from_value(answer["headlines"].clone()).unwrap();
            if found.is_empty() {
                break;
            }
            wanting.retain(|place| !found.iter().any(|[path, at, _]| *place == json!([path, at])));
            all.extend(found);
        }
        all
    }

    fn json(&self, address: &str) -> Value {
        let (status, body) = self.get(address);
        assert_eq!(status, 200, "{address}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    /// All articles of a search, page after page.
    fn articles(&self, search: &str) -> Vec<Value> {
        let (mut all, mut after) = (Vec::new(), String::new());
        loop {
            let page = self.json(&format!("/articles?{search}{after}"));
            let articles = page["articles"].as_array().unwrap();
            assert!(articles.len() <= 50);
            all.extend(articles.iter().cloned());
            if page["next"].is_null() {
                return all;
            }
            let next: String =
                url::form_urlencoded::byte_serialize(page["next"].to_string().as_bytes()).collect();
            after = format!("&after={next}");
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn data(page: &str) -> Value {
    let block = page.split("<script type=\"application/json\" id=\"data\">").nth(1).unwrap();
    serde_json::from_str(block.split("</script>").next().unwrap()).unwrap()
}

#[test]
fn what_is_served_is_what_the_commands_say() {
    let workspace = demo();
    let before = std::fs::read(workspace.path("ledger.db")).unwrap();
    let serving = Serving::start(&workspace);
    // The articles of a cell are those of `explain`, each once, in its order, with the headline if asked.
    let explained = workspace.run(&["explain", "CHL", "1973", "--json"]).ok().json();
    let mut expected: Vec<&Value> = explained["articles"].as_array().unwrap().iter().collect();
    expected.dedup_by_key(|article| (&article["path"], &article["position"]));
    let cell = "country=CHL&first=1973&last=1973";
    let found = serving.articles(cell);
    assert!(found.len() > 40);
    let of = |all: &[&Value], key: &str| all.iter().map(|a| a[key].clone()).collect::<Vec<_>>();
    for key in ["id", "url", "date", "newspaper", "unrest", "path", "position"] {
        assert_eq!(of(&found.iter().collect::<Vec<_>>(), key), of(&expected, key), "{key}");
    }
    let mut told: Vec<[Value; 3]> = expected
        .iter()
        .map(|article| ["path", "position", "headline"].map(|key| article[key].clone()))
        .collect();
    let places: Vec<Value> =
        found.iter().map(|article| json!([article["path"], article["position"]])).collect();
    let mut headlines = serving.headlines(&json!(places));
    told.sort_by_key(|row| row[0].to_string() + &format!("{:9}", row[1].as_u64().unwrap()));
    headlines.sort_by_key(|row| row[0].to_string() + &format!("{:9}", row[1].as_u64().unwrap()));
    assert_eq!(headlines, told);
    // Pages make the whole, whatever is searched for: all of Chile is the sum of its counts.
    let page = data(&serving.get("/").1);
    let chile = page["countries"].as_array().unwrap().iter().find(|c| c["code"] == "CHL").unwrap();
    let counts = chile["series"][0]["count"].as_array().unwrap();
    let sum: u64 = counts.iter().filter_map(Value::as_u64).sum();
    let all = serving.articles("country=CHL");
    assert_eq!(all.len() as u64, sum);
    assert!(all.iter().map(|article| article["date"].as_str().unwrap()).is_sorted());
    let with = |word: &str| -> Vec<&Value> {
        let has = |key: &Value| key.to_string().to_lowercase().contains(word);
        all.iter().filter(|a| has(&a["url"]) || has(&a["id"]) || has(&a["countries"])).collect()
    };
    let strikes = serving.articles("country=CHL&words=Strike");
    assert!(strikes.len() > 50 && strikes.len() < all.len());
    assert_eq!(strikes.iter().collect::<Vec<_>>(), with("strike"));
    let of_the_nyt = serving.articles("country=CHL&newspaper=nyt");
    let nyt: Vec<&Value> = all.iter().filter(|article| article["newspaper"] == "nyt").collect();
    assert!(!nyt.is_empty() && nyt.len() < all.len());
    assert_eq!(of_the_nyt.iter().collect::<Vec<_>>(), nyt);
    // Chosen otherwise: the page and the articles follow, as the commands do.
    let other = "rule=gsp-ts&tier=A";
    let waves =
        workspace.run(&["waves", "--json", "--rule", "gsp-ts", "--tier", "A", "--country", "CHL"]);
    let waves = waves.ok().json();
    let page = data(&serving.get(&format!("/?{other}")).1);
    assert_eq!(page["study"]["rule"], waves["study"]["rule"]);
    let narrowed = serving.articles(&format!("{cell}&{other}"));
    let years = waves["countries"][0]["series"][0]["years"].as_array().unwrap();
    let year = years.iter().find(|year| year["year"] == 1973).unwrap();
    assert_eq!(Some(narrowed.len() as u64), year["count"].as_u64());
    assert!(narrowed.len() < found.len());
    drop(serving);
    assert_eq!(std::fs::read(workspace.path("ledger.db")).unwrap(), before, "it only reads");
}

#[test]
fn only_its_own_page_on_this_machine_is_answered() {
    let workspace = quiet();
    let serving = Serving::start(&workspace);
    let own = format!("Host: {}", serving.name);
    let port = serving.name.split(':').nth(1).unwrap();
    let localhost = format!("Host: localhost:{port}");
    let (other_port, rebound) =
        ("Host: 127.0.0.1:1".to_owned(), format!("Host: evil.example:{port}"));
    let followed =
        ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"];
    let rows: [(&[&str], u16); 16] = [
        (&["GET / HTTP/1.1", &own], 200),
        (&["HEAD / HTTP/1.1", &own], 200),
        (&["GET / HTTP/1.1", &localhost], 200),
        (&["GET / HTTP/1.1", &own, followed[0], followed[1], followed[2]], 200), // a link to a view
        (&["GET /?tier=A HTTP/1.1", &own, followed[0], "Sec-Fetch-Mode: no-cors"], 403), // a picture
        (&["GET / HTTP/1.1", &own, followed[0], followed[1], "Sec-Fetch-Dest: iframe"], 403),
        (&["GET /articles HTTP/1.1", &own, followed[0], followed[1], followed[2]], 403),
        (&["GET /articles HTTP/1.1", &own, "Sec-Fetch-Site: same-site"], 403), // another port
        (&["GET /articles HTTP/1.1", &own, "Sec-Fetch-Site: same-origin"], 200),
        (&["GET /articles HTTP/1.1", &own, "Sec-Fetch-Site: cross-site"], 403),
        (&["GET / HTTP/1.1", &rebound], 403),
        (&["GET /articles HTTP/1.1", &other_port], 403),
        (&["GET / HTTP/1.0"], 403),
        (&["POST /articles HTTP/1.1", &own, "Content-Length: 0"], 405),
        (&["GET /ledger.db HTTP/1.1", &own], 404),
        (&["GET /../groundswell.toml HTTP/1.1", &own], 404),
    ];
    for (lines, expected) in rows {
        let (status, head, _) = serving.say(lines);
        assert_eq!(status, expected, "{lines:?}");
        for header in [
            "cache-control: no-store",
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "referrer-policy: no-referrer",
            "cross-origin-resource-policy: same-origin",
            "cross-origin-opener-policy: same-origin",
        ] {
            assert!(head.contains(header), "{lines:?}: {head}");
        }
        assert!(!head.contains("access-control"), "{head}");
    }
}

#[test]
fn a_wrong_question_is_told_what_is_wrong() {
    let workspace = quiet();
    let serving = Serving::start(&workspace);
    let long = format!("/articles?words={}", "x".repeat(201));
    for (address, says) in [
        ("/?rule=none", "published-guarded"),
        ("/?tier=Z", "unknown variant"),
        ("/?teir=A", "`teir`"),
        ("/?words=strike", "`words`"),
        ("/?tier=", "unknown variant"),
        ("/articles?headlines=1", "`headlines`"),
        ("/headlines", "of"),
        ("/headlines?of=%5B%5B%22x%22%5D%5D", "ordinals"),
        ("/articles?country=CHI", "CHE"),
        ("/articles?newspaper=times", "newspaper"),
        ("/articles?first=soon", "first"),
        ("/articles?after=here", "after"),
        (&long, "200 characters"),
        ("/articles?words=a%00b", "NUL"),
        ("/articles?words=a+b+c+d+e+f+g+h+i", "8 words"),
    ] {
        let (status, body) = serving.get(address);
        assert!(status == 400 && body.contains(says), "{address}: {status} {body}");
    }
    for address in [
        "/articles?first=-2147483648&last=2147483647",
        "/articles?after=%7B%22date%22%3A%22%22%2C%22newspaper%22%3A%22%22%2C%22path%22%3A%22%22%2C%22position%22%3A0%7D",
    ] {
        assert_eq!(serving.json(address)["articles"].as_array().unwrap().len(), 2, "{address}");
    }
    // Where a page ended without an article: the next one begins there, and loses none.
    for (date, expected) in [("1973-", 2), ("1973-09-", 2), ("1973-10-", 0), ("1974-", 0)] {
        let after = json!({"date": date, "newspaper": "", "path": "", "position": 0}).to_string();
        let after: String = url::form_urlencoded::byte_serialize(after.as_bytes()).collect();
        let found = serving.json(&format!("/articles?after={after}"));
        assert_eq!(found["articles"].as_array().unwrap().len(), expected, "{date}");
    }
}

#[test]
fn counted_again_is_another_edition() {
    let workspace = quiet();
    let serving = Serving::start(&workspace);
    let editions = || {
        let page = data(&serving.get("/").1)["live"]["edition"].clone();
        assert_eq!(page, serving.json("/articles")["edition"]);
        page
    };
    let first = editions();
    assert_eq!(first, editions());
    let more = [record(3, "1973-10-01", "Chile Waits"), record(4, "1973-10-02", "Harvest in Peru")];
    workspace.write("more/1973-10.json", month(&more));
    workspace.run(&["import", "more"]).ok();
    workspace.run(&["count"]).ok();
    assert_ne!(first, editions());
    assert_eq!(serving.articles("").len(), 4, "from the ledger as it is now");
    // Another pipeline is another page too, and its articles are of its countries and years.
    let pipeline = std::fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    let before = editions();
    workspace.write("groundswell.toml", pipeline.clone() + "[count]\ncountries = [\"PER\"]\n");
    assert_ne!(before, editions());
    assert_eq!(serving.articles("").len(), 2);
    assert_eq!(serving.get("/articles?country=CHL").0, 400, "it is not of the study");
    let pipeline = pipeline.replace("first_year = 1972", "first_year = 1974\nlead_in = 2");
    workspace.write("groundswell.toml", pipeline);
    assert_eq!(serving.articles("").len(), 0, "years before the period are not judged");
    workspace.write("groundswell.toml", "name = 1");
    assert_eq!(serving.get("/").0, 500, "that is not the reader's fault");
}

#[cfg(unix)]
#[test]
fn a_signal_is_how_it_ends() {
    let workspace = quiet();
    for signal in ["INT", "TERM"] {
        let mut serving = Serving::start(&workspace);
        let taken = serving.name.split(':').nth(1).unwrap().to_owned();
        workspace.run(&["serve", "--port", &taken]).fails(71, &["cannot listen", "--port 0"]);
        let pid = serving.child.id().to_string();
        std::process::Command::new("kill").args(["-s", signal, &pid]).status().unwrap();
        assert_eq!(serving.child.wait().unwrap().code(), Some(0), "{signal}");
    }
    std::fs::remove_file(workspace.path("ledger.db")).unwrap();
    workspace.run(&["serve", "--port", "0"]).fails(66, &["groundswell count"]);
}

/// A study of one month in which two articles name a country.
fn quiet() -> Workspace {
    let workspace = Workspace::new(1972, 1975);
    let records = [record(1, "1973-09-12", "Chile Unrest"), record(2, "1973-09-13", "Peru Votes")];
    workspace.write("in/1973-09.json", month(&records));
    workspace.run(&["import", "in"]).ok();
    workspace.run(&["count"]).ok();
    workspace
}
