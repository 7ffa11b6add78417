// One year in words: the arithmetic of its verdict, how far to trust it, who else sees it, the articles behind it.

function yearPanel(view, place, keep) {
  const { country } = view;
  const year = years[place];
  const step = (by, words, sign) => {
    const to = place + by;
    return (
      years[to] !== undefined &&
      el(
        'a',
        { href: countryAddress(country.code, years[to], keep), class: 'beside', 'aria-label': words },
        sign,
      )
    );
  };
  return [
    el(
      'div',
      { class: 'head' },
      el('h3', {}, `${country.label} ${year}`, verdictBadge(view, place)),
      el('div', { class: 'find' }, step(-1, 'Year before', '←'), step(1, 'Year after', '→')),
    ),
    el(
      'div',
      { class: 'columns' },
      el(
        'div',
        {},
        el('h4', {}, 'The arithmetic'),
        arithmetic(view, place),
        el('h4', {}, 'How far to trust it'),
        trustOf(view, place),
      ),
      el(
        'div',
        {},
        el('h4', {}, 'The newspapers'),
        papersOf(country, place),
        el('h4', {}, 'Read otherwise'),
        otherwise(country, place),
      ),
    ),
    articlesOf(view, place),
  ].filter(Boolean);
}

function verdictBadge(view, place) {
  const letter = view.values[place] === null ? '.' : view.verdict[place];
  const words = view.values[place] === null ? STATES[view.seen[place]] : VERDICTS[letter];
  return el('span', { class: `badge ${{ w: 'wave', u: 'open', '.': 'hole' }[letter] ?? 'none'}` }, words);
}

const steps = (lines) =>
  el(
    'ul',
    { class: 'steps' },
    lines.filter(Boolean).map((line) => el('li', {}, line)),
  );

/** The comparison step by step, as `groundswell explain` prints it. */
function arithmetic(view, place) {
  const { series, measure } = view;
  const [year, value] = [years[place], view.values[place]];
  const out = outOf(series, place);
  if (value === null)
    return steps([
      `${STATES[view.seen[place]]}: nothing was looked at, so there is no count; a hole is not a zero`,
    ]);
  const reason = wordsAt(series.reasons, year).map(reasonWords).join('; ');
  const count = series.count[place];
  const flip = measure === 'judged' ? series.flip[year] : undefined;
  return steps([
    `${plural(count, study.measure.replace(/s$/, ''))}${view.seen[place] === 'p' ? ', in a year seen in part' : ''}`,
    value !== count && `judged: ${exact(value)} ${view.unit}, as are the means`,
    meanLine(view, place, value),
    periodOf(view, place, value),
    out.international !== null && outOfWords(out),
    chanceOf(view, place),
    el(
      'strong',
      {},
      `verdict: ${VERDICTS[view.verdict[place]]}${reason && view.verdict[place] === 'u' ? ` (${reason})` : ''}`,
    ),
    flip !== undefined && `${plural(flip, study.measure.replace(/s$/, ''))} fewer would unflag it`,
    ...wordsAt(series.flags, year).map((flag) => `caution: ${flagWords(flag)}`),
  ]);
}

function outOfWords({ international, all, coverage }) {
  const section = given
    ? ''
    : study.verdicts === 'yes'
      ? ' international articles'
      : ' international or unplaced articles';
  const seen = coverage === null ? '' : `; ${percent(coverage / 1000)} of the year was seen`;
  return `out of ${grouped(international)}${section}${all === null ? '' : `, ${grouped(all)} in all`}${seen}`;
}

const compared = (value, limit) => `${exact(value)} is ${value > limit ? 'more' : 'not more'}`;

function meanLine(view, place, value) {
  const mean = view.mean[place];
  const recent = data.recent_factor;
  if (mean === null) return 'there is no mean of the years before to compare it with';
  const many = plural(meanYears(view.series, years[place]), 'year');
  if (recent === null) return `mean of the ${many} before: ${exact(mean)}`;
  return `mean of the ${many} before: ${exact(mean)}; × ${recent} = ${exact(mean * recent)}: ${compared(value, mean * recent)}`;
}

function periodOf(view, place, value) {
  const mean =
    view.measure === 'judged'
      ? (view.series.period_means[years[place]] ?? view.series.period_mean)
      : view.period;
  if (mean === null || study.period_factor === null) return null;
  const line = mean * study.period_factor;
  return `mean of the period: ${exact(mean)}; × ${study.period_factor} = ${exact(line)}: ${compared(value, line)}`;
}

/** What the guard says, where the rule has one. */
function chanceOf({ series, measure }, place) {
  const q = series.false_discovery[years[place]];
  const allowed = data.false_discovery;
  if (q === undefined || !allowed || measure !== 'judged') return null;
  const than = `${q < allowed ? 'less' : 'not less'} than ${percent(allowed)}`;
  return `chance: if it and all years less plausible as chance are called waves, about ${percent(q)} of them are false: ${than}`;
}

