/** A counted base quantity of one line. */
export interface Count {
  line_id: string;
  quantity: string;
}

export interface CountQueueState {
  /** Counts that the server does not have yet. */
  waiting: number;
  isSending: boolean;
  error: unknown;
}

const BATCH_MAX = 200;

/**
 * Sends counts in the background, so that counting never waits for the network. Of one line the last count wins.
 * A batch that fails waits for the next attempt; nothing is lost.
 */
export class CountQueue {
  private waiting = new Map<string, string>();
  private sending: Promise<void> | null = null;
  private error: unknown = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private snapshot: CountQueueState = { waiting: 0, isSending: false, error: null };
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly send: (counts: Count[]) => Promise<void>,
    private readonly delay = 1200,
  ) {}

  put(lineId: string, quantity: string): void {
    this.waiting.set(lineId, quantity);
    this.announce();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush().catch(() => undefined), this.delay);
  }

  /** Sends all that waits; rejects when the server refuses it. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    while (this.sending) await this.sending.catch(() => undefined);
    while (this.waiting.size > 0) {
      this.sending = this.sendBatch();
      try {
        await this.sending;
      } finally {
        this.sending = null;
        this.announce();
      }
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  state = (): CountQueueState => this.snapshot;

  private async sendBatch(): Promise<void> {
    const batch = [...this.waiting].slice(0, BATCH_MAX);
    this.error = null;
    this.announce(true);
    try {
      await this.send(batch.map(([line_id, quantity]) => ({ line_id, quantity })));
    } catch (error) {
      this.error = error;
      throw error;
    }
    // What was counted again meanwhile goes with the next batch.
    for (const [lineId, quantity] of batch) {
      if (this.waiting.get(lineId) === quantity) this.waiting.delete(lineId);
    }
  }

  private announce(isSending = this.sending !== null): void {
    this.snapshot = { waiting: this.waiting.size, isSending, error: this.error };
    for (const listener of this.listeners) listener();
  }
}
