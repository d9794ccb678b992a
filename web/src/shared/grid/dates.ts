/**
 * Reads a date as people type it: `2026-3-5`, `20260305`, `3-5`, `0305` (this year), `5` (this month).
 * Null when there is no such day.
 */
export function parseDate(text: string, today: string): string | null {
  const typed = text
    .normalize('NFKC')
    .trim()
    .replace(/[/.\u5e74\u6708]/g, '-')
    .replace(/\u65e5$/, '');
  const [year = '', month = ''] = today.split('-');
  const digits = /^\d+$/.test(typed);
  if (digits && typed.length === 8) return valid(typed.slice(0, 4), typed.slice(4, 6), typed.slice(6));
  if (digits && typed.length === 4) return valid(year, typed.slice(0, 2), typed.slice(2));
  if (digits && typed.length <= 2 && typed !== '') return valid(year, month, typed);
  const parts = typed.split('-');
  if (parts.length === 2) return valid(year, parts[0] ?? '', parts[1] ?? '');
  if (parts.length === 3 && parts[0]?.length === 4) return valid(parts[0], parts[1] ?? '', parts[2] ?? '');
  return null;
}

function valid(year: string, month: string, day: string): string | null {
  if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day)) return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const read = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date) ? date : null;
}
