// Where the reader is: #/country/CHL/1973?measure=rate&paper=nyt. Every view has its address; the back button works.

function here() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/').filter(Boolean).map(decoded);
  return { page: parts[0] ?? 'coverage', parts: parts.slice(1), query: new URLSearchParams(query) };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address of a view; what is null or empty is left out. */
function address(page, parts = [], query = {}) {
  const given = Object.entries(query).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  );
  const path = [page, ...parts].map((part) => encodeURIComponent(part)).join('/');
  return `#/${path}${given.length ? `?${new URLSearchParams(given)}` : ''}`;
}

function go(to) {
  if (location.hash !== to) location.hash = to;
}

/** The same view with something else chosen: a new place in the history. */
function choose(change) {
  const { page, parts, query } = here();
  go(address(page, parts, { ...Object.fromEntries(query), ...change }));
}

// The address whose view is shown; a step that redraws only a part of the page moves it along.
let settled = null;

/** Without a new place in the history: for steps by the arrow keys, which would fill it. */
function slideTo(to) {
  history.replaceState(null, '', to);
  settled = location.hash;
}

function pushTo(to) {
  history.pushState(null, '', to);
  settled = location.hash;
}

function countryAddress(code, year = null, keep = {}) {
  return address('country', year === null ? [code] : [code, year], keep);
}
