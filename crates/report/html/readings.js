// A country's counts read otherwise: by 200 settings of the rule, and by every other rule, paper and method.

function supportFigure(view, place, choosePlace) {
  const rows = [{ label: 'support', cells: supportCells(view.series) }];
  const say = ({ place: at }) => `${years[at]}: ${supportWords(view.series, at)}`;
  const node = gridFigure({
    name: `${view.country.code} ${view.series.newspaper} support`,
    title: 'How many of 200 settings of the rule flag each year',
    subtitle: `${view.country.label}, ${seriesTitle(view.series)}: share of settings with an answer. Below a half, a wave is a choice of numbers.`,
    n: tally(view.seen),
    rows,
    kinds: SUPPORT_CELLS,
    labels: 58,
    row: 26,
    margin: (width) => barMargins(view, width).right,
    head: 'row',
    first: { row: 0, place },
    say,
    choose: (at, by) => choosePlace(at.place, by),
  });
  const { select } = node;
  node.select = (to) => select({ row: 0, place: to });
  return node;
}

function supportShare(series, place) {
  const share = series.support?.[place] ?? null;
  return percent(share === null ? null : share / 1000);
}

function supportWords(series, place) {
  return supportShare(series, place) === '–'
    ? 'no setting has an answer'
    : `${supportShare(series, place)} of the settings flag it`;
}

/** Every reading of the country as a row: the study's own, each paper, presets, averages, second opinions. */
function readingRows(country) {
  const own = shownSeries(country);
  const row = (label, about, cells) => ({ label, about, cells });
  const rows = [
    row('study', 'as the study is judged', verdictCells(viewOf(country, own.newspaper, 'judged'))),
  ];
  for (const [at, letters, error] of country.readings) {
    const [name, about] = data.readings[at];
    rows.push(
      row(
        name,
        error ? `${about}: ${error}` : about,
        [...letters].map((letter, place) => readingCell(own, letter, place, error)).join(''),
      ),
    );
  }
  return rows;
}

/** Where the reading has no answer because the year is a hole, the kind of hole; else that it has none. */
function readingCell(own, letter, place, error) {
  if (letter === 'u') return 'u';
  if (answers(letter)) return letter;
  return own.count[place] === null
    ? holeCell(own.seen[place])
    : error || letter === '.' || letter === ' '
      ? '.'
      : letter;
}

function readingsFigure(view, place, chosen) {
  const rows = readingRows(view.country);
  if (rows.length < 2) return null;
  const say = ({ row, place: at }) =>
    `${rows[row].label} (${rows[row].about}), ${years[at]}: ${new Map(VERDICT_CELLS.map(([letter, , , words]) => [letter, words])).get(rows[row].cells[at]) ?? 'no such country'}`;
  return el(
    'div',
    {},
    gridFigure({
      name: `${view.country.code} readings`,
      title: 'The same counts read otherwise',
      subtitle: `${view.country.label}: other rules, papers alone, papers joined otherwise, other methods. They are not independent: most see the same counts.`,
      n: plural(rows.length, 'reading'),
      rows,
      kinds: VERDICT_CELLS,
      labels: 132,
      row: 16,
      head: 'reading',
      first: { row: 0, place },
      say,
      choose: chosen,
      least: 480,
    }),
    el(
      'details',
      {},
      el('summary', {}, 'What is different in each reading'),
      el(
        'dl',
        { class: 'about' },
        rows.map(({ label, about }) => [el('dt', {}, label), el('dd', {}, about)]),
      ),
    ),
  );
}
