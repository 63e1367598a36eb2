import { testInterrupted } from './test-interrupted.ts';
import { TRANSACTIONS } from './verbs.ts';

testInterrupted(TRANSACTIONS);
