import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { drawLine } from './coverage/line.ts';
import { elleHistory } from './elle.ts';
import { explore } from './explore/explore.ts';
import { KINDS, type Kind } from './explore/happenings.ts';
import { SCENES } from './explore/scenes.ts';
import { printMatrix } from './report.ts';
import { BUGS, type Bug } from './sabotage/bugs.ts';
import { hunt } from './sabotage/hunt.ts';
import { serveAsWorker } from './seed-pool.ts';
import { simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    /** Replays one seed, with a trace. */
    seed: { type: 'string' },
    seeds: { type: 'string', default: '1000' },
    /** The first of them. Default: drawn from the clock, and printed. */
    first: { type: 'string' },
    minutes: { type: 'string' },
    /** Processes at a time. */
    jobs: { type: 'string', default: '1' },
    /** Gets a line of JSON for each seed; those it has are not run again. */
    log: { type: 'string' },
    operations: { type: 'string', default: '200' },
    /** Faults and workloads left out, with commas between. */
    without: { type: 'string', default: '' },
    /** Prints what was reached and what never was. */
    coverage: { type: 'boolean', default: false },
    /** Fails unless all is reached that any 500 seeds reach. */
    'hold-line': { type: 'boolean', default: false },
    /** A file that gets what was reached, added to what it has. */
    reached: { type: 'string' },
    /** Draws the line anew, by the file of `reached`. */
    'draw-line': { type: 'boolean', default: false },
    /** With seed: a file for its list-append history, for elle-cli. */
    elle: { type: 'string' },
    sabotage: { type: 'boolean', default: false },
    /** With sabotage: only bugs whose scenario and name contain this. */
    bug: { type: 'string', default: '' },
    /** Goes every way in which the messages of two transactions can come. */
    explore: { type: 'boolean', default: false },
    /** With explore: only scenes whose name contains this. */
    scene: { type: 'string', default: '' },
    /** With explore: disturbances of one run, at most: a lost message, a duplicate, another leader, expired locks. */
    disturbances: { type: 'string', default: '1' },
    /** With explore: which of them, with commas between. A lost message is a `request` or an `answer`. */
    kinds: { type: 'string', default: KINDS.join(',') },
    /** With explore: tells states apart also by what does not matter; there have to be as many outcomes then. */
    'tell-all': { type: 'boolean', default: false },
    /** With explore: how many of the runs that come to where another was before go on, to check that they may stop; 0 to 1. */
    recheck: { type: 'string', default: '0' },
    /** With explore: runs of one scene, at most; scenes with two writers have more than anybody waits for. */
    runs: { type: 'string', default: '3000' },
    /** With explore: fails unless each scene was gone through in every way. */
    all: { type: 'boolean', default: false },
    /** One of the processes of `jobs`. */
    worker: { type: 'boolean', default: false },
  },
});

// Traces of errors are a twentieth of what a seed takes. A replay has them.
if (values.seed === undefined) Error.stackTraceLimit = 0;

if (values.worker) serveAsWorker();
else {
  const command = chosenCommand();
  process.exitCode = (await command()) ? 0 : 1;
}

function chosenCommand(): () => Promise<boolean> {
  if (values['draw-line']) return drawLineAnew;
  if (values.explore) return exploreScenes;
  return values.sabotage ? sabotage : runSeeds;
}

/** @throws when it is no number: nothing would be run then, and nothing be found. */
function numberOf(option: keyof typeof values): number {
  const number = Number(values[option]);
  if (Number.isNaN(number)) throw new Error(`--${option}: ${values[option]} is no number`);
  return number;
}

/** @throws when there are none: nothing would be found then. @param titleOf what is looked for in, instead of the name */
function chosenOf(
  option: 'scene' | 'bug',
  names: readonly string[],
  titleOf = (name: string) => name,
): readonly string[] {
  const chosen = names.filter((name) => titleOf(name).includes(values[option]));
  if (chosen.length === 0)
    throw new Error(`--${option}: none of ${names.length} has "${values[option]}" in its name`);
  return chosen;
}

/** @throws when there is no such kind */
function chosenKinds(): readonly Kind[] {
  return values.kinds.split(',').map((name) => {
    const kind = KINDS.find((one) => one === name);
    if (kind === undefined) throw new Error(`--kinds: "${name}" is none of ${KINDS.join(', ')}`);
    return kind;
  });
}

async function runSeeds(): Promise<boolean> {
  const { elle, minutes, seed } = values;
  const given = seed === undefined ? 'first' : 'seed';
  const drawn = Math.floor(Date.now() / 1000) * 1000;
  return simulate({
    first: values[given] === undefined ? drawn : numberOf(given),
    seeds: seed === undefined ? numberOf('seeds') : 1,
    minutes: minutes === undefined ? undefined : numberOf('minutes'),
    jobs: numberOf('jobs'),
    overrides: {
      operations: numberOf('operations'),
      without: values.without.split(',').filter((name) => name !== ''),
    },
    showsCoverage: values.coverage,
    holdsLine: values['hold-line'],
    reachedFile: values.reached,
    logFile: values.log,
    isReplay: seed !== undefined,
    onResult: elle === undefined ? undefined : ({ history }) => writeFileSync(elle, elleHistory(history)),
  });
}

async function drawLineAnew(): Promise<boolean> {
  if (values.reached === undefined) throw new Error('--draw-line: which file? Say --reached');
  const [held, reached] = drawLine(values.reached);
  console.log(`${held} marks on the line, of ${reached} reached`);
  return true;
}

async function exploreScenes(): Promise<boolean> {
  const mostRuns = numberOf('runs');
  const disturbances = numberOf('disturbances');
  const kinds = chosenKinds();
  const rechecked = numberOf('recheck');
  let isWell = true;
  console.log(`up to ${disturbances} disturbances of ${kinds.join(', ')}`);
  for (const name of chosenOf('scene', Object.keys(SCENES))) {
    const beganMs = performance.now();
    const { counts, outcomes, isExhausted, bad } = await explore(name, {
      disturbances,
      kinds,
      mostRuns,
      rechecked,
      tellsAll: values['tell-all'],
    });
    console.log(
      `${name}: ${counts.states} states, ${counts.ends} ends, ${outcomes.size} outcomes, ${counts.depth} choices at most, ${counts.runs} runs, ` +
        `${Math.round((performance.now() - beganMs) / 1000)} s` +
        `${isExhausted ? '' : ', NOT ALL'}`,
    );
    if (values.all && !isExhausted) isWell = false;
    if (bad === undefined) continue;
    isWell = false;
    for (const { name: anomaly, detail } of bad.anomalies) console.log(`  ${anomaly}: ${detail}`);
    for (const choice of bad.choices) console.log(`    ${choice}`);
  }
  return isWell;
}

async function sabotage(): Promise<boolean> {
  const rows: string[][] = [];
  let missed = 0;
  const mostSeeds = numberOf('seeds');
  const titleOf = (name: string) => `${BUGS[name]?.scenario} ${name}`;
  for (const name of chosenOf('bug', Object.keys(BUGS), titleOf)) {
    const bug = BUGS[name] as Bug;
    const found = await hunt(bug, 1, mostSeeds);
    if (found === undefined) missed++;
    rows.push([bug.scenario, name, found?.by ?? 'NOT FOUND', found?.anomaly.name ?? '']);
    if (values.bug !== '') console.log(`${name}: ${found?.anomaly.detail.slice(0, 1_000)}`);
  }
  printMatrix(['scenario', 'planted bug', 'found by', 'found as'], rows);
  console.log(`${rows.length} planted bugs, ${rows.length - missed} found`);
  return missed === 0;
}
