import i18next from 'i18next';
import { type ApiError, type FieldProblem, isApiError } from '@/api/errors';

/** The sentence for a refusal: ours by code, else the server's own. */
export function errorText(error: unknown): string {
  if (!isApiError(error)) return error instanceof Error ? error.message : String(error);
  const faults = error.errors.map((fault) => fieldProblemText(fault));
  const text = byCode(error.code, error.facts) ?? (error.detail || byStatus(error));
  return faults.length > 0 && faults.length <= 3 ? [...new Set(faults)].join(' ') : text;
}

export function fieldProblemText(problem: FieldProblem & { facts?: Record<string, unknown> }): string {
  return byCode(problem.code, problem.facts ?? {}) ?? problem.message;
}

function byCode(code: string, facts: Readonly<Record<string, unknown>>): string | undefined {
  const key = `errors:${code.replaceAll('.', '_')}`;
  return i18next.exists(key) ? i18next.t(key, facts) : undefined;
}

function byStatus(error: ApiError): string {
  if (error.status >= 500) return i18next.t('errors:server');
  return i18next.t('errors:http', { status: error.status });
}
