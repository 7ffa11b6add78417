// Elements. Text enters the page here only, as text; an address only if it is http or https.

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

const el = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);

/** An SVG element; coordinates with one decimal. */
function svg(name, attributes = {}, ...children) {
  const rounded = Object.entries(attributes).map(([key, value]) => [
    key,
    typeof value === 'number' ? px(value) : value,
  ]);
  return fill(document.createElementNS(SVG, name), Object.fromEntries(rounded), children);
}

const px = (number) => Math.round(number * 10) / 10;

/** An outside address as a link that says nothing of this page; as text if it is no web address. */
function outside(address, text) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    // Not an address: shown as it is.
  }
  if (!url || !['http:', 'https:'].includes(url.protocol))
    return text === address ? document.createTextNode(address) : text;
  return el('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer external' }, text);
}

/** A table in its own scrolling box. `rows`: cells as text or nodes; numbers are set right. */
function table(caption, head, rows, kinds = []) {
  const kind = (at) => (kinds[at] ? { class: kinds[at] } : {});
  const cell = (content, at) =>
    at === 0 ? el('th', { scope: 'row', ...kind(at) }, content) : el('td', kind(at), content);
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    el(
      'table',
      {},
      el('caption', {}, caption),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          head.map((text, at) => el('th', { scope: 'col', ...kind(at) }, text)),
        ),
      ),
      el(
        'tbody',
        {},
        rows.map((row) => el('tr', {}, row.map(cell))),
      ),
    ),
  );
}

/** A group of choices of which one holds. */
function choice(legend, name, options, chosen, choose) {
  const option = ([value, text]) => {
    const id = `${name}-${value}`;
    const input = el('input', { type: 'radio', id, name, value, on: { change: () => choose(value) } });
    input.checked = value === chosen;
    return [input, el('label', { for: id }, text)];
  };
  return el('fieldset', { class: 'choice' }, el('legend', {}, legend), options.map(option));
}
