/** Query keys are `[area, resource, 'list' | 'detail', parameters]`, so that one call forgets a whole resource. */
export type Area = string;

export const keys = {
  resource: (area: Area, resource: string) => [area, resource] as const,
  list: (area: Area, resource: string, parameters: object) => [area, resource, 'list', parameters] as const,
  detail: (area: Area, resource: string, id: string) => [area, resource, 'detail', id] as const,
};
