import type { AnyStateNode, AnyTransitionDefinition, StateValue } from 'xstate';

/** The node and everything below it, in document order. */
export function selfAndDescendants(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(selfAndDescendants)];
}

/** From the root to the node, both included. */
export function pathTo(node: AnyStateNode): AnyStateNode[] {
  return node.parent === undefined ? [node] : [...pathTo(node.parent), node];
}

/** Whether `node` is below `ancestor`; a node is not below itself. */
export function isWithin(node: AnyStateNode, ancestor: AnyStateNode): boolean {
  return node.parent !== undefined && (node.parent === ancestor || isWithin(node.parent, ancestor));
}

/** The state value of an atomic or final node. */
export function stateValueOf(node: AnyStateNode): StateValue {
  const [innermost, ...outer] = [...node.path].reverse();
  if (innermost === undefined) return {};
  return outer.reduce<StateValue>((value, key) => ({ [key]: value }), innermost);
}

/** The state inside which a transition happens; undefined when the root itself is left and entered again. */
export function domainOf(
  { source, reenter }: AnyTransitionDefinition,
  target: AnyStateNode,
  root: AnyStateNode,
): AnyStateNode | undefined {
  if (!reenter && (target === source || isWithin(target, source))) return source;
  const common = pathTo(target)
    .slice(0, -1)
    .findLast((ancestor) => isWithin(source, ancestor));
  return common ?? (reenter ? undefined : root);
}
