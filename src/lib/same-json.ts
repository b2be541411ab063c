/** Whether two values are one as JSON: the order of keys is nothing, and null is the same as left out. */
export const isSameJson = (one: unknown, other: unknown): boolean => inOrder(one) === inOrder(other);

const inOrder = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    const there = Object.entries(inner).filter(([, each]) => each !== null);
    return Object.fromEntries(there.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
