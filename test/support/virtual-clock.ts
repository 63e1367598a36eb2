export { turnOfEventLoop, VirtualClock } from '../../src/testing/simulation/virtual-clock.ts';
