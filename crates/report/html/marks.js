// The marks every picture is made of: full, hollow and strong bars, hatched and dotted holes, bands of waves.
// Marks of one kind are one path: a picture of 200 countries has a few hundred nodes, not tens of thousands.

let pictures = 0;

/** The fills of holes, with ids of their own for each picture. */
function patterns() {
  pictures += 1;
  const id = pictures;
  const pattern = (name, turn, ground, mark) =>
    svg(
      'pattern',
      {
        id: `${name}-${id}`,
        width: '5',
        height: '5',
        patternUnits: 'userSpaceOnUse',
        patternTransform: turn,
      },
      svg('rect', { class: ground, width: '5', height: '5' }),
      mark,
    );
  return {
    defs: svg(
      'defs',
      {},
      pattern(
        'hatch',
        'rotate(45)',
        'hatch-ground',
        svg('line', { class: 'hatch-line', x1: '1', x2: '1', y2: '5' }),
      ),
      pattern('dots', null, 'dot-ground', svg('circle', { class: 'dot', cx: '2.5', cy: '2.5', r: '.9' })),
    ),
    hatch: `url(#hatch-${id})`,
    dots: `url(#dots-${id})`,
  };
}

const box = (x, y, width, height) => `M${px(x)} ${px(y)}h${px(width)}v${px(height)}h${px(-width)}z`;

/** A picture of this size, its parts from back to front. */
const canvas = (width, height, ...parts) =>
  svg('svg', { class: 'groundswell', width, height, viewBox: `0 0 ${px(width)} ${height}` }, parts);

/** The cursor on a year: a band from top to bottom, at least two pixels wide, and what else marks it. */
const yearBand = (frame, place, top, bottom, ...tip) =>
  svg(
    'g',
    { class: 'cursor' },
    svg('rect', {
      class: 'cursor-band',
      x: frame.x(place),
      y: top,
      width: Math.max(frame.step, 2),
      height: bottom - top,
    }),
    tip,
  );

/** One path of many boxes, or nothing. */
const boxes = (attributes, list) => list.length > 0 && svg('path', { ...attributes, d: list.join('') });

const isHole = (view, place) => view.values[place] === null;

/** Years without a value, as fields over the whole height: hatched, dotted, or blank. */
function holes(view, frame, fills, top = frame.top) {
  const letters = [...view.seen].map((seen, place) =>
    !isHole(view, place) ? ' ' : 'na'.includes(seen) ? seen : 'm',
  );
  const fields = (wanted) =>
    runsOf(letters.join(''))
      .filter(([letter]) => letter === wanted)
      .map(([, from, to]) => box(frame.x(from), top, frame.x(to) - frame.x(from), frame.bottom - top));
  return [
    boxes({ class: 'hole missing', fill: fills.hatch }, fields('m')),
    boxes({ class: 'hole not-published', fill: fills.dots }, fields('n')),
  ];
}

/** Bars by class. A zero is a stroke on the axis, and any other number is at least a little higher. */
function bars(view, frame) {
  const kinds = new Map();
  view.values.forEach((value, place) => {
    if (value === null) return;
    const kind = [
      'bar',
      view.seen[place] === 'p' && 'partial',
      view.verdict[place] === 'w' && 'wave',
      value === 0 && 'zero',
    ]
      .filter(Boolean)
      .join(' ');
    const height = Math.max(frame.bottom - frame.y(value), value === 0 ? 1.2 : 1.8);
    const bar = box(frame.centre(place) - frame.bar / 2, frame.bottom - height, frame.bar, height);
    kinds.set(kind, [...(kinds.get(kind) ?? []), bar]);
  });
  return [...kinds].map(([kind, list]) => boxes({ class: kind }, list));
}

/** Waves: a tint from the first to the last year with a crest, and dots on as long as counts stay above the line. */
function bands(view, frame) {
  return view.waves.map((wave) => {
    const [left, right] = [frame.x(wave.first - data.first), frame.x(wave.last - data.first + 1)];
    const crest = frame.top - 5;
    const until = frame.x(wave.elevated - data.first + 1);
    return [
      svg('rect', { class: 'band', x: left, y: crest, width: right - left, height: frame.bottom - crest }),
      svg('rect', { class: 'crest', x: left, y: crest, width: right - left, height: 3 }),
      until > right &&
        svg('line', { class: 'after', x1: right + 1, x2: until, y1: crest + 1.5, y2: crest + 1.5 }),
    ];
  });
}

/** The mean of the years before, as steps; broken where there is none. */
function meanSteps(view, frame) {
  let path = '';
  view.mean.forEach((mean, place) => {
    if (mean === null || isHole(view, place)) return;
    const joined = place > 0 && view.mean[place - 1] !== null && !isHole(view, place - 1);
    path += `${joined ? 'V' : `M${px(frame.x(place))} `}${px(frame.y(mean))}H${px(frame.x(place + 1))}`;
  });
  return path && svg('path', { class: 'mean', d: path });
}

/** A strip below the axis where years have a number but no verdict. */
function unjudged(view, frame) {
  const strips = runsOf(view.verdict)
    .filter(([letter]) => letter === 'u')
    .map(([, from, to]) =>
      box(frame.x(from) + 0.4, frame.bottom + 1.5, frame.x(to) - frame.x(from) - 0.8, 4),
    );
  return boxes({ class: 'unjudged' }, strips);
}

/** The years of waves above their bands, the highest first, in rows where they do not touch: text, row, centre. */
function waveLabels(view, frame, most) {
  const peak = (wave) => view.values[wave.peak - data.first] ?? 0;
  const taken = Array.from({ length: most }, () => []);
  return [...view.waves]
    .sort((a, b) => peak(b) - peak(a))
    .map((wave) => {
      const text = waveLabel(wave);
      const half = text.length * 3.4;
      const middle = (frame.x(wave.first - data.first) + frame.x(wave.last - data.first + 1)) / 2;
      const centre = Math.min(Math.max(middle, half + 2), frame.edge - half - 2);
      const row = taken.findIndex((of) =>
        of.every(([left, right]) => centre + half + 6 <= left || right + 6 <= centre - half),
      );
      taken[row]?.push([centre - half, centre + half]);
      return { text, row, centre };
    })
    .filter(({ row }) => row >= 0);
}
