// Writes index.html with the names esbuild gave, and a .gz beside every file that shrinks. usage: node index.mjs META OUT
import { readFileSync, writeFileSync, readdirSync, copyFileSync, existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const [meta, out] = process.argv.slice(2);
const here = dirname(new URL(import.meta.url).pathname);
const [js, { cssBundle }] = Object.entries(JSON.parse(readFileSync(meta, 'utf8')).outputs).find(([, o]) => o.entryPoint?.endsWith('src/main.tsx'));
const css = cssBundle ?? js.replace(/-[^-]*\.js$/, (end) => `${readdirSync(join(out, 'assets')).filter((f) => f.startsWith('main-') && f.endsWith('.css'))[0] ?? end}`);
const icon = `icon-${createHash('sha256').update(readFileSync(join(here, 'icon.svg'))).digest('hex').slice(0, 8).toUpperCase()}.svg`;
copyFileSync(join(here, 'icon.svg'), join(out, 'assets', icon));
const names = { js: `/assets/${basename(js)}`, css: `/assets/${basename(css).replace(/^.*main-/, 'main-')}`, icon: `/assets/${icon}` };
writeFileSync(join(out, 'index.html'), readFileSync(join(here, 'index.html'), 'utf8').replace(/\{(js|css|icon)\}/g, (_, key) => names[key]));
for (const file of [join(out, 'index.html'), ...readdirSync(join(out, 'assets')).map((f) => join(out, 'assets', f))]) {
  if (existsSync(file)) writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
}
