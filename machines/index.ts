export { lockResolverMachine } from './lock-resolver.ts';
