// Words and numbers for people, the same as in the other outputs.

const STATES = { o: 'observed', p: 'seen in part', m: 'missing', n: 'not published', a: 'no such country' };
const VERDICTS = { w: 'wave', '-': 'no wave', u: 'not judged', '.': 'no answer', ' ': 'no answer' };
const REASONS = {
  too_few_prior_years: 'too few observed years before it',
  incomplete_last_year: 'the last year, and perhaps not over',
  unknown_exposure: 'what the counts are out of is not known',
  other_paper: 'another newspaper has no answer',
};
const FLAGS = new Map(data.words.flags);

const reasonWords = (reason) => REASONS[reason] ?? reason.replaceAll('_', ' ');
const flagWords = (flag) => FLAGS.get(flag) ?? flag.replaceAll('_', ' ');
const paperTitle = (name) => paperTitles.get(name) ?? name;

/** 1234567 as 1,234,567. */
function grouped(number) {
  return Math.round(number)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** One decimal below a thousand, none above; a dash for what is not known. */
function short(number) {
  if (number === null || number === undefined || !Number.isFinite(number)) return '–';
  if (Math.abs(number) >= 1e12) return number.toExponential(1);
  if (Math.abs(number) >= 999.95) return (number < 0 ? '−' : '') + grouped(Math.abs(number));
  return (number.toFixed(1) === '-0.0' ? '0.0' : number.toFixed(1)).replace('-', '−');
}

/** A count as it is, a rate with one decimal. */
function amount(number) {
  return number !== null && Number.isInteger(number) && number < 1e12 ? grouped(number) : short(number);
}

/** Two decimals, as the arithmetic shows them. */
function exact(number) {
  return Number.isInteger(number) ? grouped(number) : number.toFixed(2);
}

/** A share of 0 to 1; 0 % and 100 % only where it is none or all. */
function percent(share) {
  if (share === null || share === undefined) return '–';
  const whole = Math.round(share * 100);
  return `${Math.min(Math.max(whole, share > 0 ? 1 : 0), share < 1 ? 99 : 100)} %`;
}

const span = (first, last) => (first === last ? `${first}` : `${first}–${last}`);

/** 1910–11, 1898–1902, 1931; … at an end whose neighbour could not be judged. */
function waveLabel(wave) {
  const same = Math.floor(wave.first / 100) === Math.floor(wave.last / 100) && wave.first >= 1000;
  const end = same ? String(wave.last % 100).padStart(2, '0') : wave.last;
  const text = wave.first === wave.last ? `${wave.first}` : `${wave.first}–${end}`;
  return `${wave.openLeft ? '…' : ''}${text}${wave.openRight ? '…' : ''}`;
}

/** Years as runs: 1891, 1931–1932. */
function runsText(list) {
  const runs = [];
  for (const year of list) {
    const last = runs.at(-1);
    if (last && last[1] + 1 === year) last[1] = year;
    else runs.push([year, year]);
  }
  return runs.map(([first, last]) => span(first, last)).join(', ');
}

function plural(number, one, many = `${one}s`) {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

/** n = 158 of 168 years observed (2 in part, 8 missing). */
function tally(seen) {
  const count = (letter) => [...seen].filter((one) => one === letter).length;
  const kinds = [
    ['p', 'in part'],
    ['m', 'missing'],
    ['n', 'not published'],
    ['a', 'not applicable'],
  ];
  const parts = kinds
    .filter(([letter]) => count(letter))
    .map(([letter, words]) => `${count(letter)} ${words}`);
  const holes = parts.length ? ` (${parts.join(', ')})` : '';
  return `n = ${count('o') + count('p')} of ${seen.length} years observed${holes}`;
}

/** What one year of a view says, on a line. */
function yearWords(view, place) {
  const year = years[place];
  const value = view.values[place];
  const seen = view.seen[place];
  if (value === null) return `${year}: ${STATES[seen === 'o' || seen === 'p' ? 'm' : seen]}`;
  const part = seen === 'p' ? ', seen in part' : '';
  const mean = view.mean[place] === null ? '' : `; mean of the years before ${short(view.mean[place])}`;
  return `${year}: ${amount(value)} ${view.unit}${part}, ${VERDICTS[view.verdict[place]]}${mean}`;
}

/** A series' title, or a newspaper's. */
const seriesTitle = (series) => paperTitles.get(series.newspaper) ?? series.title;

const MEASURE_NAMES = { raw: 'counts', rate: 'per 10,000', annualised: 'annualised' };

function measureName(series, measure) {
  if (measure !== 'judged') return MEASURE_NAMES[measure];
  return series.counts_judged ? 'counts' : `as judged: ${series.unit}`;
}
