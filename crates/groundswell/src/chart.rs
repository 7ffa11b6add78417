//! `groundswell chart`: single figures as files, the same as in the report, as SVG or PNG.

use groundswell_report as report;
use std::fs;
use std::path::Path;

use crate::failure::{Exit, Failure, Result};
use crate::runs::write_whole;
use crate::talk::{Talk, print, shown};

/// Figures of all countries together, by the name they are asked for.
type Drawing = fn(&report::Findings) -> Option<String>;
const TOGETHER: [(&str, Drawing); 3] = [
    ("heatmap", report::heatmap_svg),
    ("coverage", report::coverage_svg),
    ("world", report::world_svg),
];

/// Whether this is the name of a figure, not of a country.
pub(crate) fn is_figure(name: &str) -> bool {
    TOGETHER.iter().any(|(figure, _)| *figure == name)
}

/// How and where the figures are written.
pub(crate) struct How<'a> {
    /// As PNG, so many times as large; `None`: as SVG.
    pub(crate) png: Option<f32>,
    /// A folder, or `-` for stdout.
    pub(crate) out: &'a Path,
}

/// Writes each of the figures asked for: a country's chart by its code, or one of all countries.
pub(crate) fn chart(
    found: &report::Findings,
    figures: &[String],
    how: &How<'_>,
    talk: &Talk,
) -> Result<()> {
    let drawn: Vec<(&String, String)> =
        figures.iter().map(|name| Ok((name, draw(found, name)?))).collect::<Result<_>>()?;
    if how.out == Path::new("-") {
        return match (&drawn[..], how.png) {
            ([(_, svg)], None) => print(svg),
            _ => Err(Failure::new(Exit::Config, "only one SVG goes to stdout")
                .next("name a folder with --out")),
        };
    }
    fs::create_dir_all(how.out).map_err(Failure::writing(how.out))?;
    for (name, svg) in drawn {
        let (bytes, ending) = match how.png {
            Some(scale) => (picture(&svg, scale, name)?, "png"),
            None => (svg.into_bytes(), "svg"),
        };
        let path = how.out.join(format!("{name}.{ending}"));
        write_whole(&path, &bytes)?;
        talk.say(format!("wrote {}", shown(&path)));
    }
    Ok(())
}

fn draw(found: &report::Findings, name: &str) -> Result<String> {
    let Some((_, drawing)) = TOGETHER.iter().find(|(figure, _)| *figure == name) else {
        let country = found.countries.iter().find(|country| country.code == *name);
        let country = country.ok_or_else(|| nothing(name, "the study does not count it"))?;
        return Ok(report::country_svg(&found.study, country));
    };
    drawing(found).ok_or_else(|| nothing(name, "there is too little to draw, or too much"))
}

fn nothing(name: &str, why: &str) -> Failure {
    Failure::new(Exit::NoInput, format!("no figure of {name}: {why}"))
        .next("see `groundswell waves` for what there is")
}

fn picture(svg: &str, scale: f32, name: &str) -> Result<Vec<u8>> {
    report::png(svg, scale).map_err(|why| {
        Failure::new(Exit::Data, format!("{name} cannot be drawn as PNG: {why}"))
            .next("take the SVG, or a smaller --scale")
    })
}
