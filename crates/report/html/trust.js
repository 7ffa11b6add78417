// How far to trust the waves: other settings, the other newspaper, rates against counts, chance, and how it was made.

function trustPage() {
  const views = countries.map((country) => viewOf(country, null, 'judged')).filter(Boolean);
  return [
    el('h2', {}, 'How far to trust the waves'),
    el(
      'p',
      { class: 'lead' },
      'A table of waves is one reading of the counts. What would other numbers in the rule, the other newspaper, the size of the paper or chance have flagged?',
    ),
    sensitivity(views),
    readingsSummary(),
    agreement(),
    disagreements(views),
    chanceTable(views),
    made(),
  ];
}

function sensitivity(views) {
  const known = views.filter((view) => view.series.support);
  if (!known.length) return null;
  const rows = known.map((view) => ({ label: view.country.label, cells: supportCells(view.series) }));
  return gridFigure({
    name: 'sensitivity',
    title: 'Share of 200 settings of the rule that flag each year',
    subtitle:
      'k from 1.25 to 2, m from none to 3, windows of 3 to 10 years. A wave that few settings see is a choice of numbers.',
    n: plural(rows.length, 'row'),
    rows,
    kinds: SUPPORT_CELLS,
    labels: 124,
    row: rowHeight(rows.length),
    head: 'country',
    first: null,
    least: 520,
    say: ({ row, place }) =>
      `${known[row].country.label} ${years[place]}: ${supportWords(known[row].series, place)}`,
    choose: openCell(known, {}),
  });
}

/** Wave years of each reading over all countries, and how many it shares with the study. */
function readingsSummary() {
  const sums = data.readings.map(([name, about]) => ({ name, about, waves: 0, shared: 0, differ: 0, of: 0 }));
  for (const country of countries) {
    const own = shownSeries(country)?.verdict;
    for (const [at, letters, error] of country.readings) {
      if (error || !own) continue;
      const here_ = [...letters].map((letter) => letter === 'w');
      sums[at].of += 1;
      sums[at].waves += here_.filter(Boolean).length;
      sums[at].shared += here_.filter((wave, place) => wave && own[place] === 'w').length;
      sums[at].differ += Number(here_.some((wave, place) => wave !== (own[place] === 'w')));
    }
  }
  if (!sums.length) return null;
  const own = countries.reduce(
    (sum, country) =>
      sum + [...(shownSeries(country)?.verdict ?? '')].filter((letter) => letter === 'w').length,
    0,
  );
  return el(
    'section',
    {},
    el('h3', {}, 'The same counts read otherwise'),
    el(
      'p',
      {},
      `The study calls ${plural(own, 'year')} a wave, over all countries. The readings are not independent: many agreeing ones are not so many confirmations.`,
    ),
    table(
      'Wave years of every other reading',
      ['Reading', 'Wave years', 'Shared with the study', 'Countries that differ', 'What is different'],
      sums.map(({ name, about, waves, shared, differ, of }) => [
        name,
        grouped(waves),
        grouped(shared),
        `${differ} of ${of}`,
        about,
      ]),
      ['', 'number', 'number', 'number', 'wide'],
    ),
  );
}

/** Of a country: wave years of each newspaper, where both have an answer. */
function agreementOf(country) {
  const [a, b] = country.series.filter((series) => paperTitles.has(series.newspaper));
  if (!a || !b) return null;
  const both = years
    .map((_, place) => place)
    .filter((place) => answers(a.verdict[place]) && answers(b.verdict[place]));
  const wave = (series, place) => series.verdict[place] === 'w';
  const near = (series, place) => [place - 1, place, place + 1].some((at) => series.verdict[at] === 'w');
  const pick = (holds) => both.filter(holds).map((place) => years[place]);
  return {
    country,
    names: [a.newspaper, b.newspaper],
    judged: both.length,
    same: pick((place) => wave(a, place) && wave(b, place)),
    beside: pick((place) => wave(a, place) !== wave(b, place) && near(a, place) && near(b, place)),
    first: pick((place) => wave(a, place) && !near(b, place)),
    second: pick((place) => wave(b, place) && !near(a, place)),
  };
}

