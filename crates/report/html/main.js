// Draws the tab that is looked at, and nothing else.

const PAGES = {
  coverage: coveragePage,
  country: countryPage,
  all: allPage,
  world: worldPage,
  trust: trustPage,
  ...(live && { search: searchPage }),
};
const content = document.getElementById('content');
let shownPage = null;

function render() {
  settled = location.hash;
  const route = here();
  const page = PAGES[route.page] ? route.page : 'coverage';
  const focused = document.activeElement?.id;
  if (live) askNoMore();
  figures.length = 0;
  widths.disconnect();
  const nodes = [PAGES[page](route)].flat(Infinity).filter(Boolean);
  content.replaceChildren(...nodes);
  figures.forEach((state) => {
    redraw(state);
    widths.observe(state.plot);
  });
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.page === page) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const subject = page + (route.parts[0] ?? '');
  if (shownPage !== null && subject !== shownPage) scrollTo(0, 0);
  shownPage = subject;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  document.title = [page === 'country' && content.querySelector('h2')?.firstChild?.textContent, study.title]
    .filter(Boolean)
    .join(' · ');
}

// The styles' own rules for dark readers: switched on or off when the reader chooses.
const darkRules = [...document.styleSheets]
  .flatMap((sheet) => [...sheet.cssRules])
  .filter((rule) => rule.media?.mediaText.includes('prefers-color-scheme'));

function setTheme(theme) {
  const wanted = { auto: '(prefers-color-scheme: dark)', dark: 'all', light: 'not all' }[theme];
  for (const rule of darkRules) rule.media.mediaText = wanted;
  document.documentElement.style.colorScheme = { auto: 'light dark', dark: 'dark', light: 'light' }[theme];
}

/** The address changed, by a link or by going back. */
function moved() {
  if (location.hash !== settled) render();
}

document.getElementById('title').textContent = study.title || 'Groundswell';
document.getElementById('about').textContent = [
  data.words.newspapers,
  span(study.first_year, study.last_year),
  study.rule && `rule ${study.rule}`,
]
  .filter(Boolean)
  .join(' · ');
document.getElementById('theme').addEventListener('change', (event) => setTheme(event.target.value));
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  content.focus();
});
if (live) liveHeader();
addEventListener('hashchange', moved);
addEventListener('popstate', moved);
render();
// Milliseconds until the page can be used; the browser tests read it.
document.documentElement.dataset.ready = String(Math.round(performance.now()));
