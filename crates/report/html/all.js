// All countries at once: the grid of countries and years, and a small chart of each.

const SORTS = [
  ['name', 'name'],
  ['first', 'first wave'],
  ['waves', 'number of waves'],
];

function allPage({ query }) {
  const measure = query.get('measure') ?? 'judged';
  const sort = query.get('sort') ?? 'name';
  const own = query.get('scale') !== 'shared';
  const views = sorted(countries.map((country) => viewOf(country, null, measure)).filter(Boolean), sort);
  if (!views.length) return el('p', {}, 'No country was counted.');
  const measures = measuresOf(views[0].series).filter((one) => one !== 'raw');
  return [
    el('h2', {}, 'All countries'),
    el(
      'div',
      { class: 'toggles' },
      choice(
        'Measure',
        'all-measure',
        measures.map((one) => [one, measureName(views[0].series, one)]),
        views[0].measure,
        (to) => choose({ measure: to === 'judged' ? null : to }),
      ),
      choice('Sort by', 'all-sort', SORTS, sort, (to) => choose({ sort: to === 'name' ? null : to })),
    ),
    heatmap(views, measure),
    el(
      'div',
      { class: 'toggles' },
      choice(
        'Scale of the small charts',
        'all-scale',
        [
          ['own', 'each its own'],
          ['shared', 'one for all'],
        ],
        own ? 'own' : 'shared',
        (to) => choose({ scale: to === 'own' ? null : to }),
      ),
    ),
    multiples(views, measure, own),
  ];
}

function sorted(views, sort) {
  if (sort === 'name') return views;
  const first = (view) => view.waves[0]?.first ?? Infinity;
  const by = { first: (a, b) => first(a) - first(b) || 0, waves: (a, b) => b.waves.length - a.waves.length }[
    sort
  ];
  return by ? [...views].sort(by) : views;
}

const openCell =
  (views, query) =>
  ({ row, place }, by) => {
    if (by !== 'key') go(countryAddress(views[row].country.code, years[place], query));
  };

const rowHeight = (rows) => (rows <= 40 ? 16 : rows <= 100 ? 13 : 11);

function heatmap(views, measure) {
  const rows = views.map((view) => ({ label: view.country.label, cells: verdictCells(view) }));
  return gridFigure({
    name: `all countries ${measure}`,
    title: 'Waves by country and year',
    subtitle: `${data.words.counted}; judged: ${views[0].unit}. A row a country.`,
    n: plural(views.length, 'row'),
    rows,
    kinds: VERDICT_CELLS,
    labels: 124,
    row: rowHeight(rows.length),
    head: 'country',
    first: null,
    least: 520,
    say: ({ row, place }) => `${views[row].country.label} ${yearWords(views[row], place)}`,
    choose: openCell(views, { measure: measure === 'judged' ? null : measure }),
  });
}

const SMALL = { width: 150, height: 84, gap: 10 };

function multiples(views, measure, own) {
  const shared = ticksFor(views.flatMap((view) => view.values));
  const columnsIn = (width) => Math.max(2, Math.floor((width + SMALL.gap) / (SMALL.width + SMALL.gap)));
  let columns = 1;
  const step = (at, key) => {
    const by = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns,
      ArrowDown: columns,
      Home: -Infinity,
      End: Infinity,
    }[key];
    return by === undefined ? null : Math.min(views.length - 1, Math.max(0, (at ?? -Math.sign(by)) + by));
  };
  return figure({
    name: `small charts ${measure}`,
    title: 'Every country',
    subtitle: `${views[0].unit} by year; ${own ? 'each chart has its own scale, its top number beside it' : `one scale, up to ${tickLabel(shared.at(-1))}`}.`,
    foot: footOf(plural(views.length, 'chart')),
    legend: () => [
      ['bar', 'observed'],
      ['bar wave', 'wave'],
      ['hatch', 'not observed: missing'],
      ['dots', 'not published'],
    ],
    describe: () => `Small bar charts of ${views.length} countries by year.`,
    draw: (width) => {
      columns = columnsIn(width);
      return drawMultiples(views, width, columns, own ? null : shared);
    },
    rows: () => [barRows(views[0])[0], ...views.flatMap((view) => barRows(view).slice(1))],
    cursor: {
      first: null,
      keys: 'Arrow keys move between countries, Enter opens one.',
      step,
      say: (at) => `${views[at].country.label}: ${waveSentence(views[at])}`,
      choose: (at, by) =>
        by !== 'key' &&
        go(countryAddress(views[at].country.code, null, { measure: measure === 'judged' ? null : measure })),
    },
  });
}

function drawMultiples(views, width, columns, shared) {
  const fills = patterns();
  const each = (width - SMALL.gap * (columns - 1)) / columns;
  const corner = (at) => [
    (at % columns) * (each + SMALL.gap),
    Math.floor(at / columns) * (SMALL.height + SMALL.gap),
  ];
  const height = Math.ceil(views.length / columns) * (SMALL.height + SMALL.gap);
  const parts = views.map((view, at) => {
    const [x, y] = corner(at);
    const frame = frameOf({
      left: x + 1,
      right: x + each - 1,
      top: y + 20,
      bottom: y + SMALL.height - 4,
      ticks: shared ?? ticksFor(view.values),
    });
    return [
      holes(view, frame, fills),
      bars(view, frame),
      svg('line', { class: 'base', x1: frame.left, x2: frame.right, y1: frame.bottom, y2: frame.bottom }),
      svg('text', { class: 'mini', x: x + 1, y: y + 13 }, shorten(view.country.label, each / 8.6)),
      !shared &&
        svg('text', { class: 'tick end', x: x + each - 1, y: y + 13 }, tickLabel(frame.ticks.at(-1))),
    ];
  });
  return {
    svg: canvas(width, height, fills.defs, parts),
    height,
    hit: (x, y) => {
      const at =
        Math.floor(y / (SMALL.height + SMALL.gap)) * columns +
        Math.min(columns - 1, Math.floor(x / (each + SMALL.gap)));
      return at >= 0 && at < views.length ? at : null;
    },
    mark: (at) =>
      svg(
        'g',
        { class: 'cursor' },
        svg('rect', {
          class: 'cursor-cell',
          x: corner(at)[0] - 3,
          y: corner(at)[1] - 2,
          width: each + 6,
          height: SMALL.height + 4,
        }),
      ),
  };
}