function agreement() {
  const rows = countries.map(agreementOf).filter(Boolean);
  if (!rows.length) return null;
  const [first, second] = rows[0].names.map(paperTitle);
  const list = (listed_) => (listed_.length ? runsText(listed_) : '–');
  return el(
    'section',
    {},
    el('h3', {}, 'Do the newspapers agree?'),
    el('p', {}, 'Wave years of each newspaper alone, in years that both have an answer for.'),
    table(
      'Agreement of the newspapers',
      ['Country', 'Years judged by both', 'Both', 'Within a year', `Only ${first}`, `Only ${second}`],
      rows.map((row) => [
        el('a', { href: countryAddress(row.country.code) }, row.country.label),
        String(row.judged),
        list(row.same),
        list(row.beside),
        list(row.first),
        list(row.second),
      ]),
      ['', 'number', 'wide', 'wide', 'wide', 'wide'],
    ),
  );
}

/** Where counts and rates do not say the same. */
function disagreements(views) {
  const able = views.filter(({ series }) => series.counts_judged && anyAnswer(series.rate_verdict));
  if (!able.length) return null;
  const links = (view, holds) => {
    const places = years
      .map((_, place) => place)
      .filter((place) => holds(view.series.verdict[place], view.series.rate_verdict[place]));
    return places.length
      ? places.map((place, at) => [
          at ? ', ' : '',
          el('a', { href: countryAddress(view.country.code, years[place]) }, String(years[place])),
        ])
      : '–';
  };
  const rows = able.map((view) => [
    el('a', { href: countryAddress(view.country.code, null, { measure: 'rate' }) }, view.country.label),
    el(
      'span',
      {},
      links(view, (own, rate) => own === 'w' && rate === '-'),
    ),
    el(
      'span',
      {},
      links(view, (own, rate) => own !== 'w' && rate === 'w'),
    ),
  ]);
  return el(
    'section',
    {},
    el('h3', {}, 'Where counts and rates disagree'),
    el(
      'p',
      {},
      'A wave in counts alone may be a wave of newsprint: per 10,000 international articles of the same newspapers it is none.',
    ),
    table(
      'Years in which counts and rates disagree',
      ['Country', 'Wave in counts, not per 10,000', 'Wave per 10,000, not in counts'],
      rows,
      ['', 'wide', 'wide'],
    ),
  );
}

function chanceTable(views) {
  const known = views.filter(({ series }) => series.robustness);
  if (!known.length) return null;
  const eras = known[0].series.robustness.eras;
  const number = (value) =>
    value === null || value === undefined ? '–' : value > 0 && value < 0.05 ? 'under 0.1' : short(value);
  const row = ({ country, series: { robustness } }) => [
    el('a', { href: countryAddress(country.code) }, country.label),
    String(robustness.flagged),
    number(robustness.by_chance),
    number(robustness.by_chance_bunched),
    number(robustness.by_newshole),
    ...eras.map((_, at) =>
      robustness.eras[at]
        ? `${robustness.eras[at].flagged} / ${number(robustness.eras[at].by_newshole)}`
        : '–',
    ),
  ];
  return el(
    'section',
    {},
    el('h3', {}, 'What chance and the size of the paper would flag'),
    el(
      'p',
      {},
      `Years flagged, and how many would be on average (${known[0].series.robustness.replicates} simulations) if nothing happened: ` +
        'with independent articles, with articles in bunches, and with only the size of the paper changing. ' +
        'By part of the period: flagged / by the size of the paper.',
    ),
    table(
      'Chance and the size of the paper',
      [
        'Country',
        'Flagged',
        'Independent',
        'In bunches',
        'Size of paper',
        ...eras.map(({ first, last }) => span(first, last)),
      ],
      known.map(row),
      ['', ...Array(4 + eras.length).fill('number')],
    ),
  );
}

function made() {
  const rows = (list) => list.map(([name, value]) => [name, el('span', { class: 'digest' }, value)]);
  return el(
    'section',
    {},
    el('h3', {}, 'How it was made'),
    el('p', {}, el('strong', {}, `Rule ${study.rule}. `), study.rule_sentence),
    el('p', {}, study.source_line),
    table('What was counted', ['Choice', 'Value'], rows(data.words.choices)),
    study.provenance.length > 0 &&
      table('Provenance', ['What', 'Value'], rows(study.provenance), ['', 'wide']),
    el(
      'p',
      {},
      'The codebook of every table is the README.md of the report’s folder, beside this file; years.csv and findings.json there hold the same numbers.',
    ),
    el('p', {}, 'Borders: Natural Earth (public domain), from world-atlas 2.0.2 (ISC).'),
  );
}
