import { type ApiError, fieldPath } from '@/api/errors';
import { fieldProblemText } from '@/shared/feedback';

export interface Faults {
  header: { name: string; errors: string[] }[];
  lines: { index: number; field: string; message: string }[];
  /** Refusals that belong to no field on the page. */
  general: string[];
}

/** Sorts the refusals of a document into header fields, line cells and the rest. */
export function sortFaults(
  error: ApiError,
  headerNames: readonly string[],
  lineFields: readonly string[],
): Faults {
  const faults: Faults = { header: [], lines: [], general: [] };
  for (const problem of error.errors) {
    const [first, second, third] = fieldPath(problem);
    const message = fieldProblemText(problem);
    if (first === 'lines' && typeof second === 'number') {
      const field = ownName(String(third ?? ''), lineFields);
      if (field) faults.lines.push({ index: second, field, message });
      else faults.general.push(message);
    } else {
      const name = ownName(String(first ?? ''), headerNames);
      if (name) faults.header.push({ name, errors: [message] });
      else faults.general.push(message);
    }
  }
  return faults;
}

/** The server says `item_id`, the page has a field `item`. */
function ownName(name: string, known: readonly string[]): string | undefined {
  return known.find((candidate) => candidate === name || `${candidate}_id` === name);
}
