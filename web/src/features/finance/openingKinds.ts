/** The two kinds of opening balances: open items of parties, and balances of accounts. */
export interface OpeningKind {
  topic: 'parties' | 'accounts';
  path: string;
  menuOrder: number;
}

export const OPENING_KINDS = {
  parties: { topic: 'parties', path: 'opening-items', menuOrder: 110 },
  accounts: { topic: 'accounts', path: 'opening-accounts', menuOrder: 120 },
} satisfies Record<string, OpeningKind>;
