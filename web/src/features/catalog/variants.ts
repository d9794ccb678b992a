import type { Axis } from './api';

/** What is typed into an axis: a name, or a code before it (`RD 红`). */
export interface TypedAxis {
  name: string;
  values: string[];
}

/** Capitals before a blank, or anything before a colon. */
const CODED = /^(?:([A-Z0-9]{1,20})\s+|([A-Za-z0-9]{1,20})\s*[:：=]\s*)(.+)$/;

/** Codes become part of item codes: the typed one, else the name if it is plain letters and digits, else its place. */
export function readAxis(axis: TypedAxis, known: ReadonlyMap<string, string> = new Map()): Axis {
  const used = new Set<string>();
  const values = axis.values.map((text, index) => {
    const coded = text.trim().match(CODED);
    const name = (coded?.[3] ?? text).trim();
    const isPlain = /^[A-Za-z0-9]{1,20}$/.test(name);
    let code = coded?.[1] ?? coded?.[2] ?? known.get(name) ?? (isPlain ? name.toUpperCase() : place(index));
    for (let step = index; used.has(code); step++) code = place(step + axis.values.length);
    used.add(code);
    return { code, name };
  });
  return { name: axis.name.trim(), values };
}

const place = (index: number) => String(index + 1).padStart(2, '0');

export type Combination = Record<string, string>;

/** Every combination of the axes, the last one changing fastest. */
export function combinations(axes: readonly Axis[]): Combination[] {
  return axes.reduce<Combination[]>(
    (all, axis) =>
      all.flatMap((combination) => axis.values.map((value) => ({ ...combination, [axis.name]: value.name }))),
    [{}],
  );
}

/** The variant that stands for a combination, if there is one already. */
export function variantOf<V extends { attribute_values: Record<string, string> }>(
  variants: readonly V[],
  combination: Combination,
): V | undefined {
  const wanted = Object.entries(combination);
  return variants.find(
    ({ attribute_values: values }) =>
      Object.keys(values).length === wanted.length && wanted.every(([axis, name]) => values[axis] === name),
  );
}

/** The axes that the variants of a template already have, in the order of their first use. */
export function axesOf(variants: readonly { attribute_values: Record<string, string> }[]): TypedAxis[] {
  const axes = new Map<string, Set<string>>();
  for (const variant of variants) {
    for (const [axis, name] of Object.entries(variant.attribute_values)) {
      axes.set(axis, (axes.get(axis) ?? new Set()).add(name));
    }
  }
  return [...axes].map(([name, values]) => ({ name, values: [...values] }));
}
