import type { FormInstance } from 'antd';
import { type ApiError, fieldPath } from '@/api/errors';
import { errorText, fieldProblemText } from '@/shared/feedback';

type Path = (string | number)[];

export interface SortedFaults {
  fields: { name: Path; errors: string[] }[];
  general: string[];
}

const same = (a: Path, b: Path) => a.join('/') === b.join('/');

/** Refusals sorted into those of a field on the form and the rest, which stands above it. */
export function sortFormFaults(error: ApiError, known: readonly Path[]): SortedFaults {
  const sorted: SortedFaults = { fields: [], general: [] };
  for (const fault of error.errors) {
    const path = fieldPath(fault);
    const text = fieldProblemText(fault);
    const name = nearest(path, known);
    const field = name && sorted.fields.find((found) => same(found.name, name));
    if (field) field.errors.push(text);
    else if (name) sorted.fields.push({ name, errors: [text] });
    else sorted.general.push(text);
  }
  if (sorted.fields.length === 0 && sorted.general.length === 0) sorted.general.push(errorText(error));
  return sorted;
}

/** The field itself, else one inside the refused row, else the one that holds it. */
function nearest(path: Path, known: readonly Path[]): Path | undefined {
  if (path.length === 0) return undefined;
  return (
    known.find((name) => same(name, path)) ??
    known.find((name) => name.length > path.length && same(name.slice(0, path.length), path)) ??
    known.find((name) => name.length < path.length && same(name, path.slice(0, name.length)))
  );
}

/** Marks what the server refused and returns what has no field of its own. */
export function showFormFaults(form: FormInstance, error: ApiError): SortedFaults {
  const known = form.getFieldsError().map((field) => field.name as Path);
  const sorted = sortFormFaults(error, known);
  form.setFields(sorted.fields as never);
  return sorted;
}
