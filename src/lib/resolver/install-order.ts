/**
 * The order in which to install: what is needed before what needs it. Plugins that need each other come together, by
 * name. Strongly connected components by Tarjan (1972), which finds them in just this order; names decide where to
 * begin, so that the same graph always gives the same order.
 * @param needs each plugin and those it needs, all of them keys too
 */
export function installOrder(needs: ReadonlyMap<string, readonly string[]>): string[] {
  const order: string[] = [];
  const found = new Map<string, { index: number; low: number; isOpen: boolean }>();
  const open: string[] = [];

  function visit(name: string): { index: number; low: number; isOpen: boolean } {
    const node = { index: found.size, low: found.size, isOpen: true };
    found.set(name, node);
    open.push(name);
    for (const next of (needs.get(name) ?? []).toSorted()) {
      const known = found.get(next);
      if (!known) node.low = Math.min(node.low, visit(next).low);
      else if (known.isOpen) node.low = Math.min(node.low, known.index);
    }
    if (node.low === node.index) {
      const together = open.splice(open.indexOf(name));
      for (const each of together) found.get(each)!.isOpen = false;
      order.push(...together.toSorted());
    }
    return node;
  }

  for (const name of [...needs.keys()].toSorted()) if (!found.has(name)) visit(name);
  return order;
}
