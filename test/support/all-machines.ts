import { StateMachine } from 'xstate';
import * as exported from '../../machines/index.ts';

/** Every machine of the client. */
export const ALL_MACHINES = Object.values(exported).filter((value) => value instanceof StateMachine);
