//! Whether the derived tables say what the articles say: each is asked for the same numbers.

use crate::{Error, Ledger};

/// Name of a derived table, its numbers as it has them, and as the articles have them.
const NUMBERS: [(&str, &str, &str); 4] = [
    (
        "cell",
        "select newspaper, country, year, topic, articles, mentions
         from counted_cell join study on year between first_year and last_year
         where articles > 0 and (newspaper, country) not in (select newspaper, country from not_foreign)",
        "select newspaper, country, year, 'all', count(*), sum(mentions)
         from counted_mention group by newspaper, country, year
         union all
         select newspaper, country, year, 'unrest', count(*), sum(mentions)
         from counted_mention where unrest = 1 group by newspaper, country, year",
    ),
    (
        "month",
        "select newspaper, year, month, records, days, days_unsearched, searched, entire, entire_unsearched,
                stated_yes, inferred_yes, stated_no, inferred_no, unknown from month",
        "select a.newspaper, a.year, a.month, count(*), count(distinct a.day),
                count(distinct iif(d.searched, null, a.day)), max(d.searched),
                max(d.by_day = 0 and coalesce(d.of_month, a.year * 100 + a.month) = a.year * 100 + a.month),
                max(d.by_day = 0 and coalesce(d.of_month, a.year * 100 + a.month) = a.year * 100 + a.month
                    and d.searched = 0),
                sum(a.duplicate is null and a.international is 1 and a.basis <> 'inferred'),
                sum(a.duplicate is null and a.international is 1 and a.basis = 'inferred'),
                sum(a.duplicate is null and a.international is 0 and a.basis <> 'inferred'),
                sum(a.duplicate is null and a.international is 0 and a.basis = 'inferred'),
                sum(a.duplicate is null and a.international is null)
         from record a join document d using (document)
         where a.newspaper in (select newspaper from newspaper)
         group by a.newspaper, a.year, a.month",
    ),
    (
        "tally",
        "select document, newspaper, year, month, international, inferred, duplicate, records from tally",
        "select document, coalesce(newspaper, ''), year, month,
                case international when 1 then 'yes' when 0 then 'no' else 'unknown' end,
                basis = 'inferred', coalesce(duplicate, ''), count(*)
         from record group by 1, 2, 3, 4, 5, 6, 7",
    ),
    (
        "address",
        "select article from address",
        "select distinct article from record join mention using (article)
         where not (international is 0 and basis <> 'inferred')",
    ),
];

impl Ledger {
    /// The first derived table that does not say what the articles say under the settings; `None`: all do. Reads every
    /// article several times.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn unlike(&self) -> Result<Option<&'static str>, Error> {
        for (table, derived, counted) in NUMBERS {
            let differ = format!(
                "with derived as ({derived}), counted as ({counted})
                 select exists (select * from derived except select * from counted)
                     or exists (select * from counted except select * from derived)"
            );
            if self.rows(&differ, [], |row| row.get::<_, bool>(0))? == [true] {
                return Ok(Some(table));
            }
        }
        Ok(None)
    }
}
