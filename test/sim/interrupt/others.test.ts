import { testInterrupted } from './test-interrupted.ts';
import { OTHERS } from './verbs.ts';

testInterrupted(OTHERS);
