/**
 * Recognises a hand scanner among key presses. A scanner is a keyboard that types fast and ends with Enter or Tab:
 * its keys come 7 to 16 ms apart, a person's above 60.
 */
export interface WedgeKey {
  key: string;
  code: string;
  time: number;
}

const LENGTH_MIN = 6;
const MEDIAN_GAP_MS_MAX = 35;
const LAST_GAP_MS_MAX = 100;
/** A pause that certainly ends whatever was typed before. */
const PAUSE_MS = 120;

export interface Wedge {
  /** Feeds one key; returns the code when this key completes a scan. */
  press: (key: WedgeKey) => string | null;
  /** True while keys come so fast that only a scanner can be typing. */
  isFast: () => boolean;
}

export function createWedge(): Wedge {
  let keys: WedgeKey[] = [];
  const gaps = () => keys.slice(1).map((key, index) => key.time - (keys[index]?.time ?? key.time));
  return {
    press(key) {
      const last = keys[keys.length - 1];
      if (last && key.time - last.time > PAUSE_MS) keys = [];
      if (key.key === 'Enter' || key.key === 'Tab') {
        const isScan =
          keys.length >= LENGTH_MIN &&
          median(gaps()) <= MEDIAN_GAP_MS_MAX &&
          key.time - (keys[keys.length - 1]?.time ?? 0) <= LAST_GAP_MS_MAX;
        const code = isScan ? cleanCode(keys.map(characterOf).join('')) : null;
        keys = [];
        return code;
      }
      if (characterOf(key) !== '') keys.push(key);
      return null;
    },
    isFast: () => keys.length >= LENGTH_MIN && median(gaps()) <= MEDIAN_GAP_MS_MAX,
  };
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY;
}

/** The character of a key. An input method hides it as `Process`; the physical key still tells digits and letters. */
function characterOf({ key, code }: WedgeKey): string {
  if (key.length === 1) return key;
  if (key !== 'Process' && key !== 'Unidentified') return '';
  const plain = code.match(/^(?:Digit|Numpad|Key)([0-9A-Z])$/)?.[1];
  return plain ?? (code === 'Minus' ? '-' : '');
}

/** Full-width digits become plain ones; symbology prefixes of the scanner go. */
export function cleanCode(raw: string): string {
  return raw
    .normalize('NFKC')
    .replace(/^\](?:C1|d2|Q3|E0|E4)/, '')
    .trim();
}

export interface ScanInput {
  quantity: string;
  code: string;
}

/** `3*6901234567892` means three pieces; without a factor it is one. */
export function readScan(text: string): ScanInput | null {
  const clean = cleanCode(text);
  const match = clean.match(/^(\d+(?:\.\d+)?)\s*[*x×]\s*(.+)$/i);
  if (match?.[1] && match[2] && Number(match[1]) > 0) return { quantity: match[1], code: match[2].trim() };
  return clean === '' ? null : { quantity: '1', code: clean };
}
