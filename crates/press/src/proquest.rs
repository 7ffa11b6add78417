//! ProQuest: newspapers of all the world and of two centuries, exported from its search pages or delivered to libraries.
//!
//! Its index terms (`Location`, `Subject`) are its own and not the newspaper's, so they are not taken for places of an article.

use std::borrow::Cow;

use crate::date::Date;
use crate::export;
use crate::record::Problem;

mod text;

pub(crate) use text::TEXT;

/// Id and address of an article by its ProQuest document number, the same in every export. Not the address that stands
/// in an export: that names the library and its account.
fn identity(
    number: &str,
    date: Date,
    headline: &str,
) -> Result<(Cow<'static, str>, Cow<'static, str>), Problem> {
    let number = number.trim();
    if number.is_empty() {
        return Ok((export::identity(date, headline)?, Cow::default()));
    }
    let address = format!("https://www.proquest.com/docview/{number}");
    Ok((format!("proquest:{number}").into(), address.into()))
}
