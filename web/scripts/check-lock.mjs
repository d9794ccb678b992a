// Fails when the lock file misses a binary package of another platform or carries a download address:
// `npm ci` would then break on that platform, or on another package mirror.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const problems = [];
for (const [path, meta] of Object.entries(packages)) {
  if (meta.resolved && !meta.link) problems.push(`${path}: carries a download address`);
  for (const name of Object.keys(meta.optionalDependencies ?? {})) {
    const found = packages[`node_modules/${name}`] ?? packages[`${path}/node_modules/${name}`];
    if (!found) problems.push(`${path}: ${name} is missing from the lock`);
  }
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`package-lock.json: ${Object.keys(packages).length} packages, complete and portable`);
