/** The body of an RFC 9457 problem document as the server sends it. */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  errors?: FieldProblem[];
  facts?: Record<string, unknown>;
}

/** One refused input: `loc` is the path inside the request body, for example `['lines', 3, 'quantity']`. */
export interface FieldProblem {
  loc: (string | number)[];
  code: string;
  message: string;
}

/** Every refusal of the server, and every failure to reach it, as one class. `code` is stable; text is not. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly FieldProblem[];
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(problem: Problem & { status: number }) {
    super(problem.detail || problem.title || problem.code || `HTTP ${problem.status}`);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code ?? `http_${problem.status}`;
    this.detail = problem.detail ?? problem.title ?? '';
    this.errors = problem.errors ?? [];
    this.facts = problem.facts ?? {};
  }

  /** True when trying again may help: the network failed or the server was unavailable. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export function isApiError(error: unknown, status?: number): error is ApiError {
  return error instanceof ApiError && (status === undefined || error.status === status);
}

/** Reads a refused response. A body that is no problem document still becomes an ApiError. */
export async function readProblem(response: Response): Promise<ApiError> {
  let problem: Problem = {};
  try {
    const body: unknown = await response.json();
    if (body && typeof body === 'object') problem = body as Problem;
  } catch {
    problem = {};
  }
  return new ApiError({ ...problem, status: response.status });
}

/** Drops the leading `body` that some validators put before the path of the field. */
export function fieldPath(problem: FieldProblem): (string | number)[] {
  const [first, ...rest] = problem.loc;
  return first === 'body' || first === 'payload' ? rest : problem.loc;
}
