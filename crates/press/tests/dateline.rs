//! Datelines: the forms of each era, and headings that are none. Texts are invented.

use groundswell_press::dateline;

/// Place, region, day, agency (`""`: none) and what follows.
fn check(text: &str, expected: [&str; 4], rest: &str) {
    let Some(found) = dateline(text) else { panic!("no dateline: {text:?}") };
    let parts =
        [Some(found.place), found.region, found.date, found.agency].map(Option::unwrap_or_default);
    assert_eq!(parts, expected, "{text:?}");
    assert_eq!(found.rest, rest, "{text:?}");
}

#[test]
fn the_forms_of_each_era_are_read() {
    for (text, parts, rest) in [
        // 1851 to 1865
        (
            "Lyons, Tuesday, June 3. The looms are idle.",
            ["Lyons", "", "Tuesday, June 3", ""],
            "The looms are idle.",
        ),
        (
            "St. Petersburg, Friday, May 9, 1856. -- Ice.",
            ["St. Petersburg", "", "Friday, May 9", ""],
            "Ice.",
        ),
        (
            "Correspondence of the New-York Daily Times. LEEDS, Friday, Nov. 5, 1852. The mills are busy.",
            ["LEEDS", "", "Friday, Nov. 5", ""],
            "The mills are busy.",
        ),
        (
            "Our Own Correspondence. HAVANA, Monday, May 9. Rain.",
            ["HAVANA", "", "Monday, May 9", ""],
            "Rain.",
        ),
        (
            "Special Dispatch to the New-York Times. TRENTON, Monday, May 9. Rain.",
            ["TRENTON", "", "Monday, May 9", ""],
            "Rain.",
        ),
        // The Manchester Guardian and The Guardian
        ("From our own Correspondent, LYONS, Tuesday", ["LYONS", "", "Tuesday", ""], ""),
        (
            "(From our Own Correspondent.) LYONS, Tuesday. Snow fell.",
            ["LYONS", "", "Tuesday", ""],
            "Snow fell.",
        ),
        ("(By Telegraph.) LYONS, Tuesday. Snow fell.", ["LYONS", "", "Tuesday", ""], "Snow fell."),
        (
            "LYONS, Tuesday (By Telegraph). Snow fell.",
            ["LYONS", "", "Tuesday", "By Telegraph"],
            "Snow fell.",
        ),
        (
            "From our Correspondent. (By Cable.) Leeds, March 20. Snow fell.",
            ["Leeds", "", "March 20", ""],
            "Snow fell.",
        ),
        ("LEEDS, FRIDAY. Snow fell.", ["LEEDS", "", "FRIDAY", ""], "Snow fell."),
        ("LEEDS, OCTOBER 3. Snow fell.", ["LEEDS", "", "OCTOBER 3", ""], "Snow fell."),
        ("LONDON, Wednesday Night. Fog.", ["LONDON", "", "Wednesday Night", ""], "Fog."),
        (
            "Special to The New York Times. LEEDS, Aug. 6--Rain.",
            ["LEEDS", "", "Aug. 6", ""],
            "Rain.",
        ),
        (
            "Wireless to THE NEW YORK TIMES. LEEDS, Aug. 6.--Rain.",
            ["LEEDS", "", "Aug. 6", ""],
            "Rain.",
        ),
        // 1891
        (
            "ALBANY, Aug. 30 -- The lake is high.",
            ["ALBANY", "", "Aug. 30", ""],
            "The lake is high.",
        ),
        (
            "PELHAM, N.Y., Aug. 30. -- The lake is low.",
            ["PELHAM", "N.Y.", "Aug. 30", ""],
            "The lake is low.",
        ),
        ("NEW-HAVEN, Conn., Sept. 4. -- A sloop", ["NEW-HAVEN", "Conn.", "Sept. 4", ""], "A sloop"),
        ("ST. PETERSBURG, Jan. 3.—Snow.", ["ST. PETERSBURG", "", "Jan. 3", ""], "Snow."),
        ("LONDON, Saturday, Aug. 5. -- Rain.", ["LONDON", "", "Saturday, Aug. 5", ""], "Rain."),
        ("CITY OF MEXICO, Feb. 2 -- Rain.", ["CITY OF MEXICO", "", "Feb. 2", ""], "Rain."),
        ("PANAMA, May 3, 1885. -- Fire.", ["PANAMA", "", "May 3", ""], "Fire."),
        ("McALLEN, Tex., June 1 -- Heat.", ["McALLEN", "Tex.", "June 1", ""], "Heat."),
        // 1910 to 1963
        ("SCRANTON, Feb. 11. -- Coal.", ["SCRANTON", "", "Feb. 11", ""], "Coal."),
        ("PONCE, P.R., March 8 (UP)--Sugar.", ["PONCE", "P.R.", "March 8", "UP"], "Sugar."),
        ("TAMPA, Jan. 3--Frost.", ["TAMPA", "", "Jan. 3", ""], "Frost."),
        (
            "LYONS. Walking in the rain is a sport.",
            ["LYONS", "", "", ""],
            "Walking in the rain is a sport.",
        ),
        ("NEW ORLEANS. The harbor is full.", ["NEW ORLEANS", "", "", ""], "The harbor is full."),
        (
            "SANTA CRUZ DE LA SIERRA, Bolivia, May 2 (Reuters)--Rain",
            ["SANTA CRUZ DE LA SIERRA", "Bolivia", "May 2", "Reuters"],
            "Rain",
        ),
        (
            "UNITED NATIONS, N. Y., Oct. 3--A vote.",
            ["UNITED NATIONS", "N. Y.", "Oct. 3", ""],
            "A vote.",
        ),
        // 1978
        ("LEEDS, Aug. 6 &#8212; Rain.", ["LEEDS", "", "Aug. 6", ""], "Rain."),
        ("DENVER, Aug. 6 (AP) — A vote.", ["DENVER", "", "Aug. 6", "AP"], "A vote."),
        (
            "PORT-AU-PRINCE, Haiti, Aug. 6 (Agence France-Presse) — A vote.",
            ["PORT-AU-PRINCE", "Haiti", "Aug. 6", "Agence France-Presse"],
            "A vote.",
        ),
        // since 2011
        ("MÉRIDA, Venezuela -- A vote.", ["MÉRIDA", "Venezuela", "", ""], "A vote."),
        ("GOIÂNIA (AP) -- A vote.", ["GOIÂNIA", "", "", "AP"], "A vote."),
        ("DIRE DAWA, Ethiopia — A vote.", ["DIRE DAWA", "Ethiopia", "", ""], "A vote."),
        ("SÃO PAULO, Brazil — A vote.", ["SÃO PAULO", "Brazil", "", ""], "A vote."),
        ("THE HAGUE — A verdict.", ["THE HAGUE", "", "", ""], "A verdict."),
        ("MOSCOW – A vote.", ["MOSCOW", "", "", ""], "A vote."),
        ("RIO DE JANEIRO - A vote.", ["RIO DE JANEIRO", "", "", ""], "A vote."),
        ("BELFAST, Northern Ireland — A vote.", ["BELFAST", "Northern Ireland", "", ""], "A vote."),
        ("  LIMA, Peru     NO wonder.", ["LIMA", "Peru", "", ""], "NO wonder."),
        ("ROME, Jan. 3 --", ["ROME", "", "Jan. 3", ""], ""),
    ] {
        check(text, parts, rest);
    }
}

