// Where a year and a number stand in a plot, and which of them are written on its axes: as in the static charts.

/** From 0 in four to six steps of 1, 2 or 5 × 10ⁿ up to a little above the highest. */
function ticksTo(highest, least = 1) {
  const rough = Math.max(highest / 5, least);
  const decade = 10 ** Math.floor(Math.log10(rough) + 1e-9);
  const step =
    [1, 2, 5, 10].map((n) => n * decade).find((n) => Math.ceil((highest * 1.04) / n) <= 6) ?? 20 * decade;
  const last = Math.max(1, Math.ceil((highest * 1.04) / step));
  return Array.from({ length: last + 1 }, (_, at) => at * step);
}

/** Rates may be smaller than one: their steps too. */
function ticksFor(values, line) {
  const highest = Math.max(
    0,
    ...values.filter((value) => value !== null && Number.isFinite(value)),
    line ?? 0,
  );
  const fractions = values.some((value) => value !== null && !Number.isInteger(value));
  return ticksTo(highest, fractions && highest > 0 ? Math.min(1, highest / 5) : 1);
}

function tickLabel(number) {
  if (number >= 1e12) return number.toExponential(0);
  if (number >= 1e7) return `${grouped(number / 1e6)} M`;
  return Number.isInteger(number) ? grouped(number) : String(Number(number.toPrecision(3)));
}

/** The scales of a plot between left and right, top and bottom, in pixels. */
function frameOf({ left, right, top, bottom, ticks, count = years.length, first = data.first }) {
  const step = (right - left) / Math.max(1, count);
  const highest = ticks?.at(-1) ?? 1;
  return {
    left,
    right,
    top,
    bottom,
    step,
    ticks,
    x: (place) => left + step * place,
    centre: (place) => left + step * (place + 0.5),
    y: (number) => bottom - (bottom - top) * Math.min(1, Math.max(0, number / highest)),
    // Narrow bars touch: a gap would leave nothing of them.
    bar: step < 2 ? step : Math.min(36, step - Math.max(0.6, step * 0.2)),
    place: (x) => Math.min(count - 1, Math.max(0, Math.floor((x - left) / step))),
    yearTicks: () => yearTicks(first, count, step),
  };
}

/** Places of the round years, at least 44 pixels apart. */
function yearTicks(first, count, step) {
  const every = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((n) => n * step >= 44) ?? 1000;
  return Array.from({ length: count }, (_, place) => place).filter((place) => (first + place) % every === 0);
}

/** The years below a plot. */
function yearAxis(frame, y = frame.bottom) {
  const marks = frame
    .yearTicks()
    .map((place) => [
      svg('line', { class: 'base', x1: frame.centre(place), x2: frame.centre(place), y1: y, y2: y + 5 }),
      svg('text', { class: 'tick middle', x: frame.centre(place), y: y + 18 }, String(years[place])),
    ]);
  return [svg('line', { class: 'base', x1: frame.left, x2: frame.right, y1: y, y2: y }), marks];
}

/** The lines and labels of the numbers; every other one where they would touch. */
function numberAxis(frame, label = tickLabel) {
  const tall = (frame.bottom - frame.top) / Math.max(1, frame.ticks.length - 1);
  const every = Math.max(1, Math.ceil(15 / tall));
  return frame.ticks.map((number, at) => [
    svg('line', { class: 'grid', x1: frame.left, x2: frame.right, y1: frame.y(number), y2: frame.y(number) }),
    at % every === 0 &&
      svg('text', { class: 'tick end', x: frame.left - 7, y: frame.y(number) + 4 }, label(number)),
  ]);
}
