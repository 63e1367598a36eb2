import { testInterrupted } from './test-interrupted.ts';
import { MOVED } from './verbs.ts';

testInterrupted(MOVED);
