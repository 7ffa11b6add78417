//! The tables: complete, without faults, and every fault of a broken one told at once.

use groundswell_mentions::{EMBEDDED, Gazetteer, Policy, Role, Tables, check};

/// ISO 3166-1 alpha-3, officially assigned, and the user-assigned XKX.
const ISO: &str = "ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR \
    BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL \
    COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK \
    FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV \
    HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO \
    LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG \
    MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN \
    PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE \
    SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO \
    TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM XKX YEM ZAF ZMB ZWE";

/// State numbers of the Gleditsch–Ward list, microstates included.
const GW: &[u16] = &[
    2, 20, 31, 40, 41, 42, 51, 52, 53, 54, 55, 56, 57, 58, 60, 70, 80, 89, 90, 91, 92, 93, 94, 95,
    99, 100, 101, 110, 115, 130, 135, 140, 145, 150, 155, 160, 165, 200, 205, 210, 211, 212, 220,
    221, 223, 225, 230, 232, 235, 240, 245, 255, 260, 265, 267, 269, 271, 273, 275, 280, 290, 300,
    305, 310, 315, 316, 317, 325, 327, 329, 331, 332, 335, 337, 338, 339, 340, 341, 343, 344, 345,
    346, 347, 349, 350, 352, 355, 359, 360, 365, 366, 367, 368, 369, 370, 371, 372, 373, 375, 380,
    385, 390, 395, 396, 397, 402, 403, 404, 411, 420, 432, 433, 434, 435, 436, 437, 438, 439, 450,
    451, 452, 461, 471, 475, 481, 482, 483, 484, 490, 500, 501, 510, 511, 516, 517, 520, 522, 530,
    531, 540, 541, 551, 552, 553, 560, 563, 564, 565, 570, 571, 572, 580, 581, 590, 591, 600, 615,
    616, 620, 625, 626, 630, 640, 645, 651, 652, 660, 663, 666, 670, 678, 680, 690, 692, 694, 696,
    698, 700, 701, 702, 703, 704, 705, 710, 711, 712, 713, 730, 731, 732, 740, 750, 760, 770, 771,
    775, 780, 781, 790, 800, 811, 812, 815, 816, 817, 820, 830, 835, 840, 850, 860, 900, 910, 920,
    935, 940, 950, 970, 971, 972, 973, 983, 986, 987, 990,
];

#[test]
fn the_embedded_tables_have_no_fault() {
    assert_eq!(check(&EMBEDDED), []);
}

#[test]
fn every_iso_country_and_every_state_since_1816_is_there() {
    let gazetteer = Gazetteer::embedded().unwrap();
    for code in ISO.split_ascii_whitespace() {
        let polity = gazetteer.find(code).unwrap_or_else(|| panic!("{code} is missing"));
        assert_eq!(gazetteer.polity(polity).iso3.as_deref(), Some(code));
        assert_eq!(
            gazetteer.countries(polity, Policy::Primary),
            [polity],
            "{code} is a country of today"
        );
    }
    for code in GW {
        assert!(
            gazetteer.polities().iter().any(|polity| polity.gw == Some(*code)),
            "GW {code} is missing"
        );
    }
}

#[test]
fn every_vanished_polity_has_one_country_of_today() {
    let gazetteer = Gazetteer::embedded().unwrap();
    for (index, polity) in (0..).zip(gazetteer.polities()) {
        let id = groundswell_mentions::PolityId(index);
        let [country] = gazetteer.countries(id, Policy::Primary)[..] else {
            panic!("{}", polity.id)
        };
        assert!(gazetteer.polity(country).iso3.is_some(), "{} leads to {country:?}", polity.id);
    }
    let steps = gazetteer.successors();
    assert!(steps.iter().any(|step| step.role == Role::Partial));
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
    polities: "id,label,iso3,cow,gw,start,end,source\nCHL,Chile,CHL,155,155,1818,,s\nSUN,Soviet Union,,,365,1922,1991,s\nRUS,Russia,RUS,365,365,1816,,s\n",
    successors: "polity,successor,role,from\nSUN,RUS,primary,1991\n",
    names: "surface,kind,polity,from,to,case,tier,cues,vetoes,source,note\nChile,name,CHL,,,caps,A,,food,s,\n",
    blockers: "surface,note,source\nChile con carne,,s\n",
    contexts: "id,side,pattern,note\nfood,after,sauce,\n",
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
            Tables { successors: "polity,successor,role,from\n", ..SMALL },
            "polities.csv, line 3: \"SUN\" does not lead to a country of today: add its primary successor",
        ),
        (
            Tables {
                successors: "polity,successor,role,from\nSUN,RUS,primary,\nSUN,CHL,primary,\n",
                ..SMALL
            },
            "successors.csv, line 3: \"SUN\" has two primary successors",
        ),
        (
            Tables {
                successors: "polity,successor,role,from\nSUN,RUS,primary,\nRUS,SUN,primary,\n",
                ..SMALL
            },
            "polities.csv, line 3: its successors run in a circle",
        ),
        (
            Tables { blockers: "surface,note,source\nChile,,s\n", ..SMALL },
            "blockers.csv, line 2: \"Chile\" is a name too, and would never count",
        ),
        (
            Tables { contexts: "id,side,pattern,note\nfood,after,<word>,\n", ..SMALL },
            "contexts.csv, line 2: \"<word>\" is not one of <initial> <age> <number>",
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
