// Search: the articles that count, by country, newspaper, years and words.

function searchPage({ query }) {
  const asked = Object.fromEntries(
    ['words', 'country', 'newspaper', 'first', 'last'].map((key) => [key, query.get(key)]),
  );
  return [
    el('h2', {}, 'Search'),
    el(
      'p',
      { class: 'lead' },
      'The articles that count, by date. Words are looked for in the address, the id and the names as written; the ledger ',
      'holds no headlines, but the address often holds their words.',
    ),
    searchForm(asked),
    el(
      'section',
      { class: 'articles found', 'aria-label': 'Articles found' },
      articleList(asked, foundLine(null)),
    ),
  ];
}

function searchForm(asked) {
  const papers = study.newspapers.map(({ name, title }) => [name, title]);
  const names = countries.map(({ code, label }) => [code, label]);
  const year = { type: 'number', min: data.first, max: data.first + data.years - 1, placeholder: 'any' };
  const fields = [
    ['Words', el('input', { name: 'words', type: 'search', maxlength: 200, value: asked.words })],
    ['Country', selectOf('country', [['', 'any'], ...names], asked.country)],
    ['Newspaper', selectOf('newspaper', [['', 'any'], ...papers], asked.newspaper)],
    ['From', el('input', { name: 'first', ...year, value: asked.first })],
    ['To', el('input', { name: 'last', ...year, value: asked.last })],
  ];
  for (const [, field] of fields) field.id = `search-${field.name}`;
  const labelled = fields.map(([label, field]) => el('label', {}, label, field));
  const form = el('form', { class: 'search', role: 'search' }, labelled, el('button', {}, 'Search'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    go(address('search', [], Object.fromEntries(new FormData(form))));
  });
  return form;
}

function selectOf(name, options, chosen) {
  const option = ([value, text]) => {
    const one = el('option', { value }, text);
    one.selected = value === (chosen ?? '');
    return one;
  };
  return el('select', { name }, options.map(option));
}
