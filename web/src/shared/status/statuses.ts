/** How a state looks is decided here, never by the server. Colour is never the only sign: an icon and a word go along. */
export type Tone = 'neutral' | 'waiting' | 'active' | 'done' | 'refused';

const TONES: Record<string, Tone> = {
  draft: 'neutral',
  submitted: 'waiting',
  pending: 'waiting',
  red_due: 'waiting',
  approved: 'active',
  in_progress: 'active',
  running: 'active',
  open: 'active',
  partial: 'active',
  posted: 'done',
  completed: 'done',
  full: 'done',
  settled: 'done',
  active: 'done',
  succeeded: 'done',
  closed: 'neutral',
  archived: 'neutral',
  none: 'neutral',
  not_started: 'neutral',
  rejected: 'refused',
  cancelled: 'refused',
  void: 'refused',
  reversed: 'refused',
  failed: 'refused',
};

export function toneOf(status: string): Tone {
  return TONES[status] ?? 'neutral';
}
