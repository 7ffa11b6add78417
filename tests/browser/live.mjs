// The explorer that `groundswell serve` answers with: articles a page at a time, search, other rules, hostile answers.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ADDRESSES, TEXTS } from './hostile.mjs';
import { faults } from './views.mjs';

const found = (page, least) =>
  page.waitForFunction((many) => document.querySelectorAll('.articles ol > li').length >= many, {}, least);
const texts = (page, selector) => page.$$eval(selector, (all) => all.map((node) => node.textContent));

export async function live(browser, [program, pipeline], out) {
  const server = spawn(program, ['--quiet', '-p', pipeline, 'serve', '--port', '0']);
  try {
    const gone = once(server, 'exit').then(() => {
      throw new Error('the program ended before it served');
    });
    gone.catch(() => {});
    const [line] = await Promise.race([once(server.stdout, 'data'), gone]);
    const address = String(line).trim();
    await articlesOfAYear(browser, address);
    await searching(browser, address);
    await countedOtherwise(browser, address);
    await hostileAnswers(browser, address);
    await troubledAnswers(browser, address);
    return `a year, search, other rules, hostile and failing answers; axe-core: ${await looks(browser, address, out)} violations`;
  } finally {
    server.kill('SIGINT');
  }
}

/** As many as the count says, first without, then with headlines. */
async function articlesOfAYear(browser, address) {
  const page = await browser.open(address, '#/country/CHL/1973');
  const count = Number((await texts(page, '#year .steps li'))[0].match(/^(\d+) articles/)[1]);
  await found(page, Math.min(count, 50));
  browser.check(
    (await texts(page, '#year .articles li')).every((text) => text.includes('international: ')),
    'each article says why it counts',
  );
  await page.waitForFunction(() => /Chile/.test(document.querySelector('#year .articles .what').textContent));
  await page.focus('.plot');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => /1974-/.test(document.querySelector('#year .articles li')?.textContent));
  await page.close();
}

/** By keys alone: words, Enter, then more. */
async function searching(browser, address) {
  const page = await browser.open(address, '#/search?country=CHL');
  await found(page, 50);
  await page.focus('.found button');
  await page.keyboard.press('Enter');
  await found(page, 100);
  await page.focus('#search-words');
  await page.keyboard.type('strike');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.includes('words=strike'));
  await page.waitForFunction(() => document.querySelectorAll('.found li').length === 50);
  const links = await page.$$eval('.found .what a', (all) => all.map((node) => node.href));
  browser.check(links.length > 0 && links.every((link) => link.includes('strike')), 'strikes are found');
  browser.check((await page.$eval('#search-country', (node) => node.value)) === 'CHL', 'the country stays');
  await page.goBack();
  await page.waitForFunction(() => !location.hash.includes('words=strike'));
  await page.close();
}

/** A choice is in the address, and the page is made anew by it; its articles too. */
async function countedOtherwise(browser, address) {
  const page = await browser.open(address, '#/country/CHL/1973');
  await page.click('.choices summary');
  await Promise.all([page.waitForNavigation(), page.select('#choose-tier', 'A')]);
  await page.waitForFunction(() => document.documentElement.dataset.ready);
  browser.check(page.url().includes('?tier=A#/country/CHL/1973'), `the address is ${page.url()}`);
  const [first] = await texts(page, '#year .steps li');
  const count = Number(first.match(/^(\d+) articles/)[1]);
  await found(page, Math.min(count, 50));
  browser.check(
    (await texts(page, '#year .articles li')).length === count,
    'the articles are of that choice',
  );
  await page.close();
}

/** The word of the server's counts, and answers in its place: `of` makes the body from the question's address. */
async function editionOf(browser, address) {
  const page = await browser.open(address, '#/search');
  const edition = await page.evaluate(
    () => JSON.parse(document.getElementById('data').textContent).live.edition,
  );
  await page.close();
  return edition;
}

const saying = (of) => (request) => {
  const body = of(new URL(request.url()));
  return body === null
    ? { status: 503, body: 'busy' }
    : { contentType: 'application/json', body: JSON.stringify(body) };
};

