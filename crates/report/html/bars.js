// The picture of one series: yearly bars, the mean of the years before, the line a wave year must exceed, waves, holes.

const BAR_KEYS =
  'Arrow keys step through the years, Page Up and Page Down ten at a time, Home and End to the ends.';

/** Room for the numbers on the left, and on the right for the line's name. */
function barMargins(view, width) {
  const wide = width >= 700;
  return { left: wide ? 58 : 46, right: wide && view.line ? 118 : 12 };
}

/** The plot below as many rows of wave labels as it takes. */
function barLayout(view, width, height, wide) {
  const { left, right } = barMargins(view, width);
  const place = {
    left,
    right: width - right,
    bottom: height - 28,
    ticks: ticksFor([...view.values, ...view.mean], view.line),
  };
  const labels = waveLabels(view, { ...frameOf(place), edge: width }, wide ? 3 : 2);
  const frame = frameOf({ ...place, top: 24 + 14 * Math.max(0, ...labels.map(({ row }) => row + 1)) });
  const names = labels.map(({ text, row, centre }) =>
    svg('text', { class: 'wave-label', x: centre, y: frame.top - 11 - 14 * row }, text),
  );
  return { frame, names };
}

/** The picture of a view in this width. */
function drawBars(view, width, height = width < 560 ? 300 : 350) {
  const wide = width >= 700;
  const fills = patterns();
  const { frame, names } = barLayout(view, width, height, wide);
  const picture = canvas(
    width,
    height,
    fills.defs,
    numberAxis(frame),
    bands(view, frame),
    holes(view, frame, fills),
    bars(view, frame),
    unjudged(view, frame),
    yearAxis(frame),
    meanSteps(view, frame),
    periodLine(view, frame, wide),
    names,
    message(view, frame),
  );
  return {
    svg: picture,
    height,
    frame,
    hit: (x) => (x < frame.left - 8 || x > frame.right + 8 ? null : frame.place(x)),
    mark: (place) =>
      yearBand(
        frame,
        place,
        frame.top - 5,
        frame.bottom + 6,
        svg('path', {
          class: 'cursor-tip',
          d: `M${px(frame.centre(place))} ${px(frame.bottom + 6)}l5 7h-10z`,
        }),
      ),
  };
}

/** Named at its right end where there is room, else above it inside the plot. */
function periodLine(view, frame, wide) {
  if (!view.line) return null;
  const y = frame.y(view.line);
  const name = study.period_factor === 1 ? 'period mean' : `${study.period_factor} × period mean`;
  const line = svg('line', {
    class: 'period',
    x1: frame.left,
    x2: frame.right + (wide ? 6 : 0),
    y1: y,
    y2: y,
  });
  const at = Math.min(Math.max(y + 4, frame.top + 4), frame.bottom - 13);
  const label = wide
    ? [
        svg('text', { class: 'period-label', x: frame.right + 10, y: at }, name),
        svg('text', { class: 'period-label', x: frame.right + 10, y: at + 14 }, `= ${short(view.line)}`),
      ]
    : svg(
        'text',
        { class: 'period-label halo end', x: frame.right - 2, y: y - 5 },
        `${name} = ${short(view.line)}`,
      );
  return [line, label];
}

function message(view, frame) {
  const error = view.country.error ?? view.series.error;
  const nothing = view.values.every((value) => value === null);
  const words = error ? `Not judged: ${error}` : nothing ? 'No year was observed' : null;
  const lines = words ? wrapped(words, Math.max(20, (frame.right - frame.left) / 9)) : [];
  const middle = (frame.left + frame.right) / 2;
  return lines
    .slice(0, 3)
    .map((line, at) =>
      svg('text', { class: 'message', x: middle, y: (frame.top + frame.bottom) / 2 + 20 * at }, line),
    );
}

function barLegend(view) {
  const any = (holds) => view.values.some((value, place) => holds(value, place));
  const shown = (letter) => any((value, place) => value !== null && view.seen[place] === letter);
  const hole = (letters) => any((value, place) => value === null && letters.includes(view.seen[place]));
  return [
    [shown('o'), 'bar', 'observed'],
    [view.waves.length, 'bar wave', 'wave'],
    [shown('p'), 'bar partial', 'seen in part'],
    [hole('mop'), 'hatch', 'not observed: missing'],
    [hole('n'), 'dots', 'not published'],
    [hole('a'), 'blank', 'no such country'],
    [view.verdict.includes('u'), 'unjudged', 'not judged'],
    [view.mean.some((mean) => mean !== null), 'mean', `mean of the previous ${study.window} years`],
    [view.line, 'period', study.period_factor === 1 ? 'period mean' : `${study.period_factor} × period mean`],
    [view.waves.some((wave) => wave.elevated > wave.last), 'after', 'still elevated'],
  ]
    .filter(([holds]) => holds)
    .map(([, mark, words]) => [mark, words]);
}

function waveSentence(view) {
  const spans = view.waves.map(waveLabel);
  if (!spans.length) return view.verdict.includes('-') ? 'No wave.' : 'No year could be judged.';
  return `${plural(spans.length, 'wave')}: ${spans.join(', ')}.`;
}

function barFigure(view, place, choosePlace) {
  const { country, series, measure } = view;
  const counted = view.values.filter((value) => value !== null);
  const total =
    measure === 'judged' && series.counts_judged
      ? `, ${grouped(counted.reduce((sum, n) => sum + n, 0))} ${study.measure}`
      : '';
  const extra = series.counts_judged || measure !== 'raw' ? '' : ' The counts themselves were not judged.';
  return figure({
    name: `${country.code} ${series.newspaper} ${measure === 'judged' ? 'judged' : measure}`,
    title: `${country.label}: ${view.unit}`,
    subtitle: `${data.words.counted}; ${seriesTitle(series)}.${extra}`,
    foot: footOf(`${tally(view.seen)}${total}`),
    legend: () => barLegend(view),
    describe: () =>
      `Bar chart of ${view.unit} by year, ${years[0]} to ${years.at(-1)}. ${tally(view.seen)}. ${waveSentence(view)}`,
    draw: (width) => drawBars(view, width),
    rows: () => barRows(view),
    cursor: {
      first: place,
      keys: BAR_KEYS,
      step: stepYear,
      say: (at) => yearWords(view, at),
      choose: choosePlace,
    },
  });
}

function barRows(view) {
  const head = [
    'country',
    'label',
    'newspaper',
    'year',
    'state',
    'unit',
    'value',
    'mean_before',
    'threshold_of_period',
    'verdict',
  ];
  const words = { w: 'wave', '-': 'none', u: 'undetermined', '.': 'missing' };
  const row = (year, place) => [
    view.country.code,
    view.country.label,
    view.series.newspaper,
    year,
    STATES[view.seen[place]],
    view.unit,
    view.values[place],
    view.mean[place],
    view.line,
    words[view.verdict[place]],
  ];
  return [head, ...years.map(row)];
}
