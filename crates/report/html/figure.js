// A figure: title, legend, picture with a cursor for pointer and keys, rule and source, and its files.

const figures = [];

/** What every figure says of where its numbers come from. */
function footOf(n) {
  const rule = `Rule ${study.rule}: ${study.rule_sentence}`;
  return [
    rule,
    [n, data.words.choices_line].filter(Boolean).join(' · '),
    `Source: ${study.source_line}`,
  ].filter((line) => line.length > 8);
}

/** Samples of marks with their words, in rows. */
function legendRow(items, width) {
  const fills = patterns();
  const nodes = [fills.defs];
  let [x, y] = [0, 0];
  for (const [kind, words] of items) {
    const room = 18 + words.length * 6.6 + 16;
    if (x && x + room > width + 16) [x, y] = [0, y + 18];
    nodes.push(
      svg(
        'g',
        { transform: `translate(${px(x)} ${y})` },
        sample(kind, fills),
        svg('text', { class: 'legend', x: 18, y: 10 }, words),
      ),
    );
    x += room;
  }
  return { nodes, height: y + 14 };
}

/** One mark: hatch and dots by name, lines by class, any other class as a box. */
function sample(kind, fills) {
  const [name, ...rest] = kind.split(' ');
  if (name === 'hatch')
    return svg('rect', { class: 'sample missing', fill: fills.hatch, x: 0.5, y: 0.5, width: 11, height: 11 });
  if (name === 'dots')
    return svg('rect', {
      class: 'sample not-published',
      fill: fills.dots,
      x: 0.5,
      y: 0.5,
      width: 11,
      height: 11,
    });
  if (['mean', 'after', 'period'].includes(name))
    return svg('line', { class: kind, x1: 0, x2: 12, y1: 6, y2: 6 });
  if (name === 'unjudged')
    return svg('rect', { class: ['unjudged', ...rest].join(' '), x: 0, y: 4, width: 12, height: 4 });
  return svg('rect', { class: kind, x: 0.5, y: 0.5, width: 11, height: 11 });
}

function legendList(items) {
  const item = ([kind, words]) => {
    const fills = patterns();
    return el(
      'li',
      {},
      svg(
        'svg',
        { class: 'groundswell', width: '12', height: '12', 'aria-hidden': 'true' },
        fills.defs,
        sample(kind, fills),
      ),
      words,
    );
  };
  return el('ul', { class: 'legend' }, items.map(item));
}

/**
 * spec: name, title, subtitle, foot (lines), legend() → [mark, words], describe() → words for those who cannot see it,
 * draw(width) → { svg, height, hit(x, y) → place, mark(place) → node }, rows() → CSV,
 * cursor: { first, step(place, key) → place, say(place) → words, choose(place, by) } or none,
 * least: the narrowest it can be drawn; below that it scrolls in its own box.
 */
function figure(spec) {
  const says = el('output', { class: 'readout', 'aria-live': 'polite' });
  const plot = el('div', plotAttributes(spec));
  const node = el(
    'figure',
    { class: 'figure', id: `figure-${fileName(spec.name)}` },
    el('figcaption', {}, el('h3', {}, spec.title), spec.subtitle && el('p', { class: 'sub' }, spec.subtitle)),
    legendList(spec.legend()),
    plot,
    spec.cursor && says,
    el(
      'div',
      { class: 'foot' },
      spec.foot.map((line) => el('p', {}, line)),
    ),
    files(spec),
  );
  const state = { spec, plot, says, place: spec.cursor?.first ?? null, width: 0 };
  if (spec.cursor) listen(state);
  figures.push(state);
  node.select = (place) => select(state, place, 'page');
  return node;
}

function plotAttributes(spec) {
  if (!spec.cursor) return { class: 'plot', tabindex: 0, role: 'group', 'aria-label': spec.title };
  return {
    class: 'plot',
    tabindex: 0,
    role: 'application',
    'aria-roledescription': 'chart',
    'aria-label': `${spec.title}. ${spec.cursor.keys}`,
  };
}

function files(spec) {
  const button = (text, save) =>
    el(
      'button',
      { type: 'button', 'aria-label': `Download ${text}: ${spec.title}`, on: { click: () => save(spec) } },
      text,
    );
  return el(
    'div',
    { class: 'files' },
    button('SVG', saveSvg),
    button('PNG', savePng),
    button('CSV', saveCsv),
  );
}

/** Draws the figure for the width it has. */
function redraw(state) {
  const room = state.plot.clientWidth;
  if (!room || room === state.width) return;
  state.width = room;
  const { spec } = state;
  state.picture = spec.draw(Math.max(room, spec.least ?? 0));
  const id = `words-${fileName(spec.name)}`;
  fill(state.picture.svg, { role: 'img', 'aria-labelledby': `${id}-title ${id}-desc` }, []);
  state.picture.svg.prepend(
    svg('title', { id: `${id}-title` }, spec.title),
    svg('desc', { id: `${id}-desc` }, spec.describe()),
  );
  state.plot.replaceChildren(state.picture.svg);
  if (state.place !== null) mark(state);
}

function mark(state) {
  state.plot.querySelector('.cursor')?.remove();
  const cursor = state.picture.mark(state.place);
  if (cursor) state.picture.svg.append(cursor);
  state.says.textContent = state.spec.cursor.say(state.place);
}

function select(state, place, by) {
  state.place = place;
  if (state.picture) mark(state);
  if (by !== 'page') state.spec.cursor.choose(place, by);
}

function listen(state) {
  const { cursor } = state.spec;
  const at = (event) => {
    const edge = state.picture.svg.getBoundingClientRect();
    return state.picture.hit(event.clientX - edge.left, event.clientY - edge.top);
  };
  state.plot.addEventListener('pointermove', (event) => {
    const place = at(event);
    if (place !== null) state.says.textContent = cursor.say(place);
  });
  state.plot.addEventListener('pointerleave', () => {
    state.says.textContent = state.place === null ? '' : cursor.say(state.place);
  });
  state.plot.addEventListener('click', (event) => {
    const place = at(event);
    if (place !== null) select(state, place, 'pointer');
  });
  state.plot.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const enter = event.key === 'Enter' || event.key === ' ';
    const place = enter ? state.place : cursor.step(state.place, event.key);
    if (place === null || place === undefined) return;
    event.preventDefault();
    select(state, place, enter ? 'enter' : 'key');
  });
}

/** Steps along the years. */
function stepYear(place, key) {
  const last = years.length - 1;
  const at = place ?? 0;
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[key];
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  return by === undefined ? null : Math.min(last, Math.max(0, at + by));
}

let waiting = false;
function redrawAll() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    figures.forEach(redraw);
  });
}

const widths = new ResizeObserver(redrawAll);
