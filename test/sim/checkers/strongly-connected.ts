/**
 * The strongly connected components with more than one node, or with an edge to itself: whatever cycles there are lie
 * in them. Without recursion, so that long histories do not exhaust the stack.
 *
 * @see Tarjan, Depth-first search and linear graph algorithms
 */
export function stronglyConnected(edges: readonly (readonly number[])[]): number[][] {
  const index = new Array<number>(edges.length).fill(-1);
  const low = new Array<number>(edges.length).fill(0);
  const onStack = new Uint8Array(edges.length);
  const stack: number[] = [];
  const components: number[][] = [];
  let visited = 0;
  const enter = (node: number) => {
    index[node] = low[node] = visited++;
    stack.push(node);
    onStack[node] = 1;
    return { node, next: 0 };
  };
  for (let root = 0; root < edges.length; root++) {
    if (index[root] !== -1) continue;
    const path = [enter(root)];
    while (path.length > 0) {
      const frame = path[path.length - 1] as { node: number; next: number };
      const { node } = frame;
      const successor = edges[node]?.[frame.next++];
      if (successor !== undefined) {
        if (index[successor] === -1) path.push(enter(successor));
        else if (onStack[successor] === 1)
          low[node] = Math.min(low[node] as number, index[successor] as number);
        continue;
      }
      path.pop();
      const parent = path[path.length - 1]?.node;
      if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[node] as number);
      if (low[node] !== index[node]) continue;
      const component: number[] = [];
      for (;;) {
        const member = stack.pop() as number;
        onStack[member] = 0;
        component.push(member);
        if (member === node) break;
      }
      if (component.length > 1 || edges[node]?.includes(node)) components.push(component);
    }
  }
  return components;
}