#[test]
fn what_only_looks_like_a_dateline_is_none() {
    for text in [
        "",
        "FERRIES AND FARES -- Ferries are late.",
        "WHEN TO GO -- Although the road is bad",
        "A BROAD OLD ROAD -- The mayor said.",
        "DREDGING DENIED ON APPEAL -- A lawyer",
        "HARBORS -- Harbors are full.",
        "FOUR WORDS OF CAPITALS -- The mayor said.",
        "NEWS SUMMARY -- The mayor",
        "MILLER--Anna. Beloved wife of Tom.",
        "INTERNATIONAL   A4-9    Talks Go On",
        "BUTTON CORP., Pelham, N.Y., the maker of buttons, said",
        "U.S. Officials said",
        "I.B.M. The company said",
        "E.U. -- Ministers said",
        "LR on trade",
        "ed on Paris, Aug. 4 -- the vote",
        "Paris, Aug. 4 -- The vote",
        "WAGES, PRICES RISE -- The mayor said",
        "LONDON, the capital, is wet",
        "LONDON",
        "LONDON,",
        "LONDON, Aug.",
        "LONDON (AP",
        "LONDON bridge -- is down",
        "LONDON, Aug. 4 the vote",
        "-- LONDON",
        "AT&T -- The company",
        "Q. When is it?",
        "Paris, the capital, met Tuesday, June 3. The vote",
        "Tuesday, June 3. The vote",
        "Miss Ada Brown, Tuesday, June 3, in white, wed",
        "By telegraph we learn of rain.",
        "From our own correspondent",
        "From a correspondent we learn, Tuesday, of rain",
        "YAHOO-LIKE ADS AND SEARCH -- Ads are everywhere.",
    ] {
        assert_eq!(dateline(text), None, "{text:?}");
    }
}
