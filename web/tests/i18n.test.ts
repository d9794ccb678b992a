import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SOURCE = join(__dirname, '../src');
const LOCALES = join(SOURCE, 'i18n/locales');
type Texts = { [key: string]: string | Texts };

function flatten(texts: Texts, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

function readLanguage(language: string): Map<string, string> {
  const all = new Map<string, string>();
  for (const file of readdirSync(join(LOCALES, language))) {
    const texts: Texts = JSON.parse(readFileSync(join(LOCALES, language, file), 'utf8'));
    for (const [key, text] of flatten(texts)) all.set(`${file.replace('.json', '')}:${key}`, text);
  }
  return all;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.|schema\.d/.test(entry.name) ? [path] : [];
  });
}

/** English plurals may add `_one` and `_other` to a key that Chinese needs only once. */
const withoutPlural = (key: string) => key.replace(/_(one|other)$/, '');
/** A fact that has a word of its own in each language is sent as `label_zh` and `label_en`. */
const withoutLanguage = (fact: string) => fact.replace(/_(zh|en)$/, '');
const placeholders = (text: string) =>
  [...text.matchAll(/{{(\w+)}}/g)].map((match) => withoutLanguage(match[1] ?? '')).sort();

const chinese = readLanguage('zh-CN');
const english = readLanguage('en-US');

describe('texts', () => {
  it('exist in both languages', () => {
    const zh = new Set([...chinese.keys()].map(withoutPlural));
    const en = new Set([...english.keys()].map(withoutPlural));
    expect([...zh].filter((key) => !en.has(key))).toEqual([]);
    expect([...en].filter((key) => !zh.has(key))).toEqual([]);
  });

  it('fill in the same facts in both languages', () => {
    const differing = [...chinese].filter(([key, text]) => {
      const other = english.get(key) ?? english.get(`${key}_other`) ?? '';
      return JSON.stringify(placeholders(text)) !== JSON.stringify(placeholders(other));
    });
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('are known for every key that the source names', () => {
    const areas = new Set([...chinese.keys()].map((key) => key.split(':')[0]));
    const unknown = sources(SOURCE).flatMap((path) => {
      const named = [...readFileSync(path, 'utf8').matchAll(/'([a-z]+):([A-Za-z][\w.]*)'/g)];
      return named
        .filter(([, area, key]) => areas.has(area ?? '') && !chinese.has(`${area}:${key}`))
        .map(([key]) => `${path.slice(SOURCE.length)} ${key}`);
    });
    expect(unknown).toEqual([]);
  });

  it('are never written in Chinese in the source', () => {
    const allowed = /Brand\.tsx$|ShellHeader\.tsx$|\.json$/;
    const offending = sources(SOURCE).filter((path) => {
      const code = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
      return !allowed.test(path) && /[\u4e00-\u9fff]/.test(code);
    });
    expect(offending).toEqual([]);
  });
});
