// Lays a .br and a .gz beside each text file of the build, so that serving it costs no CPU.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = new URL('../dist/praan/browser/', import.meta.url).pathname;
const SMALLEST = 512;

for (const name of readdirSync(folder, { recursive: true })) {
  if (!/\.(js|css|html|json|svg|webmanifest)$/.test(name)) continue;
  const path = join(folder, name);
  const raw = readFileSync(path);
  if (raw.length < SMALLEST) continue;
  writeFileSync(`${path}.gz`, gzipSync(raw, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
