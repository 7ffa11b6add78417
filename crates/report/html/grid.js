// A grid of years: a row a reading, a country or a paper, a colour and pattern a class. One path a class.

// Letter, mark, share of the row's height it takes (from the bottom), words.
const VERDICT_CELLS = [
  ['-', 'cell none', 1, 'no wave'],
  ['w', 'cell wave', 1, 'wave'],
  ['u', 'cell unjudged', 0.4, 'not judged'],
  ['m', 'hatch', 1, 'not observed: missing'],
  ['n', 'dots', 1, 'not published'],
  ['.', 'hatch', 1, 'no answer'],
];
const SUPPORT_CELLS = [
  ['0', 'cell s0', 1, 'none'],
  ['1', 'cell s1', 1, 'under 25 %'],
  ['2', 'cell s2', 1, '25–49 %'],
  ['3', 'cell s3', 1, '50–74 %'],
  ['4', 'cell s4', 1, '75–99 %'],
  ['5', 'cell s5', 1, 'all'],
  ['m', 'hatch', 1, 'not observed or no answer'],
  ['n', 'dots', 1, 'not published'],
];

/** The verdicts of a view as cells: holes are told apart, a country that did not exist is blank. */
function verdictCells(view) {
  return [...view.verdict]
    .map((letter, place) => (view.values[place] !== null ? letter : holeCell(view.seen[place])))
    .join('');
}

const holeCell = (seen) => ({ n: 'n', a: ' ' })[seen] ?? 'm';

/** The share of settings that flag each year, in steps. */
function supportCells(series) {
  return [...series.seen]
    .map((seen, place) => {
      const share = series.support?.[place] ?? null;
      if (series.count[place] === null || share === null)
        return holeCell(series.count[place] === null ? seen : 'm');
      return share === 0 ? '0' : share === 1000 ? '5' : String(1 + Math.floor(share / 250));
    })
    .join('');
}

/**
 * rows: [{ label, cells }]; kinds: as above; then pixels: of the whole, for the labels, a row, and to the right of the years.
 */
function drawGrid(rows, kinds, { width, labels, row, right = 12 }) {
  const fills = patterns();
  const top = 22;
  const bottom = top + rows.length * row;
  const height = bottom + 26;
  const frame = frameOf({ left: labels, right: width - right, top, bottom });
  const gap = row > 8 ? 1.5 : 0.6;
  const y = (at) => top + at * row;
  const paths = kinds.map(([letter, kind, share]) => {
    const runs = rows.flatMap(({ cells }, at) =>
      runsOf(cells)
        .filter(([of]) => of === letter)
        .map(([, from, to]) =>
          box(
            frame.x(from),
            y(at) + (row - gap) * (1 - share),
            frame.x(to) - frame.x(from),
            (row - gap) * share,
          ),
        ),
    );
    const fillOf = { hatch: fills.hatch, dots: fills.dots }[kind];
    return boxes(fillOf ? { class: 'hole', fill: fillOf } : { class: kind }, runs);
  });
  const size = row >= 11 ? 'tick end' : 'tick end small';
  const names = rows.map(({ label }, at) =>
    svg(
      'text',
      { class: size, x: labels - 6, y: y(at) + row / 2 + 3.5 },
      shorten(label, (labels - 8) / (row >= 11 ? 5.9 : 5)),
    ),
  );
  const above = frame
    .yearTicks()
    .map((place) =>
      svg('text', { class: 'tick middle', x: frame.centre(place), y: 14 }, String(years[place])),
    );
  const lines = frame
    .yearTicks()
    .map((place) =>
      svg('line', { class: 'decade', x1: frame.x(place), x2: frame.x(place), y1: top, y2: bottom }),
    );
  return {
    svg: canvas(width, height, fills.defs, above, paths, lines, names, yearAxis(frame, bottom + 2)),
    height,
    hit: (px_, py) => {
      const at = Math.floor((py - top) / row);
      return at < 0 || at >= rows.length
        ? null
        : { row: at, place: frame.place(Math.max(px_, frame.left)), label: px_ < frame.left };
    },
    mark: ({ row: at, place }) =>
      svg(
        'g',
        { class: 'cursor' },
        svg('rect', { class: 'cursor-row', x: 0.5, y: y(at) - 0.5, width: frame.right - 0.5, height: row }),
        svg('rect', {
          class: 'cursor-cell',
          x: frame.x(place) - 0.5,
          y: y(at) - 1,
          width: Math.max(frame.step, 3) + 1,
          height: row + 1,
        }),
      ),
  };
}

const shorten = (text, most) =>
  text.length <= most ? text : `${text.slice(0, Math.max(1, Math.floor(most) - 1)).trimEnd()}…`;

/** Those kinds of cells that occur. */
function gridLegend(rows, kinds) {
  const present = kinds
    .filter(([letter]) => rows.some(({ cells }) => cells.includes(letter)))
    .map(([, kind, , words]) => [kind, words]);
  const blank = rows.some(({ cells }) => cells.includes(' '));
  return blank ? [...present, ['blank', 'no such country, or not asked']] : present;
}

/** Steps in both directions. */
function stepGrid(rows) {
  return (at, key) => {
    const { row, place } = at ?? { row: 0, place: 0 };
    const clamp = (number, last) => Math.min(last, Math.max(0, number));
    if (key === 'ArrowDown') return { row: clamp(row + 1, rows - 1), place };
    if (key === 'ArrowUp') return { row: clamp(row - 1, rows - 1), place };
    const back = { PageDown: -10, PageUp: 10, ArrowLeft: -1, ArrowRight: 1 }[key];
    if (key === 'Home') return { row, place: 0 };
    if (key === 'End') return { row, place: years.length - 1 };
    return back === undefined ? null : { row, place: clamp(place + back, years.length - 1) };
  };
}

/** A grid as a figure. spec: name, title, subtitle, n, rows, kinds, cell words for the CSV, say, choose, first. */
function gridFigure({
  name,
  title,
  subtitle,
  n,
  rows,
  kinds,
  labels,
  row,
  margin,
  say,
  choose: chosen,
  first,
  head,
  least,
}) {
  const words = new Map(kinds.map(([letter, , , text]) => [letter, text]));
  const size = (width) => ({
    width,
    row,
    labels: width < 560 ? Math.min(labels, 96) : labels,
    right: margin?.(width),
  });
  return figure({
    name,
    title,
    subtitle,
    foot: footOf(n),
    least,
    legend: () => gridLegend(rows, kinds),
    describe: () =>
      `Grid of ${rows.length} rows and ${years.length} years, ${years[0]} to ${years.at(-1)}. ${subtitle}`,
    draw: (width) => drawGrid(rows, kinds, size(width)),
    rows: () => [
      [head, 'year', 'cell'],
      ...rows.flatMap(({ label, cells }) =>
        years.map((year, place) => [label, year, words.get(cells[place]) ?? null]),
      ),
    ],
    cursor: {
      first,
      say,
      choose: chosen,
      step: stepGrid(rows.length),
      keys: 'Arrow keys move through rows and years, Enter opens.',
    },
  });
}
