//! Why each span of a sentence does or does not count: `cargo run -p groundswell-mentions --example why -- YEAR "SENTENCE"`.

use groundswell_mentions::{Document, Gazetteer, Ocr, Tiers};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let year = arguments.next().and_then(|year| year.parse().ok());
    let text = arguments.collect::<Vec<_>>().join(" ");
    let gazetteer = Gazetteer::embedded()?;
    let document = Document { fields: &[&text], year, tiers: Tiers::default(), ocr: Ocr::Exact };
    for span in gazetteer.explain(&document) {
        println!("{span:?}");
    }
    Ok(())
}
