import i18next from 'i18next';
import { type ApiError, type FieldProblem, isApiError } from '@/api/errors';

type Facts = Readonly<Record<string, unknown>>;

/** The sentence for a refusal: ours by code, else the server's own. */
export function errorText(error: unknown): string {
  if (!isApiError(error)) return error instanceof Error ? error.message : String(error);
  const faults = error.errors.map((fault) => fieldProblemText(fault));
  const text =
    byCode(error.code, error.facts) ?? (error.detail ? sentenceText(error.detail) : byStatus(error));
  return faults.length > 0 && faults.length <= 3 ? [...new Set(faults)].join(' ') : text;
}

export function fieldProblemText(problem: FieldProblem & { facts?: Record<string, unknown> }): string {
  return byCode(problem.code, problem.facts ?? {}) ?? sentenceText(problem.message);
}

/** A sentence of the server in the user's language, where we know it; the first number in it is kept. */
export function sentenceText(sentence: string): string {
  const number = sentence.match(/\d[\d,.]*\d|\d/)?.[0];
  const candidates = [sentence, number === undefined ? sentence : sentence.replace(number, 'n')];
  const known = candidates.map((text) => `errors:sentence.${slug(text)}`).find((key) => i18next.exists(key));
  return known ? i18next.t(known, { n: number }) : sentence;
}

/** A fact that is a sentence: put together anew from pattern and values where the server sends them. */
export function factText(facts: Facts, name: string): string {
  const pattern = facts[`${name}_pattern`];
  const key = typeof pattern === 'string' ? `errors:sentence.${slug(pattern)}` : '';
  if (!key || !i18next.exists(key)) return sentenceText(String(facts[name] ?? ''));
  const values = facts[`${name}_values`] as Record<string, string>;
  const inWords = Object.entries(values).map(([part, value]) => [part, wordOf(value)]);
  return i18next.t(key, Object.fromEntries(inWords) as Record<string, string>);
}

function wordOf(value: string): string {
  const key = `errors:word.${value}`;
  return i18next.exists(key) ? i18next.t(key) : value;
}

function slug(sentence: string): string {
  return sentence
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
    .slice(0, 60);
}

function byCode(code: string, facts: Facts): string | undefined {
  const key = `errors:${code.replaceAll('.', '_')}`;
  if (code === 'invalid_input' && typeof facts.reason !== 'string') return undefined;
  return i18next.exists(key) ? i18next.t(key, readable(facts)) : undefined;
}

/** Facts name documents, states and reasons in the server's words; the reader gets his own. */
function readable(facts: Facts): Record<string, unknown> {
  const inWords = { ...facts };
  for (const name of ['document', 'noun']) {
    const word = facts[name];
    const key = typeof word === 'string' ? `errors:noun.${slug(word)}` : '';
    if (key && i18next.exists(key)) inWords[name] = i18next.t(key);
  }
  const state = facts.state;
  if (typeof state === 'string' && i18next.exists(`status:${state}`)) {
    inWords.state = i18next.t(`status:${state}`);
  }
  if (typeof facts.verb === 'string') {
    inWords.verb = i18next.t(`document:verb.${facts.verb}`, { defaultValue: facts.verb });
  }
  if (typeof facts.permission === 'string') inWords.permission = permissionName(facts.permission);
  if (typeof facts.reason === 'string') inWords.reason = factText(facts, 'reason');
  if (Array.isArray(facts.items)) inWords.list = lackingItems(facts.items as Facts[]);
  return inWords;
}

/** What a permission is called in the editor of roles. */
export function permissionName(code: string): string {
  return i18next.t(`permission:${code.replaceAll('.', '_')}`, { defaultValue: code });
}

const LISTED = 5;

/** Which items are short of how much. */
function lackingItems(items: readonly Facts[]): string {
  const line = (item: Facts) =>
    i18next.t(item.since ? 'errors:insufficient_stock_since' : 'errors:insufficient_stock_line', item);
  const lines = items.slice(0, LISTED).map(line);
  return lines.join('; ') + (items.length > LISTED ? ' …' : '');
}

function byStatus(error: ApiError): string {
  if (error.status >= 500) return i18next.t('errors:server');
  return i18next.t('errors:http', { status: error.status });
}
