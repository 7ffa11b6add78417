// The first page: what was seen of each newspaper, before any country. Every count is out of this.

function coveragePage() {
  return [
    el('h2', {}, 'What was seen of the newspapers'),
    el(
      'p',
      { class: 'lead' },
      `${data.words.counted}, in ${data.words.newspapers}, ${span(study.first_year, study.last_year)}. `,
      `${plural(countries.length, 'country', 'countries')}. Before any wave: how much of each newspaper is in this archive, and how large it was.`,
    ),
    notes(),
    data.coverage.length
      ? inOrder(data.coverage).map(coverageFigure)
      : el(
          'p',
          { class: 'warning' },
          'What was seen of the newspapers is not known. A year without a count was not observed; it is not zero.',
        ),
    gapsTable(),
  ];
}

function notes() {
  return (
    study.notes.length > 0 &&
    el(
      'section',
      { class: 'notes' },
      el('h3', {}, 'Before using these numbers'),
      el(
        'ul',
        {},
        study.notes.map((note) => el('li', {}, note)),
      ),
    )
  );
}

/** In the study's order of newspapers. */
function inOrder(papers) {
  const place = ({ newspaper }) => study.newspapers.findIndex(({ name }) => name === newspaper);
  return [...papers].sort((a, b) => place(a) - place(b));
}

/** Share of the articles whose section is known; null where there are none. */
function knownShare(paper, place) {
  const all = paper.all[place];
  return all ? Math.max(0, 1 - paper.unknown[place] / all) : null;
}

/** The rows of a newspaper's figure, each with a scale of its own. */
function coverageRows(paper) {
  const seen = (column) => column.map((number, place) => ('op'.includes(paper.seen[place]) ? number : null));
  const days = paper.days_held.map((held, place) =>
    paper.days_due[place] ? held / paper.days_due[place] : null,
  );
  return [
    { name: 'All articles', column: 'all_articles', values: seen(paper.all) },
    { name: 'International articles', column: 'international_articles', values: seen(paper.international) },
    {
      name: 'Share of articles whose section is known',
      column: 'section_known',
      values: seen(years.map((_, place) => knownShare(paper, place))),
      share: true,
    },
    {
      name: 'Share of days with an article in the archive',
      column: 'days_held',
      values: seen(days),
      share: true,
    },
  ];
}

function coverageFigure(paper) {
  const title = paperTitle(paper.newspaper);
  const rows = coverageRows(paper);
  const say = (place) => `${years[place]}: ${coverageWords(paper, rows, place)}`;
  return figure({
    name: `coverage ${paper.newspaper}`,
    title: `${title}: articles a year`,
    subtitle: 'All articles and the international ones, the share whose section is known, and the days held.',
    foot: footOf(tally(paper.seen)),
    legend: () => coverageLegend(paper),
    describe: () =>
      `Four bar charts of ${title} by year, ${years[0]} to ${years.at(-1)}: ${rows.map(({ name }) => name.toLowerCase()).join('; ')}. ${tally(paper.seen)}.`,
    draw: (width) => drawCoverage(paper, rows, width),
    rows: () => coverageCsv(paper, rows),
    cursor: { first: null, keys: BAR_KEYS, step: stepYear, say, choose: () => {} },
  });
}

function coverageWords(paper, rows, place) {
  const letter = paper.seen[place];
  const searched = searchedWords(paper, place);
  if (!'op'.includes(letter)) return `${STATES[letter]}${searched && `; ${searched}`}`;
  if (searched)
    return `${searched}; days with an article: ${paper.days_held[place]} of ${paper.days_due[place]}`;
  const [all, international, known] = rows.map(({ values }) => values[place]);
  const part =
    letter === 'p' ? `, seen in part (${paper.months_held[place]} of ${paper.months_due[place]} months)` : '';
  return `${grouped(all)} articles, ${grouped(international)} international, section known of ${percent(known)}${part}; days held: ${paper.days_held[place]} of ${paper.days_due[place]}`;
}

