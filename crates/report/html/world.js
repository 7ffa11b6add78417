// The world: the share of countries in a wave by year, and where they are in the year that is looked at.

/** Of every year: the countries with an answer, and those of them in a wave. */
function worldOf(measure) {
  const views = countries.map((country) => viewOf(country, null, measure)).filter(Boolean);
  const named = (place, holds) =>
    views
      .filter((view) => view.values[place] !== null && holds(view.verdict[place]))
      .map((view) => view.country);
  return years.map((year, place) => ({
    year,
    answers: named(place, answers),
    waves: named(place, (letter) => letter === 'w'),
  }));
}

function worldPage({ parts, query }) {
  const measure = query.get('measure') ?? 'judged';
  const world = worldOf(measure);
  const shares = world.map(({ answers: of, waves }) => (of.length ? waves.length / of.length : null));
  const highest = shares.reduce(
    (best, share, place) => ((share ?? -1) > (shares[best] ?? -1) ? place : best),
    0,
  );
  let place = placeOf(Number(parts[0])) ?? highest;
  const keep = { measure: query.get('measure') };
  const aside = el('div', { class: 'listed', 'aria-live': 'polite' });
  const show = (to) => {
    place = to;
    aside.replaceChildren(...listed(world[place]));
    slider.value = String(place);
    slider.setAttribute('aria-valuetext', worldWords(world, place));
    label.textContent = String(years[place]);
    bar.select(place);
    map.select(place);
    slideTo(address('world', [years[place]], keep));
  };
  const [slider, label] = [
    yearSlider(place, (to) => show(to)),
    el('output', { class: 'big' }, String(years[place])),
  ];
  slider.setAttribute('aria-valuetext', worldWords(world, place));
  const bar = worldFigure(world, shares, place, show, measure);
  const map = mapFigure(world, place);
  aside.append(...listed(world[place]));
  const first = shownSeries(countries[0] ?? { series: [] });
  return [
    el('h2', {}, 'Countries in a wave'),
    el(
      'p',
      { class: 'lead' },
      'When many countries rise in one year, look at the newspapers before looking at the world.',
    ),
    first &&
      el(
        'div',
        { class: 'toggles' },
        choice(
          'Measure',
          'world-measure',
          measuresOf(first)
            .filter((one) => one !== 'raw')
            .map((one) => [one, measureName(first, one)]),
          measure,
          (to) => choose({ measure: to === 'judged' ? null : to }),
        ),
      ),
    bar,
    el(
      'div',
      { class: 'player' },
      playButton(() => place, show),
      el('label', { for: 'world-year' }, 'Year'),
      slider,
      label,
    ),
    map,
    aside,
  ];
}

function yearSlider(place, show) {
  const slider = el('input', {
    type: 'range',
    id: 'world-year',
    min: 0,
    max: years.length - 1,
    step: 1,
    value: place,
  });
  slider.addEventListener('input', () => show(Number(slider.value)));
  return slider;
}

/** Steps through the years by itself, more slowly for those who want little motion; stops when the page is left. */
function playButton(now, show) {
  const pace = matchMedia('(prefers-reduced-motion: reduce)').matches ? 1500 : 350;
  let timer = null;
  const button = el('button', { type: 'button', 'aria-pressed': 'false' }, 'Play');
  const stop = () => {
    clearInterval(timer);
    timer = null;
    button.textContent = 'Play';
    button.setAttribute('aria-pressed', 'false');
  };
  const advance = () => {
    if (!button.isConnected || now() >= years.length - 1) stop();
    else show(now() + 1);
  };
  button.addEventListener('click', () => {
    if (timer) return stop();
    if (now() >= years.length - 1) show(0);
    timer = setInterval(advance, pace);
    button.textContent = 'Stop';
    return button.setAttribute('aria-pressed', 'true');
  });
  return button;
}

function worldWords(world, place) {
  const { year, answers: of, waves } = world[place];
  if (!of.length) return `${year}: no country has an answer`;
  return `${year}: ${percent(waves.length / of.length)}, ${waves.length} of ${of.length} countries with an answer`;
}

function worldFigure(world, shares, place, show, measure) {
  const most = Math.max(...world.map(({ answers: of }) => of.length));
  const few = world.map(({ answers: of }) => of.length * 2 < most);
  const view = {
    values: shares,
    mean: shares.map(() => null),
    line: null,
    waves: [],
    seen: shares.map((share, at) => (share === null ? 'm' : few[at] ? 'p' : 'o')).join(''),
    verdict: '-'.repeat(years.length),
  };
  return figure({
    name: `world ${measure}`,
    title: 'Share of countries in a wave',
    subtitle: `Of the countries with an answer in the year. ${data.words.counted}.`,
    foot: footOf(`n = ${countries.length} countries, up to ${most} with an answer in a year`),
    legend: () => [
      ['bar', 'countries in a wave'],
      ['bar partial', 'fewer than half of the countries have an answer'],
      ['hatch', 'not observed: no country has an answer'],
    ],
    describe: () =>
      `Bar chart of the share of countries in a wave by year, ${years[0]} to ${years.at(-1)}. Highest: ${worldWords(world, shares.indexOf(Math.max(...shares.map((share) => share ?? 0))))}.`,
    draw: (width) => drawShares(view, width),
    rows: () => [
      ['year', 'answers', 'in_wave', 'share', 'countries'],
      ...world.map(({ year, answers: of, waves }, at) => [
        year,
        of.length,
        waves.length,
        shares[at],
        waves.map(({ code }) => code).join(' '),
      ]),
    ],
    cursor: {
      first: place,
      keys: BAR_KEYS,
      step: stepYear,
      say: (at) => worldWords(world, at),
      choose: show,
    },
  });
}

function drawShares(view, width) {
  const fills = patterns();
  const height = 240;
  const frame = frameOf({
    left: width < 560 ? 46 : 58,
    right: width - 12,
    top: 14,
    bottom: height - 28,
    ticks: ticksTo(Math.max(0.02, ...view.values.map((share) => share ?? 0)), 0.01).filter(
      (tick) => tick <= 1.0001,
    ),
  });
  return {
    svg: canvas(
      width,
      height,
      fills.defs,
      numberAxis(frame, (share) => `${px(share * 100)} %`),
      holes(view, frame, fills),
      bars(view, frame),
      yearAxis(frame),
    ),
    height,
    hit: (x) => (x < frame.left - 8 ? null : frame.place(x)),
    mark: (place) => yearBand(frame, place, frame.top, frame.bottom),
  };
}

/** The year's countries as links, those without a place on today's map apart. */
function listed({ year, waves }) {
  const onMap = new Set(data.borders.map(([code]) => code));
  const link = (country) =>
    el('li', {}, el('a', { href: countryAddress(country.code, year) }, country.label));
  const [here_, beside] = [
    waves.filter(({ code }) => onMap.has(code)),
    waves.filter(({ code }) => !onMap.has(code)),
  ];
  return [
    el('h3', {}, waves.length ? `In a wave in ${year}` : `No country is in a wave in ${year}`),
    here_.length > 0 && el('ul', { class: 'names' }, here_.map(link)),
    beside.length > 0 &&
      el('p', {}, 'Not on the map of today (too small for it, or a country that no longer exists):'),
    beside.length > 0 && el('ul', { class: 'names' }, beside.map(link)),
  ].filter(Boolean);
}