function trustOf(view, place) {
  const { series } = view;
  const year = years[place];
  if (series.count[place] === null) return steps(['nothing can be said of a year nobody looked at']);
  const share = (column) => series[column]?.[place] ?? null;
  const also = (measure, verdict) => {
    const value = valuesOf(series, measure)[place];
    return (
      anyAnswer(verdict) &&
      value !== null &&
      `${exact(value)} ${unitOf(series, measure)}: ${VERDICTS[verdict[place]]}`
    );
  };
  const of = view.measure === 'judged' ? '' : `, as ${series.unit || study.measure}`;
  return steps([
    also('rate', series.rate_verdict),
    also('annualised', series.annualised_verdict),
    share('support') !== null &&
      `${percent(share('support') / 1000)} of 200 settings of the rule's numbers (those with an answer) flag it${of}`,
    share('bootstrap') !== null &&
      `${percent(share('bootstrap') / 1000)} of resampled series (each article drawn again) flag it${of}`,
  ]);
}

/** What each paper says of the year, and whether they agree. */
function papersOf(country, place) {
  const alone = country.series.filter((series) => paperTitles.has(series.newspaper));
  const words = (series) => {
    const count = series.count[place];
    return `${paperTitle(series.newspaper)}: ${count === null ? STATES[series.seen[place]] : `${grouped(count)} ${study.measure}, ${VERDICTS[series.verdict[place]]}`}`;
  };
  const letters = alone.map((series) => series.verdict[place]).filter(answers);
  const left = study.newspapers
    .filter(({ name }) => !given && !country.series.some(({ newspaper }) => newspaper === name))
    .map(({ title }) => `${title}: left out, the country is not foreign to it (home: ${study.home})`);
  const agree =
    letters.length < 2
      ? null
      : letters.every((letter) => letter === letters[0])
        ? 'The newspapers agree.'
        : 'The newspapers disagree.';
  return steps([...alone.map(words), ...left, agree && el('strong', {}, agree)]);
}

function otherwise(country, place) {
  const rows = readingRows(country).slice(1);
  const named = (holds) =>
    rows
      .filter(({ cells }) => holds(cells[place]))
      .map(({ label }) => label)
      .join(', ');
  const lines = [
    ['a wave too', named((letter) => letter === 'w')],
    ['no wave', named((letter) => letter === '-')],
    ['no answer', named((letter) => !answers(letter))],
  ];
  return (
    rows.length > 0 &&
    steps(lines.filter(([, names]) => names).map(([words, names]) => [el('strong', {}, `${words}: `), names]))
  );
}

/** The articles behind what is shown: those of one newspaper where one is. */
function articlesOf(view, place) {
  if (given) return null;
  const { country, series } = view;
  const year = years[place];
  const paper = paperTitles.has(series.newspaper) ? series.newspaper : null;
  const articles = (...content) =>
    el('div', { class: 'articles' }, el('h4', {}, 'The articles behind it'), content);
  if (series.count[place] === null)
    return articles(
      el('p', {}, 'There is no count, so there are no articles behind it. That is not “none”.'),
    );
  if (live) return articles(liveArticles(country, year, paper));
  if (series.count[place] === 0) return articles(el('p', {}, 'No article names the country in this year.'));
  const command = el('code', {}, `groundswell explain ${country.code} ${year}`);
  const found = evidenceOf(country.code, year);
  if (!found)
    return articles(
      el('p', {}, 'The articles of this year are not in this file; ', command, ' lists those there are.'),
    );
  const [all, shown] = found;
  const rows = shown.filter(([, at]) => paper === null || data.evidence.newspapers[at] === paper);
  const more =
    shown.length === all
      ? [`${plural(rows.length, 'article')}, all shown; `, command, ' says more of each.']
      : [
          `Of ${plural(all, 'article')} of all newspapers this file has the ${shown.length} that name the country most often`,
          paper === null ? '; ' : `, ${rows.length} of them of this one; `,
          command,
          ' lists all.',
        ];
  return articles(
    el('p', {}, more),
    el(
      'ol',
      {},
      rows.map((row) => articleItem(year, row)),
    ),
  );
}

function articleItem(year, [day, paper, url, words, basis, unrest, headline]) {
  const { newspapers, bases } = data.evidence;
  const date = `${year}-${day}`;
  return articleLine({
    date,
    newspaper: newspapers[paper],
    url,
    names: [words],
    basis: bases[basis],
    unrest,
    headline,
  });
}

/** An article: its headline or its date as a link, and why it counts. `names`: text and nodes. */
function articleLine({ date, newspaper, url, names, basis, unrest, headline }) {
  const from = `${date}, ${paperTitle(newspaper)}`;
  const text = headline || from;
  return el(
    'li',
    {},
    el('span', { class: 'what' }, url ? outside(url, text) : text),
    el(
      'span',
      { class: 'how' },
      headline && `${from} · `,
      'names ',
      names,
      ` · international: ${basis}`,
      unrest ? ' · speaks of unrest' : null,
    ),
  );
}
