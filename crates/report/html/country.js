// The page of a country: its years, how they can be read otherwise, its waves, and the year that is looked at.

function countryPage({ parts, query }) {
  const country = parts.length ? (byCode.get(parts[0]) ?? byCode.get(parts[0].toUpperCase())) : countries[0];
  if (!country) return noCountry(parts[0]);
  const view = viewOf(country, query.get('paper'), query.get('measure'));
  if (!view)
    return [countryHead(country), el('p', {}, country.error ?? 'Nothing was counted for this country.')];
  const keep = { measure: query.get('measure'), paper: query.get('paper') };
  let place = placeOf(Number(parts[1])) ?? tellingPlace(view);
  const panel = el('section', { class: 'year', id: 'year', 'aria-live': 'polite' });
  const show = (to) => {
    place = to;
    panel.replaceChildren(...yearPanel(view, place, keep));
    for (const figure of synced) figure.select(place);
  };
  const choosePlace = (to, by) => {
    const next = countryAddress(country.code, years[to], keep);
    if (by === 'key') slideTo(next);
    else pushTo(next);
    show(to);
  };
  const main = barFigure(view, place, choosePlace);
  const strip = view.series.support && supportFigure(view, place, choosePlace);
  const synced = [main, strip].filter(Boolean);
  panel.append(...yearPanel(view, place, keep));
  return [
    countryHead(country),
    country.error && el('p', { class: 'warning' }, `Not judged: ${country.error}`),
    parts[1] !== undefined &&
      placeOf(Number(parts[1])) === null &&
      el(
        'p',
        { class: 'warning' },
        `“${shorten(parts[1], 40)}” is no year of this study: ${years[place]} is shown.`,
      ),
    toggles(view, keep),
    main,
    panel,
    strip,
    readingsFigure(view, place, (at) => choosePlace(at.place, 'enter')),
    wavesTable(view, keep),
    warnings(view),
  ];
}

/** An address of a country that is not in the study: said, not replaced by another. */
function noCountry(code) {
  const links = countries.map(({ code: other, label }) =>
    el('li', {}, el('a', { href: countryAddress(other) }, label)),
  );
  return [
    el('h2', {}, code ? `${code} is not among the countries of this study` : 'This study has no country'),
    code &&
      el('p', {}, 'No counted article names it, or nothing is known by this code. The countries that are:'),
    el('ul', { class: 'names' }, links),
  ];
}

/** Where a reader looks first: the peak of the highest wave, else the highest year. */
function tellingPlace(view) {
  const highest = (places) =>
    places.reduce(
      (best, place) => ((view.values[place] ?? -1) > (view.values[best] ?? -1) ? place : best),
      places[0],
    );
  return highest(
    view.waves.length ? view.waves.map((wave) => wave.peak - data.first) : years.map((_, place) => place),
  );
}

function countryHead(country) {
  const at = countries.indexOf(country);
  const beside = (by, words) => {
    const other = countries[(at + by + countries.length) % countries.length];
    return el(
      'a',
      {
        href: countryAddress(other.code),
        class: 'beside',
        rel: by < 0 ? 'prev' : 'next',
        'aria-label': `${words}: ${other.label}`,
      },
      by < 0 ? '←' : '→',
    );
  };
  const input = el('input', {
    id: 'country-search',
    list: 'country-list',
    placeholder: 'Search by name',
    autocomplete: 'off',
  });
  const open = () => {
    const found = findCountry(input.value);
    if (found) go(countryAddress(found.code));
  };
  input.addEventListener('change', open);
  return el(
    'div',
    { class: 'head' },
    el('h2', {}, country.label, el('span', { class: 'code' }, country.code)),
    el(
      'div',
      { class: 'find' },
      beside(-1, 'Previous country'),
      el('label', { for: 'country-search' }, 'Country'),
      input,
      el(
        'datalist',
        { id: 'country-list' },
        countries.map(({ code, label }) => el('option', { value: label }, code)),
      ),
      beside(1, 'Next country'),
    ),
  );
}

function findCountry(text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return null;
  const of = (country) => [country.code.toLowerCase(), country.label.toLowerCase()];
  return (
    countries.find((country) => of(country).includes(wanted)) ??
    countries.find((country) => of(country)[1].startsWith(wanted)) ??
    countries.find((country) => of(country)[1].includes(wanted))
  );
}

function toggles(view, keep) {
  const { country, series } = view;
  const measures = measuresOf(series).map((measure) => [measure, measureName(series, measure)]);
  const papers = country.series.map((one) => [one.newspaper, capital(seriesTitle(one))]);
  const [own] = measures[0];
  return el(
    'div',
    { class: 'toggles' },
    choice('Measure', 'measure', measures, view.measure, (measure) =>
      choose({ measure: measure === own ? null : measure }),
    ),
    papers.length > 1 &&
      choice('Newspapers', 'paper', papers, series.newspaper, (paper) =>
        choose({ paper: paper === shownSeries(country).newspaper ? null : paper }),
      ),
  );
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function wavesTable(view, keep) {
  const { country, series, measure } = view;
  if (!view.waves.length) return el('p', {}, `${waveSentence(view)}`);
  const row = (wave) => {
    const place = wave.peak - data.first;
    const inside = years.map((_, at) => at).filter((at) => years[at] >= wave.first && years[at] <= wave.last);
    const flips = inside.map((at) => series.flip[years[at]]).filter((flip) => flip !== undefined);
    const rate = inside.filter((at) => answers(series.rate_verdict[at]));
    const fragile = measure === 'judged' && flips.length && Math.min(...flips) <= data.words.fragile;
    return [
      el('a', { href: countryAddress(country.code, wave.peak, keep) }, waveLabel(wave)),
      String(wave.peak),
      amount(view.values[place]),
      ratio(view.values[place], view.mean[place]),
      ratio(view.values[place], series.period_means[wave.peak] ?? view.period),
      measure === 'judged' && series.support ? supportShare(series, place) : '–',
      rate.length ? `${rate.filter((at) => series.rate_verdict[at] === 'w').length} of ${rate.length}` : '–',
      flips.length && measure === 'judged' ? `${Math.min(...flips)}${fragile ? ' (fragile)' : ''}` : '–',
    ];
  };
  return table(
    `Waves of ${country.label}: ${view.unit}, ${seriesTitle(series)}`,
    [
      'Wave',
      'Peak',
      'Value',
      '× years before',
      '× period',
      'Support',
      'Years also by rate',
      'Fewer would unflag',
    ],
    view.waves.map(row),
    ['', 'number', 'number', 'number', 'number', 'number', 'number', 'number'],
  );
}

const ratio = (value, mean) => (value === null || !mean ? '–' : short(value / mean));

function warnings(view) {
  const list = view.series.warnings;
  return (
    list.length > 0 &&
    el(
      'section',
      { class: 'notes' },
      el('h3', {}, 'To know of this series'),
      el(
        'ul',
        {},
        list.map((text) => el('li', {}, text)),
      ),
    )
  );
}
