import { describe, expect, it, vi } from 'vitest';
import { type Count, CountQueue } from './countQueue';

describe('counts on their way to the server', () => {
  it('go together, the last count of a line alone', async () => {
    const sent: Count[][] = [];
    const queue = new CountQueue(async (counts) => void sent.push(counts));
    queue.put('1', '3');
    queue.put('2', '5');
    queue.put('1', '4');
    expect(queue.state().waiting).toBe(2);
    await queue.flush();
    expect(sent).toEqual([
      [
        { line_id: '1', quantity: '4' },
        { line_id: '2', quantity: '5' },
      ],
    ]);
    expect(queue.state()).toEqual({ waiting: 0, isSending: false, error: null });
  });

  it('are sent by themselves after a pause', async () => {
    vi.useFakeTimers();
    const send = vi.fn(async () => undefined);
    const queue = new CountQueue(send, 500);
    queue.put('1', '3');
    await vi.advanceTimersByTimeAsync(400);
    expect(send).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(send).toHaveBeenCalledOnce();
    vi.useRealTimers();
  });

  it('are kept when the server cannot be reached', async () => {
    let isDown = true;
    const sent: Count[][] = [];
    const queue = new CountQueue(async (counts) => {
      if (isDown) throw new Error('offline');
      sent.push(counts);
    });
    queue.put('1', '3');
    await expect(queue.flush()).rejects.toThrow('offline');
    expect(queue.state()).toMatchObject({ waiting: 1, isSending: false });
    isDown = false;
    await queue.flush();
    expect(sent).toEqual([[{ line_id: '1', quantity: '3' }]]);
  });

  it('of a line counted again while it was on its way are sent again', async () => {
    const sent: Count[][] = [];
    const queue: CountQueue = new CountQueue(async (counts) => {
      sent.push(counts);
      if (sent.length === 1) queue.put('1', '9');
    });
    queue.put('1', '3');
    await queue.flush();
    expect(sent.map((batch) => batch[0]?.quantity)).toEqual(['3', '9']);
  });
});
