/** Income and expense entries: one shape, opposite directions. */
export interface EntryKind {
  kind: string;
  path: string;
  party: 'customer' | 'supplier';
  accountClasses: readonly string[];
  menuOrder: number;
}

export const ENTRY_KINDS = {
  otherIncome: {
    kind: 'other_income',
    path: 'other-incomes',
    party: 'customer',
    accountClasses: ['R', 'L', 'E', 'A'],
    menuOrder: 40,
  },
  otherExpense: {
    kind: 'other_expense',
    path: 'other-expenses',
    party: 'supplier',
    accountClasses: ['X', 'C', 'L', 'A', 'E'],
    menuOrder: 50,
  },
} satisfies Record<string, EntryKind>;
