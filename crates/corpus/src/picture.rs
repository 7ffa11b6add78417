//! Multimedia blocks: most of the bytes of a modern record, and nothing a count needs.

use crate::article::Article;
use crate::json::Json;

/// Crops of one photograph: name, width, height.
const CROPS: [(&str, u32, u32); 30] = [
    ("articleLarge", 600, 400),
    ("popup", 650, 433),
    ("blog480", 480, 320),
    ("blog533", 533, 355),
    ("blog427", 427, 285),
    ("tmagSF", 362, 241),
    ("tmagArticle", 592, 395),
    ("slide", 600, 400),
    ("jumbo", 1024, 683),
    ("superJumbo", 2048, 1366),
    ("blog225", 225, 150),
    ("master1050", 1050, 700),
    ("master675", 675, 450),
    ("master495", 495, 330),
    ("master180", 180, 120),
    ("master315", 315, 210),
    ("master768", 768, 512),
    ("blogSmallThumb", 50, 50),
    ("mediumSquare149", 149, 149),
    ("thumbLarge", 150, 150),
    ("thumbStandard", 75, 75),
    ("thumbWide", 190, 126),
    ("smallSquare168", 168, 168),
    ("smallSquare252", 252, 252),
    ("square320", 320, 320),
    ("square640", 640, 640),
    ("filmstrip", 190, 127),
    ("articleInline", 190, 127),
    ("hpSmall", 163, 109),
    ("videoThumb", 75, 50),
];

/// The `multimedia` key: an array of crops, or since 2025 one object.
pub(crate) fn pictures(o: &mut Json, a: &Article, newest: bool) {
    let (year, month, day) = a.date;
    let stem = format!(
        "images/{year:04}/{month:02}/{day:02}/{}/{}-{}",
        a.section.to_lowercase(),
        a.number,
        a.slug()
    );
    if newest {
        o.key("multimedia").object(|m| {
            m.text("caption", "");
            m.text("credit", "");
            for (key, crop) in [("default", CROPS[0]), ("thumbnail", CROPS[20])] {
                m.key(key).object(|p| {
                    p.text("url", &format!("https://static01.nyt.com/{stem}-{}.jpg", crop.0));
                    p.raw("height", crop.2);
                    p.raw("width", crop.1);
                });
            }
        });
        return;
    }
    o.key("multimedia").array(|list| {
        for (crop, width, height) in CROPS.iter().take(a.pictures as usize) {
            list.object(|p| {
                p.raw("rank", 0);
                p.text("subtype", crop);
                p.raw("caption", "null");
                p.raw("credit", "null");
                p.text("type", "image");
                p.text("url", &format!("{stem}-{crop}.jpg"));
                p.raw("height", height);
                p.raw("width", width);
                p.raw("legacy", "{}");
                p.text("subType", crop);
                p.text("crop_name", crop);
            });
        }
    });
}
