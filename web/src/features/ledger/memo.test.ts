import { describe, expect, it } from 'vitest';
import { registerDocumentKinds } from '@/shared/document';
import { memoText } from './memo';

const words = ((key: string, options?: { defaultValue?: string }) =>
  ({ 'finance:receipt': '收款单' })[key] ?? options?.defaultValue ?? key) as never;
const origin = { kind: 'money_receipt', id: '1', number: 'SK202611290001' };

describe('the summary of an entry', () => {
  registerDocumentKinds([
    { kind: 'money_receipt', path: '/finance/money-receipts', label: 'finance:receipt' },
  ]);

  it('is what somebody wrote', () => {
    expect(memoText('十一月货款', origin, words)).toBe('十一月货款');
  });

  it('names the kind of document where only its number was kept', () => {
    expect(memoText('SK202611290001', origin, words)).toBe('收款单');
    expect(memoText('', { ...origin, kind: 'unknown' }, words)).toBe('unknown');
  });
});
