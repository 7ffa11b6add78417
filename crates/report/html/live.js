// With a server behind the page: the articles of the ledger, asked for a page at a time, headlines after them.

const LONG_ENOUGH = 50;
let asking = new AbortController();

/** Asks the server; what is chosen in the page's own address goes along. */
async function ask(asked, signal) {
  const query = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(asked))
    if (value !== null && value !== undefined && value !== '') query.set(key, value);
  const answer = await fetch(`articles?${query}`, { signal });
  if (!answer.ok) throw new Error((await answer.text()).trim());
  return answer.json();
}

/** The articles that match, and a button for more. Only one list is being asked for: a new one ends the one before. */
function articleList(asked, line) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const list = el('ol', {});
  const status = el('p', { role: 'status' }, 'Looking …');
  const more = el('button', { type: 'button', hidden: true }, 'Show more');
  let after = null;
  const page = async () => {
    more.disabled = true;
    try {
      after = await fill(after);
      status.replaceChildren(...told(list.children.length, after));
      more.hidden = after === null;
    } catch (error) {
      if (signal.aborted) return;
      status.replaceChildren(`The articles could not be had: ${error.message}`);
      more.hidden = false;
    }
    more.disabled = false;
  };
  /** One page into the list, over as many answers as it takes; where to go on, or null. */
  const fill = async (from) => {
    let shown = 0;
    for (let next = from; ;) {
      const found = await ask({ ...asked, after: next && JSON.stringify(next) }, signal);
      if (found.state !== live.state) throw new Error('the articles were counted again; reload the page');
      const items = found.articles.map((article) => line(article));
      list.append(...items);
      if (items.length) withHeadlines(asked, next, items, line, signal);
      shown += items.length;
      if (found.next === null || shown >= LONG_ENOUGH) return found.next;
      next = found.next;
      status.textContent = `Looking … ${next.date.slice(0, 7)}`;
    }
  };
  more.addEventListener('click', page);
  page();
  return [status, list, more];
}

const told = (many, next) => [
  many === 0 ? 'No article.' : `${plural(many, 'article')}${next === null ? '.' : ', and more.'}`,
];

/** The same answer with headlines, in the place of what is shown; without them where they cannot be had. */
async function withHeadlines(asked, after, items, line, signal) {
  try {
    const found = await ask({ ...asked, after: after && JSON.stringify(after), headlines: true }, signal);
    items.forEach((item, at) => {
      if (found.articles[at]?.headline) item.replaceWith(line(found.articles[at]));
    });
  } catch {
    // The list stands without them: the raw archive need not be here.
  }
}

/** An article as a line: of one country its names; of all, each with its own. */
function foundLine(country) {
  return ({ date, newspaper, url, countries: named, basis, unrest, headline }) => {
    const names = named.map(([code, words]) =>
      code === country
        ? words
        : [
            el(
              'a',
              { href: countryAddress(code, Number(date.slice(0, 4))) },
              byCode.get(code)?.label ?? code,
            ),
            ` (${words})`,
          ],
    );
    const joined = names.flatMap((name, at) => (at ? [', ', name] : [name]));
    return articleLine({ date, newspaper, url, names: joined, basis, unrest, headline });
  };
}

/** The articles behind a cell. */
function liveArticles(country, year) {
  const asked = { country: country.code, first: year, last: year };
  return el(
    'div',
    { class: 'articles' },
    el('h4', {}, 'The articles behind it'),
    articleList(asked, foundLine(country.code)),
  );
}

/** What only a page with a server has. */
function liveHeader() {
  const search = el('a', { href: '#/search', 'data-page': 'search' }, 'Search');
  document.querySelector('nav').append(search);
  document.querySelector('header').append(choicesForm());
  document.querySelector('footer p').textContent =
    'Made by Groundswell, from the ledger on this machine. It asks nobody else and writes nothing.';
}
