import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { ApiError } from '@/api/errors';
import errors from '@/i18n/locales/zh-CN/errors.json';
import permission from '@/i18n/locales/zh-CN/permission.json';
import status from '@/i18n/locales/zh-CN/status.json';
import { errorText, sentenceText } from './errorText';

const refused = (code: string, facts: Record<string, unknown>) =>
  new ApiError({ status: 409, code, detail: 'English.', facts });

describe('the sentence of a refusal', () => {
  beforeAll(async () => {
    await i18next.init({ lng: 'zh-CN', resources: { 'zh-CN': { errors, permission, status } as never } });
  });

  it('is in the language of the reader, with documents, states and reasons', () => {
    const text = errorText(
      refused('illegal_transition', { document: 'stocktake', number: 'PD1', state: 'draft' }),
    );
    expect(text).toContain(errors.noun.stocktake);
    expect(text).toContain(status.draft);
    expect(errorText(refused('invalid_input', { field: 'name', reason: 'must not be empty.' }))).toBe(
      errors.sentence.must_not_be_empty,
    );
  });

  it('says which item lacks how much', () => {
    const item = { code: 'A1', name: 'Tea', needed: '5', available: '3', missing: '2' };
    const text = errorText(refused('insufficient_stock', { summary: 'x', items: [item, item] }));
    expect(text.match(/A1 Tea/g)).toHaveLength(2);
    expect(text).toContain('2');
    expect(text).not.toContain('（');
  });

  it('says from which day on goods were short', () => {
    const item = { code: 'A1', name: 'Tea', needed: '5', available: '3', missing: '2', since: '2026-03-02' };
    expect(errorText(refused('insufficient_stock', { summary: 'x', items: [item] }))).toContain(
      '自 2026-03-02 起可用 3',
    );
  });

  it('puts a sentence with facts in it together anew, in words of the reader', () => {
    const facts = {
      document: 'XSFP1',
      reason: 'AR XSFP202603020003 is already settled in part',
      reason_pattern: '{word} {number} is already settled in part',
      reason_values: { word: 'AR', number: 'XSFP202603020003' },
    };
    expect(errorText(refused('reversal_refused', facts))).toContain('应收 XSFP202603020003 已部分核销');
  });

  it('keeps the number of a limit', () => {
    expect(sentenceText('at most 200 characters.')).toBe(
      errors.sentence.at_most_n_characters.replace('{{n}}', '200'),
    );
    expect(sentenceText('1 to 36500 days.')).toBe(errors.sentence['1_to_36500_days']);
  });

  it('calls a permission by its name', () => {
    expect(errorText(refused('forbidden', { permission: 'sales.order.approve' }))).toContain(
      permission.sales_order_approve,
    );
  });

  it('is the own sentence of the server where we have none', () => {
    expect(errorText(refused('never_heard_of', {}))).toBe('English.');
    expect(sentenceText('Something quite new.')).toBe('Something quite new.');
  });
});
