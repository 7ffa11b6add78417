// The map of one year: Natural Earth's borders of today, in Equal Earth's projection, which keeps areas true.

const MAP = { width: 1000, height: 440 };
const MAP_KINDS = [
  ['wave', 'land wave', 'in a wave'],
  ['none', 'land none', 'no wave'],
  ['open', 'land open', 'not judged'],
  ['missing', 'hatch', 'not observed'],
  ['other', 'land', 'not in this study, or no such country'],
];

/** Of each country, in one year. */
function mapKinds(world, place) {
  const [inWave, answered] = [new Set(world[place].waves), new Set(world[place].answers)];
  return (country) => {
    const series = country && shownSeries(country);
    if (!series) return 'other';
    if (inWave.has(country)) return 'wave';
    if (answered.has(country)) return 'none';
    if (series.count[place] !== null) return 'open';
    return series.seen[place] === 'a' ? 'other' : 'missing';
  };
}

function mapFigure(world, first) {
  let place = first;
  const node = figure({
    name: 'map',
    title: 'Where the waves are',
    subtitle:
      'Today’s borders, which are not those of the year; countries that no longer exist are listed below the map.',
    foot: [
      ...footOf(`n = ${countries.length} countries`),
      'Borders: Natural Earth 1:110m (public domain), Equal Earth projection.',
    ],
    legend: () => MAP_KINDS.map(([, mark, words]) => [mark, words]),
    describe: () =>
      `World map. ${worldWords(world, place)}: ${world[place].waves.map(({ label }) => label).join(', ')}.`,
    draw: (width) => drawMap(world, place, width),
    rows: () => [
      ['year', 'country', 'label', 'kind'],
      ...countries.map((country) => [
        years[place],
        country.code,
        country.label,
        mapKinds(world, place)(country),
      ]),
    ],
  });
  const state = figures.at(-1);
  node.select = (to) => {
    place = to;
    state.width = 0;
    redraw(state);
  };
  return node;
}

function drawMap(world, place, width) {
  const fills = patterns();
  const kindOf = mapKinds(world, place);
  const kinds = new Map(MAP_KINDS.map(([kind]) => [kind, []]));
  for (const [code, path] of data.borders) kinds.get(kindOf(byCode.get(code))).push(path);
  const height = Math.round((width * MAP.height) / MAP.width);
  const land = MAP_KINDS.map(([kind, mark]) =>
    boxes(mark === 'hatch' ? { class: 'land', fill: fills.hatch } : { class: mark }, kinds.get(kind)),
  );
  const picture = svg(
    'svg',
    { class: 'groundswell', width, height, viewBox: `0 0 ${MAP.width} ${MAP.height}` },
    fills.defs,
    land,
    svg('text', { class: 'map-year', x: 20, y: 420 }, String(years[place])),
  );
  return { svg: picture, height };
}
