// Files made in the page: CSV, SVG, PNG. They hold what the figure shows and nothing is sent anywhere.

/** RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe; numbers stay numbers. */
function csvText(rows) {
  const cell = (value) => {
    if (value === null || value === undefined) return '';
    if (typeof value === 'number') return String(value);
    const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
  };
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function download(name, blob) {
  const link = el('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const fileName = (text) =>
  `groundswell-${text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}`;

const SHEET_WIDTH = 960;

/** Words in lines of so many columns of text. */
function wrapped(text, columns) {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    if (lines.at(-1).length + word.length >= columns && lines.at(-1)) lines.push('');
    lines.push(`${lines.pop()} ${word}`.trim().slice(0, columns));
  }
  return lines;
}

/** The figure alone on a sheet: title, legend, picture, rule and source, as a static chart has them. */
function sheet(spec) {
  const picture = spec.draw(SHEET_WIDTH - 32);
  let y = 34;
  const text = (kind, words, x = 24) => svg('text', { class: kind, x, y }, words);
  const parts = [svg('text', { class: 'title', x: 24, y }, spec.title)];
  for (const line of wrapped(spec.subtitle, 120)) {
    y += 19;
    parts.push(text('subtitle', line));
  }
  y += 10;
  const key = legendRow(spec.legend(), SHEET_WIDTH - 48);
  parts.push(svg('g', { transform: `translate(24 ${y})` }, key.nodes));
  y += key.height + 6;
  fill(picture.svg, { x: '16', y: String(px(y)) }, []);
  parts.push(picture.svg);
  y += picture.height + 10;
  for (const line of spec.foot.flatMap((foot) => wrapped(foot, 140))) {
    y += 15;
    parts.push(text('foot', line));
  }
  const [width, height] = [String(SHEET_WIDTH), String(Math.ceil(y + 14))];
  return fill(svg('svg', { class: 'groundswell', width, height, viewBox: `0 0 ${width} ${height}` }), {}, [
    svg('rect', { class: 'paper', width, height }),
    parts,
  ]);
}

/** The sheet as a file that stands alone. The style is put in as text: the page itself allows no further styles. */
function sheetText(spec, style) {
  const text = new XMLSerializer().serializeToString(sheet(spec));
  return text.replace('>', `><style>${style}</style>`);
}

const chartStyle = document.getElementById('chart-style').textContent;

function saveSvg(spec) {
  download(`${fileName(spec.name)}.svg`, new Blob([sheetText(spec, chartStyle)], { type: 'image/svg+xml' }));
}

/** Twice the size, and always light: it goes into papers. */
async function savePng(spec) {
  const light = chartStyle.replace(/@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}/g, '');
  const url = URL.createObjectURL(new Blob([sheetText(spec, light)], { type: 'image/svg+xml' }));
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = el('canvas', { width: 2 * image.naturalWidth, height: 2 * image.naturalHeight });
  const pen = canvas.getContext('2d');
  pen.scale(2, 2);
  pen.drawImage(image, 0, 0);
  URL.revokeObjectURL(url);
  canvas.toBlob((blob) => download(`${fileName(spec.name)}.png`, blob));
}

function saveCsv(spec) {
  download(`${fileName(spec.name)}.csv`, new Blob([csvText(spec.rows())], { type: 'text/csv' }));
}
