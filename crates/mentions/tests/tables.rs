//! The tables: complete, without faults, and every fault of a broken one told at once.

#![allow(clippy::unwrap_used)]

use groundswell_mentions::{EMBEDDED, Gazetteer, Policy, Tables, check};

#[test]
fn the_embedded_tables_have_no_fault() {
    assert_eq!(check(&EMBEDDED), []);
}

#[test]
fn policies_differ_where_a_state_broke_up() {
    let gazetteer = Gazetteer::embedded().unwrap();
    for (id, policy, expected) in [
        ("SUN", Policy::AsWas, "SUN"),
        ("sun", Policy::Primary, "RUS"),
        ("CSK", Policy::All, "CZE SVK"),
        ("AUH", Policy::Primary, "AUT"),
        ("OTT", Policy::Primary, "TUR"),
        ("ZAR", Policy::Primary, "COD"),
        ("YUG", Policy::All, "SRB HRV SVN BIH MKD MNE"),
        ("CHL", Policy::All, "CHL"),
    ] {
        let countries = gazetteer.countries(gazetteer.find(id).unwrap(), policy);
        let ids: Vec<&str> = countries.iter().map(|c| gazetteer.polity(*c).id.as_str()).collect();
        assert_eq!(ids.join(" "), expected, "{id} {policy:?}");
    }
    assert_eq!("all".parse(), Ok(Policy::All));
    assert_eq!(
        "primry".parse::<Policy>(),
        Err("no policy \"primry\"; did you mean \"primary\"?".to_owned())
    );
}

/// Small tables that are right, for breaking.
const SMALL: Tables<'static> = Tables {
    polities: "id,label,iso3,iso3166_3,cow,gw,start,end,source\nCHL,Chile,CHL,,155,155,1818,,s\nSUN,Soviet Union,,SUHH,,365,1922,1991,s\nRUS,Russia,RUS,,365,365,1816,,s\n",
    successors: "polity,successor,role,from,source\nSUN,RUS,primary,1991,s\n",
    names: "surface,kind,polity,from,to,case,tier,cues,vetoes,source,note\nChile,name,CHL,,,caps,A,,food,s,\n",
    blockers: "surface,note,source\nChile con carne,,s\n",
    contexts: "id,side,pattern,source,note\nfood,after,sauce,s,\n",
    lexicon: "phrase,kind,vetoes,source\nriot,unrest,,s\n",
    index_terms: "newspaper,term,polity,source\nnyt,Chile,CHL,s\n",
    sources: "id,title,licence,url\ns,A source,own work,\n",
};

#[test]
fn every_fault_is_told_with_its_row_and_the_nearest_word() {
    assert_eq!(check(&SMALL), []);
    let names = "surface,kind,polity,from,to,case,tier,cues,vetoes,source,note\n";
    let row = |text: &str| format!("{names}{text}\n");
    for (tables, expected) in [
        (
            Tables { names: &row("Chile,name,CHI,,,caps,A,,,s,"), ..SMALL },
            "names.csv, line 2: no polity \"CHI\"; did you mean \"CHL\"?",
        ),
        (
            Tables { names: &row("Chile,nmae,CHL,,,caps,A,,,s,"), ..SMALL },
            "names.csv, line 2: \"nmae\" is not a word this column knows; did you mean \"name\"?",
        ),
        (
            Tables { names: &row("Chile,name,CHL,1925,1818,caps,A,,,s,"), ..SMALL },
            "names.csv, line 2: begins in 1925 and ends in 1818",
        ),
        (
            Tables { names: &row("Chile,name,CHL,,,caps,A,,fod,s,"), ..SMALL },
            "names.csv, line 2: no context \"fod\"; did you mean \"food\"?",
        ),
        (
            Tables {
                names: &row("Chile,name,CHL,,,caps,A,,,s,\nChile,name,RUS,,,caps,A,,,s,"),
                ..SMALL
            },
            "names.csv, line 3: \"Chile\" never counts: line 2 takes it first",
        ),
        (
            Tables { names: &row("Chile,name,CHL"), ..SMALL },
            "names.csv, line 2: 3 columns where 11 belong",
        ),
        (
            Tables { names: "surface,polity\n", ..SMALL },
            "names.csv, line 1: the header must be surface,kind,polity,from,to,case,tier,cues,vetoes,source,note",
        ),
        (
            Tables { successors: "polity,successor,role,from,source\n", ..SMALL },
            "polities.csv, line 3: \"SUN\" does not lead to a country of today: add its primary successor",
        ),
        (
            Tables {
                successors: "polity,successor,role,from,source\nSUN,RUS,primary,,s\nSUN,CHL,primary,,s\n",
                ..SMALL
            },
            "successors.csv, line 3: \"SUN\" has two primary successors",
        ),
        (
            Tables {
                successors: "polity,successor,role,from,source\nSUN,RUS,primary,,s\nRUS,SUN,primary,,s\n",
                ..SMALL
            },
            "polities.csv, line 3: its successors run in a circle",
        ),
        (
            Tables { blockers: "surface,note,source\nChile,,s\n", ..SMALL },
            "blockers.csv, line 2: \"Chile\" is a name too, and would never count",
        ),
        (
            Tables { contexts: "id,side,pattern,source,note\nfood,after,<word>,s,\n", ..SMALL },
            "contexts.csv, line 2: \"<word>\" is not one of <initial> <age> <number>",
        ),
        (
            Tables { contexts: "id,side,pattern,source,note\nfood,after,sauce,ss,\n", ..SMALL },
            "contexts.csv, line 2: no source \"ss\"; did you mean \"s\"?",
        ),
        (
            Tables {
                successors: "polity,successor,role,from,source\nSUN,RUS,primary,,t\n",
                ..SMALL
            },
            "successors.csv, line 2: no source \"t\"; did you mean \"s\"?",
        ),
        (
            Tables { polities: &SMALL.polities.replace("SUHH", "SUN"), ..SMALL },
            "polities.csv, line 3: \"SUN\" is not a code of four capitals",
        ),
        (
            Tables { polities: &SMALL.polities.replace("SUHH", "SUHH SUHH"), ..SMALL },
            "polities.csv, line 3: \"SUHH\" is there twice",
        ),
    ] {
        let told: Vec<String> = check(&tables).iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|fault| fault == expected), "{expected}\n{told:#?}");
        assert!(Gazetteer::from_tables(&tables).is_err());
    }
}

#[test]
fn several_faults_are_told_at_once() {
    let names = format!("{}Perú  x,name,PER,,,caps,A,,,t,\n", SMALL.names);
    assert_eq!(check(&Tables { names: &names, ..SMALL }).len(), 3);
}

#[test]
fn the_digest_depends_on_every_table() {
    let digest = |tables: &Tables<'_>| Gazetteer::from_tables(tables).unwrap().digest().to_owned();
    let plain = digest(&SMALL);
    assert_eq!(plain.len(), 64);
    let sources = "id,title,licence,url\ns,Another source,own work,\n";
    assert_ne!(digest(&Tables { sources, ..SMALL }), plain);
    assert_eq!(digest(&SMALL), plain);
}
