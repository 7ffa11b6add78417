//! The yearly counts: the table that all findings rest on.

use crate::{Error, Ledger};

/// One cell of the study: a newspaper, a country, a year. Counts are `None` where nothing was
/// looked at.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Yearly {
    pub newspaper: String,
    pub country: String,
    pub year: i32,
    pub articles: Option<u64>,
    pub mentions: Option<u64>,
    /// Denominators; `None`: only searches brought articles of some months, so that nobody knows.
    pub international_articles: Option<u64>,
    pub all_articles: Option<u64>,
    /// Share seen of the months in which the paper appeared.
    pub coverage: f64,
    /// observed, partial, missing, not_published or not_applicable.
    pub state: String,
}

impl Ledger {
    /// All cells of a topic (`all` or `unrest`), by newspaper, country, year: the rows of the view `yearly`.
    ///
    /// The view looks up the count of each row. Here counts are read in their order, which takes a third of the time.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn yearly(&self, topic: &str) -> Result<Vec<Yearly>, Error> {
        let (years, countries) = (self.years()?, self.applicable()?);
        let counts = self.counts(topic, &countries)?;
        let mut counts = counts.into_iter().peekable();
        let mut yearly = Vec::with_capacity(countries.len() * years.len());
        for (place, of) in countries.iter().enumerate() {
            for year in years.iter().filter(|year| year.newspaper == of.newspaper) {
                let cell = (place, year.year);
                // Years outside of the study are passed over.
                while counts.next_if(|(of, ..)| *of < cell).is_some() {}
                let count = counts.next_if(|(of, ..)| *of == cell);
                let (articles, mentions) =
                    count.map_or((0, 0), |(_, articles, mentions)| (articles, mentions));
                let existed = of.first.is_none_or(|first| first <= year.year)
                    && of.last.is_none_or(|last| year.year <= last);
                let seen = existed && matches!(year.state.as_str(), "observed" | "partial");
                yearly.push(Yearly {
                    newspaper: year.newspaper.clone(),
                    country: of.country.clone(),
                    year: year.year,
                    articles: seen.then_some(articles),
                    mentions: seen.then_some(mentions),
                    international_articles: year.international_articles,
                    all_articles: year.all_articles,
                    coverage: year.coverage,
                    state: if existed { year.state.clone() } else { "not_applicable".to_owned() },
                });
            }
        }
        Ok(yearly)
    }

    /// What counts for each of these, which are in order, by place among them and year.
    fn counts(&self, topic: &str, countries: &[Applicable]) -> Result<Vec<Count>, Error> {
        let sql = "select year, newspaper, country, articles, mentions from counted_cell
                   where topic = ?1 order by year, newspaper, country";
        let wrap = || Error::sqlite(&self.path);
        let mut statement = self.connection.prepare(sql).map_err(wrap())?;
        let mut rows = statement.query([topic]).map_err(wrap())?;
        let mut counts = Vec::new();
        let mut before = (i32::MIN, 0);
        while let Some(row) = rows.next().map_err(wrap())? {
            let found = (|| {
                let year: i32 = row.get(0)?;
                let key = (row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?);
                // As both are in order, it stands behind the one before.
                let from = if before.0 == year { before.1 } else { 0 };
                let behind = countries.get(from..).unwrap_or_default();
                let place = from + behind.iter().take_while(|of| of.key() < key).count();
                before = (year, place);
                let is_asked = countries.get(place).is_some_and(|of| of.key() == key);
                let count = ((place, year), row.get(3)?, row.get(4)?);
                Ok(is_asked.then_some(count))
            })();
            counts.extend(found.map_err(wrap())?);
        }
        counts.sort_unstable();
        Ok(counts)
    }

    /// A row without country and counts for each newspaper and year of the study, in this order.
    fn years(&self) -> Result<Vec<Yearly>, Error> {
        let sql = "select newspaper, year, international_articles, all_articles, coverage, state
                   from denominator order by newspaper, year";
        self.rows(sql, [], |row| {
            Ok(Yearly {
                newspaper: row.get(0)?,
                country: String::new(),
                year: row.get(1)?,
                articles: None,
                mentions: None,
                international_articles: row.get(2)?,
                all_articles: row.get(3)?,
                coverage: row.get(4)?,
                state: row.get(5)?,
            })
        })
    }

    fn applicable(&self) -> Result<Vec<Applicable>, Error> {
        let sql = "select newspaper, country, first, last from applicable
                   order by newspaper, country";
        self.rows(sql, [], |row| {
            Ok(Applicable {
                newspaper: row.get(0)?,
                country: row.get(1)?,
                first: row.get(2)?,
                last: row.get(3)?,
            })
        })
    }
}

/// A country that has rows of a newspaper, and its first and last year. `None`: no end.
struct Applicable {
    newspaper: String,
    country: String,
    first: Option<i32>,
    last: Option<i32>,
}

impl Applicable {
    fn key(&self) -> (&str, &str) {
        (&self.newspaper, &self.country)
    }
}

/// Place of a newspaper's country in a list and year, articles, mentions.
type Count = ((usize, i32), u64, u64);
