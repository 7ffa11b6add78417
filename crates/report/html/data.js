// The data block, read once, and a series as it is asked for: which paper, which measure.
// A year's place is its distance from the first year; null is unknown, never 0.

const data = JSON.parse(document.getElementById('data').textContent);
const study = data.study;
const years = Array.from({ length: data.years }, (_, place) => data.first + place);
const paperTitles = new Map(study.newspapers.map((paper) => [paper.name, paper.title]));
const countries = data.countries;
const byCode = new Map(countries.map((country) => [country.code, country]));

// Series that came as a table: nothing is known of sections, and no articles are behind them.
const given = !study.verdicts;

// What is known of the server behind the page; null: there is none, and the page asks nobody.
const { live = null } = data;

const MEASURES = ['judged', 'raw', 'rate', 'annualised'];

function placeOf(year) {
  const place = year - data.first;
  return place >= 0 && place < years.length ? place : null;
}

/** The series a country is shown by: the sum of the newspapers, else the first there is. */
function shownSeries(country) {
  return country.series.find((series) => series.newspaper === 'sum') ?? country.series[0];
}

function seriesOf(country, newspaper) {
  return country.series.find((series) => series.newspaper === newspaper) ?? shownSeries(country);
}

/** Runs of a column as the word of each year: {"partial":[1978,1979]} at 1978 is ["partial"]. */
function wordsAt(runs, year) {
  return Object.keys(runs).filter((word) => {
    for (let at = 0; at < runs[word].length; at += 2) {
      if (year >= runs[word][at] && year <= runs[word][at + 1]) return true;
    }
    return false;
  });
}

/** What the count of a year is out of; null where the series has no count. */
function outOf(series, place) {
  if (series.count[place] === null) return { international: null, all: null, coverage: null };
  const of = data.denominators[series.denominator];
  return {
    international: of.international[place],
    all: of.all[place],
    coverage: of.coverage?.[place] ?? null,
  };
}

const answers = (letter) => letter === 'w' || letter === '-';
const anyAnswer = (verdict) => /[w\-u]/.test(verdict);

/** The measures a series can be shown in; the first is the one its verdicts are on. */
function measuresOf(series) {
  return MEASURES.filter((measure) => {
    if (measure === 'raw') return !series.counts_judged;
    if (measure === 'rate') return anyAnswer(series.rate_verdict);
    if (measure === 'annualised') return anyAnswer(series.annualised_verdict);
    return true;
  });
}

function valuesOf(series, measure) {
  const { count } = series;
  if (measure === 'rate') return series.rate ?? count.map((n, place) => rateOf(series, n, place));
  if (measure === 'annualised') {
    return count.map((n, place) =>
      series.annualised_verdict[place] === '.' ? null : (series.annualised[years[place]] ?? n),
    );
  }
  return measure === 'raw' ? count : (series.value ?? count);
}

function rateOf(series, count, place) {
  const { international } = outOf(series, place);
  return count === null || !international ? null : (count * 10000) / international;
}

function verdictOf(country, series, measure) {
  if (measure === 'rate') return series.rate_verdict;
  if (measure === 'annualised') return series.annualised_verdict;
  if (measure === 'judged') return series.verdict;
  // Counts where something else is judged: another reading says what they would be.
  const at = data.readings.findIndex(([name]) => name === 'counts');
  const said = series === shownSeries(country) && country.readings.find(([name]) => name === at);
  return said ? said[1].replaceAll(' ', '.') : '.'.repeat(years.length);
}

function unitOf(series, measure) {
  if (measure === 'rate')
    return `${study.measure} per 10,000 ${given ? 'of what they are out of' : 'international articles'}`;
  if (measure === 'annualised') return `${study.measure} a whole year`;
  return measure === 'raw' ? study.measure : series.unit || study.measure;
}

/** A country's series in one measure: everything a chart of it needs, a place a year. */
function viewOf(country, newspaper, wanted) {
  const series = seriesOf(country, newspaper);
  if (!series) return null;
  const measure = measuresOf(series).includes(wanted) ? wanted : 'judged';
  const values = valuesOf(series, measure);
  const verdict = verdictOf(country, series, measure);
  const judged = measure === 'judged';
  const mean = judged ? series.mean : derivedMeans(series, values);
  const period = judged ? series.period_mean : derivedPeriod(series, values);
  const line = study.period_factor === null || period === null ? null : study.period_factor * period;
  const waves = judged ? series.waves.map(waveOfRow) : wavesOf(verdict, values);
  return {
    country,
    series,
    measure,
    values,
    verdict,
    seen: series.seen,
    mean,
    period,
    line,
    waves,
    unit: unitOf(series, measure),
  };
}

function waveOfRow([first, last, peak, timesRecent, timesPeriod, excess, elevated, open]) {
  return {
    first,
    last,
    peak,
    timesRecent,
    timesPeriod,
    excess,
    elevated,
    openLeft: (open & 1) > 0,
    openRight: (open & 2) > 0,
  };
}

/** Runs of wave years, where the program did not say more of them. */
function wavesOf(verdict, values) {
  const waves = [];
  for (const [letter, from, to] of runsOf(verdict)) {
    if (letter !== 'w') continue;
    let peak = from;
    for (let place = from; place < to; place += 1) if (values[place] > values[peak]) peak = place;
    const open = (at) => !answers(verdict[at] ?? '.');
    waves.push({
      first: years[from],
      last: years[to - 1],
      peak: years[peak],
      elevated: years[to - 1],
      openLeft: open(from - 1),
      openRight: open(to),
    });
  }
  return waves;
}

/** A column of letters as runs: letter, first place, place after the last. */
function runsOf(letters) {
  const runs = [];
  for (let from = 0; from < letters.length;) {
    let to = from + 1;
    while (letters[to] === letters[from]) to += 1;
    runs.push([letters[from], from, to]);
    from = to;
  }
  return runs;
}

/** How many years the program took into the mean before a year. */
function meanYears(series, year) {
  return Number(wordsAt(series.mean_of, year)[0] ?? 0);
}

/** Means of the years before, of a measure the program gave no means of. Only where the same years enter as entered
    the program's own: lead-in years and holes taken for zeros are not in this file. */
function derivedMeans(series, values) {
  return values.map((_, place) => {
    const before = values.slice(Math.max(0, place - study.window), place).filter((value) => value !== null);
    return before.length && before.length === meanYears(series, years[place]) ? average(before) : null;
  });
}

/** The period mean of such a measure, only if that of the judged one is the plain mean of its years. */
function derivedPeriod(series, values) {
  const known = (column) => column.filter((value) => value !== null);
  const judged = known(series.value ?? series.count);
  if (!judged.length || series.period_mean === null) return null;
  const plain = Math.abs(average(judged) - series.period_mean) <= 1e-4 * Math.max(1, series.period_mean);
  return plain && known(values).length === judged.length ? average(known(values)) : null;
}

function average(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** The articles of a cell: [how many there are, rows of those in this file]. Undefined: none of them is. */
function evidenceOf(code, year) {
  return data.evidence.cells[code]?.[year];
}
