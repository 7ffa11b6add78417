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
    const [line] = await once(server.stdout, 'data');
    const address = String(line).trim();
    await articlesOfAYear(browser, address);
    await searching(browser, address);
    await countedOtherwise(browser, address);
    await hostileAnswers(browser, address);
    return `a year, search, other rules, hostile answers; axe-core: ${await looks(browser, address, out)} violations`;
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
  await found(page, 50);
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

/** Whatever the answers say, nothing acts, and no link leads to anything but a web page. */
async function hostileAnswers(browser, address) {
  const article = (text, at) => ({
    date: text,
    newspaper: text,
    url: ADDRESSES[at % ADDRESSES.length],
    countries: [[text, text]],
    basis: text,
    unrest: true,
    headline: text,
  });
  const answers = (state) => () => ({
    contentType: 'application/json',
    body: JSON.stringify({ state, articles: TEXTS.map(article), next: null }),
  });
  const plain = await browser.open(address, '#/search');
  const state = await plain.evaluate(
    () => JSON.parse(document.getElementById('data').textContent).live.state,
  );
  await plain.close();
  const page = await browser.open(address, '#/search', { width: 390, answers: answers(state) });
  await found(page, TEXTS.length);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  browser.check(beyond <= 0, `hostile articles make the page ${beyond} px too wide`);
  const links = await page.$$eval('a[href]', (all) => all.map((node) => node.getAttribute('href')));
  const bad = links.find((link) => !/^(#|https?:)/.test(link));
  browser.check(bad === undefined, `a link leads to ${bad}`);
  const acting = await page.$$('main script, main img, main iframe, [onerror], [onload], [onfocus]');
  browser.check(acting.length === 0, 'a text of an answer became an element');
  await page.close();
  const other = await browser.open(address, '#/search', { answers: answers('another') });
  await other.waitForFunction(() => /counted again/.test(document.querySelector('.found').textContent));
  await other.close();
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
