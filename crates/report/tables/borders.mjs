// Makes borders.csv from the npm package world-atlas 2 (Natural Earth 110m). Run once, by hand:
//     npm pack world-atlas@2 iso-3166-1@2, unpack both, then
//     node crates/report/tables/borders.mjs WORLD-ATLAS/countries-110m.json ISO-3166-1/dist/iso-3166.js > crates/report/tables/borders.csv
// The projection is Equal Earth (Šavrič, Patterson and Jenny 2018): areas are true, so no country looks larger than it is.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [atlas, iso] = process.argv.slice(2);
const world = JSON.parse(readFileSync(atlas, 'utf8'));
const codes = createRequire(import.meta.url)(iso);
const list = codes.iso31661 ?? codes.default ?? codes;
const alpha3 = new Map(list.map((row) => [row.numeric, row.alpha3]));

const WIDTH = 1000;
const A = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;

/** Longitude and latitude in degrees to Equal Earth's plane, in units of the sphere's radius. */
function equalEarth(longitude, latitude) {
  const p = Math.asin(M * Math.sin((latitude * Math.PI) / 180));
  const [p2, p6] = [p * p, p ** 6];
  const slope = A[0] + 3 * A[1] * p2 + p6 * (7 * A[2] + 9 * A[3] * p2);
  const x = (((longitude * Math.PI) / 180) * Math.cos(p)) / (M * slope);
  return [x, p * (A[0] + A[1] * p2 + p6 * (A[2] + A[3] * p2))];
}

const half = equalEarth(180, 0)[0];
const scale = WIDTH / (2 * half);

/** In pixels, one decimal, from the upper left corner of a map that ends at 60° south (Antarctica is left out). */
function pixel([longitude, latitude]) {
  const [x, y] = equalEarth(longitude, latitude);
  const top = equalEarth(0, 84)[1];
  return [Math.round((x + half) * scale * 10), Math.round((top - y) * scale * 10)];
}

/** The points of an arc; TopoJSON stores differences, and ~n is arc n backwards. */
function arc(at) {
  let [x, y] = [0, 0];
  const points = world.arcs[at < 0 ? ~at : at].map(([dx, dy]) => {
    x += dx;
    y += dy;
    const {
      scale: [sx, sy],
      translate: [tx, ty],
    } = world.transform;
    return [x * sx + tx, y * sy + ty];
  });
  return at < 0 ? points.reverse() : points;
}

/** A ring's longitudes made continuous: one that crosses the date line goes on beyond 180°. */
function unwrapped(points) {
  let turn = 0;
  return points.map(([longitude, latitude], at) => {
    const jump = at ? longitude - points[at - 1][0] : 0;
    if (Math.abs(jump) > 180) turn -= 360 * Math.sign(jump);
    return [longitude + turn, latitude];
  });
}

/** The part of a ring on one side of a meridian (Sutherland and Hodgman 1974): west of it for -1, east for 1. */
function side(points, meridian, sign) {
  const inside = ([longitude]) => sign * (longitude - meridian) >= 0;
  return points.flatMap((point, at) => {
    const before = points.at(at - 1);
    const share = (meridian - before[0]) / (point[0] - before[0]);
    const cut = [meridian, before[1] + share * (point[1] - before[1])];
    const crossing = inside(point) === inside(before) ? [] : [cut];
    return inside(point) ? [...crossing, point] : crossing;
  });
}

/** A ring within -180° … 180°, in as many parts as that takes. */
function parts(points) {
  const whole = unwrapped(points);
  const moved = (turn) => whole.map(([longitude, latitude]) => [longitude + turn, latitude]);
  const within = (turn) => side(side(moved(turn), -180, 1), 180, -1);
  return [-360, 0, 360].map(within).filter((part) => part.length > 2);
}

/** A closed ring as an SVG path of relative lines. */
function ring(arcs) {
  const points = arcs.flatMap((at, place) => arc(at).slice(place ? 1 : 0)).slice(0, -1);
  return parts(points)
    .map((part) => path(part.map(pixel)))
    .join('');
}

/** In tenths of a pixel, written as pixels. */
function path(points) {
  let [x, y] = points[0];
  let path = `M${x / 10} ${y / 10}l`;
  for (const [nx, ny] of points.slice(1)) {
    if (nx === x && ny === y) continue;
    const [dx, dy] = [(nx - x) / 10, (ny - y) / 10].map((n) => String(n).replace(/^(-?)0\./, '$1.'));
    path += `${path.endsWith('l') || dx.startsWith('-') ? '' : ' '}${dx}${dy.startsWith('-') ? '' : ' '}${dy}`;
    [x, y] = [nx, ny];
  }
  return path.endsWith('l') ? '' : `${path}z`;
}

const rows = world.objects.countries.geometries
  .filter((country) => country.properties.name !== 'Antarctica')
  .map((country) => {
    const polygons = country.type === 'Polygon' ? [country.arcs] : country.arcs;
    const kosovo = country.properties.name === 'Kosovo' ? 'XKX' : '';
    return [alpha3.get(country.id) ?? kosovo, polygons.flat().map(ring).join('')];
  })
  .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
process.stdout.write('code,path\n' + rows.map(([code, path]) => `${code},${path}\n`).join(''));
