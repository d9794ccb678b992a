"""Pure mathematics for planners: what to buy and when, where to ship from, whom to offer what, when cash runs short.

Owns nothing. Every solver is a function of frozen dataclasses and arrays, without Django, database or calendar; the
same input and seed give the same answer. It returns an `Answer`: status, objective, bound where one exists, seconds,
and reasons that a planner can be shown. It refuses input it cannot understand with `InvalidProblem`, which names the
offender. Needs the extra `heliu[planning]`; numpy is imported with a solver, anything heavier inside its functions.
"""