/** That months are known from searches only; empty where none is. */
function searchedWords(paper, place) {
  const months = paper.months_searched?.[place];
  return months
    ? `of ${plural(months, 'month')} nothing is held but what searches found, so how many articles there were is not known`
    : '';
}

function coverageLegend(paper) {
  const kinds = [
    ['o', 'bar', 'observed'],
    ['p', 'bar partial', 'seen in part'],
    [
      'm',
      'hatch',
      paper.months_searched ? 'missing, or not known: from searches only' : 'not observed: missing',
    ],
    ['n', 'dots', 'not published: before the first issue'],
  ];
  const present = kinds
    .filter(([letter]) => paper.seen.includes(letter) || (letter === 'm' && paper.months_searched))
    .map(([, mark, words]) => [mark, words]);
  return longGaps(paper).length ? [...present, ['dots', 'strike']] : present;
}

/** Gaps of more than a week, from and to in years since the first: they are too short to be years of their own. */
function longGaps(paper) {
  const at = (day) => (Date.parse(day) - Date.UTC(data.first, 0, 1)) / 31556952000;
  const spans = data.gaps
    .filter(({ newspaper }) => newspaper === paper.newspaper)
    .map(({ first, last }) => [at(first), at(last)]);
  return spans.filter(([from, to]) => to - from > 0.018 && from >= 0 && to <= years.length);
}

function drawCoverage(paper, rows, width) {
  const fills = patterns();
  const [row, gap] = [92, 34];
  const height = rows.length * (row + gap) + 26;
  const left = width < 560 ? 46 : 58;
  const frames = rows.map(({ values, share }, at) =>
    frameOf({
      left,
      right: width - 12,
      top: 22 + at * (row + gap),
      bottom: 22 + at * (row + gap) + row,
      ticks: share ? [0, 0.5, 1] : ticksFor(values),
    }),
  );
  const parts = rows.map(({ name, values, share }, at) => {
    const view = { values, seen: paper.seen, verdict: '-'.repeat(years.length) };
    const strikes = longGaps(paper).map(([from, to]) =>
      box(frames[at].x(from), frames[at].top, Math.max(2, frames[at].x(to) - frames[at].x(from)), row),
    );
    return [
      numberAxis(frames[at], share ? percent : tickLabel),
      holes(view, frames[at], fills),
      bars(view, frames[at]),
      boxes({ class: 'hole not-published', fill: fills.dots }, strikes),
      at === rows.length - 1 ? yearAxis(frames[at]) : yearAxis(frames[at])[0],
      svg('text', { class: 'panel', x: left, y: frames[at].top - 7 }, name),
    ];
  });
  const [first, last] = [frames[0], frames.at(-1)];
  return {
    svg: canvas(width, height, fills.defs, parts),
    height,
    hit: (x) => (x < first.left - 8 ? null : first.place(x)),
    mark: (place) => yearBand(first, place, first.top, last.bottom),
  };
}

function coverageCsv(paper, rows) {
  const head = [
    'newspaper',
    'year',
    'state',
    'months_due',
    'months_held',
    'months_searched',
    ...rows.map(({ column }) => column),
  ];
  return [
    head,
    ...years.map((year, place) => [
      paper.newspaper,
      year,
      STATES[paper.seen[place]],
      paper.months_due[place],
      paper.months_held[place],
      paper.months_searched?.[place] ?? 0,
      ...rows.map(({ values }) => values[place]),
    ]),
  ];
}

function gapsTable() {
  if (!data.gaps.length) return null;
  const row = (gap) => [
    paperTitle(gap.newspaper),
    gap.first === gap.last ? gap.first : `${gap.first} – ${gap.last}`,
    capital(gap.what.replaceAll('_', ' ')),
    gap.citation,
  ];
  return el(
    'section',
    {},
    el('h3', {}, 'Days without a paper'),
    table(
      'Strikes and other stretches in which a newspaper did not appear',
      ['Newspaper', 'Days', 'What happened', 'Recorded in'],
      data.gaps.map(row),
    ),
  );
}