const invented = (text, position, url) => ({
  date: text,
  newspaper: text,
  url,
  countries: [[text, text]],
  basis: text,
  unrest: true,
  path: text,
  position,
});

/** Whatever the answers say, nothing acts, and no link leads to anything but a web page. */
async function hostileAnswers(browser, address) {
  const edition = await editionOf(browser, address);
  const articles = TEXTS.map((text, at) => invented(text, at, ADDRESSES[at % ADDRESSES.length]));
  const headlines = TEXTS.map((text, at) => [text, at, `headline ${text}`]);
  const answers = saying(({ pathname }) =>
    pathname === '/headlines' ? { headlines } : { edition, articles, next: null },
  );
  const page = await browser.open(address, '#/search', { width: 390, answers });
  await found(page, TEXTS.length);
  await page.waitForFunction(() => /headline/.test(document.querySelector('.found').textContent));
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  browser.check(beyond <= 0, `hostile articles make the page ${beyond} px too wide`);
  const links = await page.$$eval('a[href]', (all) => all.map((node) => node.getAttribute('href')));
  const bad = links.find((link) => !/^(#|https?:)/.test(link));
  browser.check(bad === undefined, `a link leads to ${bad}`);
  const acting = await page.$$('main script, main img, main iframe, [onerror], [onload], [onfocus]');
  browser.check(acting.length === 0, 'a text of an answer became an element');
  await page.close();
}

/** An answer that fails loses nothing and doubles nothing; other counts are not mixed in; who leaves asks no more. */
async function troubledAnswers(browser, address) {
  const edition = await editionOf(browser, address);
  let asked = 0;
  const next = { date: '1973-09-', newspaper: '', path: '', position: 0 };
  const steps = [
    () => ({ edition, articles: [invented('1973-09-01', 1)], next }),
    () => null,
    () => ({ edition, articles: [invented('1973-09-02', 2)], next: null }),
  ];
  const answers = saying(({ pathname }) =>
    pathname === '/headlines' ? { headlines: [] } : (steps[asked++] ?? (() => null))(),
  );
  const page = await browser.open(address, '#/search', { answers, troubled: true });
  await page.waitForFunction(() =>
    /could not be had: busy/.test(document.querySelector('.found').textContent),
  );
  await page.click('.found button');
  await page.waitForFunction(() => /2 articles\./.test(document.querySelector('.found').textContent));
  browser.check((await texts(page, '.found li')).length === 2, 'an article was lost or doubled');
  await page.close();

  const other = await browser.open(address, '#/search', {
    answers: saying(() => ({ edition: 'another', articles: [], next: null })),
  });
  await other.waitForFunction(() => /counted again/.test(document.querySelector('.found').textContent));
  await other.close();

  let endless = 0;
  const left = await browser.open(address, '#/search', {
    answers: saying(() => (endless++, { edition, articles: [], next })),
  });
  await left.waitForFunction(() => /Looking/.test(document.querySelector('.found').textContent));
  await left.evaluate(() => (location.hash = '#/trust'));
  await left.waitForSelector('.found', { hidden: true });
  const then = endless;
  await new Promise((done) => setTimeout(done, 300));
  browser.check(endless <= then + 1, `${endless - then} questions after the view was left`);
  await left.close();
}

async function looks(browser, address, out) {
  let violations = 0;
  for (const width of [1280, 390]) {
    for (const scheme of ['light', 'dark']) {
      const page = await browser.open(address, '#/search?words=strike', { width, scheme });
      await found(page, 50);
      await page.click('.choices summary');
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      browser.check(beyond <= 0, `${page.where}: the page is ${beyond} px too wide`);
      for (const fault of await faults(page)) {
        violations += 1;
        browser.check(false, `${page.where}: axe ${fault}`);
      }
      if (scheme === 'light') await page.screenshot({ path: join(out, `live-${width}.png`) });
      await page.close();
    }
  }
  return violations;
}
