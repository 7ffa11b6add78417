// With a server behind the page: the articles of the ledger, asked for a page at a time, headlines after them.

// What is being asked for on behalf of the view that is shown.
let asking = new AbortController();

/** Nobody waits for these answers any longer. */
function askNoMore() {
  asking.abort();
}

/** Asks the server; what is chosen in the page's own address goes along. */
async function ask(what, asked, signal) {
  const query = new URLSearchParams();
  for (const [key, value] of [...chosenInAddress(), ...Object.entries(asked)])
    if (value !== null && value !== undefined && value !== '') query.set(key, value);
  let answer;
  try {
    answer = await fetch(`${what}?${query}`, { signal });
  } catch (error) {
    throw signal.aborted ? error : new Error('the server has ended; start `groundswell serve` again');
  }
  if (!answer.ok) throw new Error((await answer.text()).trim().replace(/^error\[E\d+\]: /, ''));
  return answer.json();
}

/** The articles that match, and a button for more. Only one list is asked for: a new one ends the one before. */
function articleList(asked, line) {
  askNoMore();
  asking = new AbortController();
  const { signal } = asking;
  const list = el('ol', {});
  const status = el('p', { role: 'status' }, 'Looking …');
  const more = el('button', { type: 'button', hidden: true }, 'Show more');
  let after = null;
  /** Answers, one after the other, until they are a page or there are no more. */
  const lengthen = async () => {
    for (const enough = list.children.length + live.articles; ;) {
      const found = await ask('articles', { ...asked, after: after && JSON.stringify(after) }, signal);
      if (found.edition !== live.edition) throw new Error('they were counted again: reload the page');
      const items = found.articles.map((article) => line(article));
      list.append(...items);
      after = found.next;
      if (items.length) addHeadlines(found.articles, items, line, signal, status);
      if (after === null || list.children.length >= enough) return;
      status.textContent = `Looking … ${after.date.slice(0, 7)}`;
    }
  };
  const page = async () => {
    more.disabled = true;
    try {
      await lengthen();
      const many = list.children.length;
      status.textContent =
        many === 0 ? 'No article.' : plural(many, 'article') + (after ? ', and more.' : '.');
      more.hidden = after === null;
    } catch (error) {
      if (signal.aborted) return;
      status.textContent = `The articles could not be had: ${error.message}`;
      more.hidden = false;
    }
    more.disabled = false;
  };
  more.addEventListener('click', page);
  page();
  return [status, list, more];
}

/** Headlines to what is shown, as soon as they are read; without them where the raw archive is not here. */
async function addHeadlines(articles, items, line, signal, status) {
  const place = ({ path, position }) => `${position} ${path}`;
  const wanting = new Map(articles.map((article, at) => [place(article), { article, item: items[at] }]));
  try {
    for (let found = true; found && wanting.size;) {
      const of = [...wanting.values()].map(({ article: { path, position } }) => [path, position]);
      const { headlines } = await ask('headlines', { of: JSON.stringify(of) }, signal);
      found = headlines.length > 0;
      for (const [path, position, headline] of headlines) {
        const { article, item } = wanting.get(place({ path, position })) ?? {};
        if (item) retell(item, line({ ...article, headline }));
        wanting.delete(place({ path, position }));
      }
    }
  } catch (error) {
    // The list stands as it is: dates and links.
    if (!signal.aborted) status.append(` Headlines could not be had: ${error.message}`);
  }
}

/** Other words in the same line; a reader who is on its link stays there. */
function retell(item, fresh) {
  const here = item.contains(document.activeElement);
  item.replaceChildren(...fresh.childNodes);
  if (here) item.querySelector('a')?.focus();
}

/** An article as a line: of one country its names; of all, each with its own. */
function foundLine(country) {
  return ({ date, newspaper, url, countries: named, basis, unrest, headline }) => {
    const year = Number(date.slice(0, 4));
    const names = named.map(([code, words]) => {
      if (code === country) return words;
      const label = byCode.get(code)?.label;
      return [label ? el('a', { href: countryAddress(code, year) }, label) : code, ` (${words})`];
    });
    const joined = names.flatMap((name, at) => (at ? [', ', name] : [name]));
    return articleLine({ date, newspaper, url, names: joined, basis, unrest, headline });
  };
}

/** The articles behind a cell, of one newspaper or of all. */
function liveArticles(country, year, newspaper) {
  return articleList({ country: country.code, newspaper, first: year, last: year }, foundLine(country.code));
}

/** What only a page with a server has. */
function liveHeader() {
  const search = el('a', { href: '#/search', 'data-page': 'search' }, 'Search');
  document.querySelector('nav').append(search);
  document.querySelector('header').append(choicesForm());
  document.querySelector('footer p').textContent =
    'Made by Groundswell, from the ledger on this machine. It asks nobody else and writes nothing.';
}
