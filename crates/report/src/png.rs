//! A chart as PNG, for what takes no SVG.
//!
//! Drawn with the DejaVu fonts of `fonts/` and no others, so that the bytes are the same on every machine.

use resvg::{tiny_skia, usvg};
use std::sync::Arc;

const FONTS: [&[u8]; 2] = [
    include_bytes!("../fonts/DejaVuSans-subset.ttf"),
    include_bytes!("../fonts/DejaVuSans-Bold-subset.ttf"),
];
/// The family of both.
const FAMILY: &str = "DejaVu Sans";
/// No side is longer, in pixels: 100 million of them are 400 MB.
const LONGEST: f32 = 20_000.0;

/// The chart, light, `scale` times as large as the SVG says.
///
/// # Errors
/// In words, if this is no SVG or the picture would be too large.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, String> {
    let mut options = usvg::Options { font_family: FAMILY.to_owned(), ..usvg::Options::default() };
    let fonts = Arc::make_mut(&mut options.fontdb);
    FONTS.iter().for_each(|font| fonts.load_font_data(font.to_vec()));
    fonts.set_sans_serif_family(FAMILY);
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let size = tree.size();
    let side = |length: f32| {
        let pixels = (length * scale).ceil();
        (1.0..=LONGEST).contains(&pixels).then_some(pixels as u32)
    };
    let sides = side(size.width()).zip(side(size.height()));
    let pixmap = sides.and_then(|(width, height)| tiny_skia::Pixmap::new(width, height));
    let mut pixmap = pixmap.ok_or("the picture would be too large or too small")?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::png;

    #[test]
    fn text_and_marks_are_drawn_and_the_bytes_are_the_same_twice() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"20\">\
                   <style>@media (prefers-color-scheme:dark){text{fill:#fff}}</style>\
                   <text y=\"15\" font-family=\"Arial,sans-serif\">Çé 1914</text></svg>";
        let drawn = png(svg, 1.0).unwrap();
        assert_eq!(drawn, png(svg, 1.0).unwrap());
        let picture = resvg::tiny_skia::Pixmap::decode_png(&drawn).unwrap();
        let inked = picture.pixels().iter().filter(|pixel| pixel.alpha() > 200).count();
        assert!(inked > 50, "{inked} pixels");
        // Ink, not paper: nobody asked for the dark one.
        assert!(picture.pixels().iter().all(|pixel| pixel.red() == 0));
    }

    #[test]
    fn what_cannot_be_drawn_is_said() {
        assert!(png("no picture", 1.0).is_err());
        let wide = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90000\" height=\"20\"/>";
        assert!(png(wide, 1.0).unwrap_err().contains("too large"));
        assert!(png("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", f32::NAN).is_err());
    }
}
