import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Inspection = Schemas['ImportInspection'];
export type ImportResult = Schemas['ImportResult'];
export type ImportTarget = Inspection['targets'][number];

/** Field of the system → title of the file's column; a field that is not taken over is left out. */
export type Mapping = Record<string, string>;

/** Required fields that no column is chosen for. */
export function missingTargets(targets: readonly ImportTarget[], mapping: Mapping): ImportTarget[] {
  return targets.filter((target) => target.required && !mapping[target.name]);
}

/** Titles that are chosen for more than one field. */
export function repeatedTitles(mapping: Mapping): string[] {
  const titles = Object.values(mapping);
  return [...new Set(titles.filter((title, index) => titles.indexOf(title) !== index))];
}

/** What parts of a record are called in a refusal, and the field of the file they are read from. */
const READ_FROM: Record<string, string> = { packs: 'pack_unit' };

/** The heading under which a refused value stands: the file's, or the field's own where the file has no such column. */
export function headingOf(
  column: string,
  {
    mapping,
    targets,
    label,
  }: { mapping: Mapping; targets: readonly ImportTarget[]; label: (target: ImportTarget) => string },
): string {
  if (Object.values(mapping).includes(column)) return column;
  const name = READ_FROM[column] ?? column.replace(/_id$/, '');
  const target = targets.find((known) => known.name === name);
  return mapping[name] ?? (target ? label(target) : column);
}

/** A chosen title takes the place of the old one; an empty choice leaves the field out. */
export function withTitle(mapping: Mapping, name: string, title: string | undefined): Mapping {
  const { [name]: _before, ...rest } = mapping;
  return title ? { ...rest, [name]: title } : rest;
}

/** The first values of a column, so that the user sees what is in it. */
export function samplesOf(inspection: Inspection, title: string | undefined, count = 3): string[] {
  const index = title === undefined ? -1 : inspection.header.indexOf(title);
  if (index < 0) return [];
  return inspection.preview
    .map((row) => row.cells[index] ?? '')
    .filter((cell) => cell !== '')
    .slice(0, count);
}
