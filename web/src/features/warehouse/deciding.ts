import type { components } from '@/api/schema';
import { big, parseDecimal } from '@/shared/money';

export type Difference = components['schemas']['DifferenceRow'];
export type Outcome = Difference['outcomes'][number];

/** What is decided about one difference; the quantity as typed. */
export interface Decision {
  outcome: Outcome | null;
  quantity: string | null;
  party: { id: string; name: string } | null;
}

/** Difference id → what is decided about it. */
export type Decisions = Readonly<Record<string, Decision>>;

/** All of what waits, with an outcome only where there is but one. */
export function undecided(differences: readonly Difference[]): Decisions {
  return Object.fromEntries(
    differences.map((one) => [
      one.id,
      {
        outcome: one.outcomes.length === 1 ? (one.outcomes[0] ?? null) : null,
        quantity: one.quantity,
        party: null,
      },
    ]),
  );
}

/** One outcome for all that may have it; the others keep theirs. */
export function decidedAll(
  differences: readonly Difference[],
  decisions: Decisions,
  decision: Pick<Decision, 'outcome' | 'party'>,
): Decisions {
  const changed = differences.flatMap((one) => {
    const before = decisions[one.id];
    const isFit = decision.outcome !== null && one.outcomes.includes(decision.outcome);
    return before && isFit ? [[one.id, { ...before, ...decision }] as const] : [];
  });
  return { ...decisions, ...Object.fromEntries(changed) };
}

export type DecisionFault = 'outcome' | 'quantity' | 'tooMuch' | 'party';

/** What is missing or wrong about a decision, if anything is. */
export function decisionFault(one: Difference, decision: Decision | undefined): DecisionFault | null {
  const quantity = parseDecimal(decision?.quantity ?? '');
  if (quantity === null || big(quantity).lte(0)) return 'quantity';
  if (big(quantity).gt(big(one.quantity))) return 'tooMuch';
  if (!decision?.outcome) return 'outcome';
  return decision.outcome === 'liable' && !decision.party ? 'party' : null;
}

/** What is sent to the server. */
export function decidedLines(differences: readonly Difference[], decisions: Decisions) {
  return differences.flatMap((one) => {
    const decision = decisions[one.id];
    const quantity = parseDecimal(decision?.quantity ?? '');
    if (!decision?.outcome || quantity === null) return [];
    const isLiable = decision.outcome === 'liable';
    return [
      {
        difference_id: one.id,
        quantity,
        outcome: decision.outcome,
        party_id: isLiable ? (decision.party?.id ?? null) : null,
      },
    ];
  });
}
