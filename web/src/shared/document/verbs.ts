/** How the steps of a lifecycle are offered. Which of them are possible now is the server's answer (`verbs`). */
export interface VerbStyle {
  tone: 'primary' | 'default' | 'danger';
  /** Shows first what would be written to the books. */
  hasPreview?: boolean;
  /** Asks why; the reason goes to the audit trail. */
  asksReason?: boolean;
  /** Asks once more. */
  confirms?: boolean;
}

const STYLES: Record<string, VerbStyle> = {
  submit: { tone: 'primary' },
  approve: { tone: 'primary' },
  post: { tone: 'primary', hasPreview: true },
  start: { tone: 'primary' },
  receive: { tone: 'primary' },
  ship: { tone: 'primary' },
  invoice: { tone: 'primary' },
  allot: { tone: 'default' },
  complete: { tone: 'default', confirms: true },
  withdraw: { tone: 'default', confirms: true },
  reject: { tone: 'danger', asksReason: true },
  close: { tone: 'default', asksReason: true },
  reopen: { tone: 'default', confirms: true },
  cancel: { tone: 'danger', asksReason: true },
  delete: { tone: 'danger', confirms: true },
  reverse: { tone: 'danger', asksReason: true },
};

export function verbStyle(verb: string): VerbStyle {
  return STYLES[verb] ?? { tone: 'default', confirms: true };
}

/** The step that Ctrl+Enter takes: the first that goes forward. */
export function primaryVerb(verbs: readonly string[]): string | undefined {
  return verbs.find((verb) => verbStyle(verb).tone === 'primary');
}
