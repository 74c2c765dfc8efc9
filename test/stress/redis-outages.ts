// The Redis guard in several processes that are killed, while Redis is killed, hangs and is emptied:
// `node --conditions=@countersign/source test/stress/redis-outages.ts`. Options: --runs 20, --seconds 20.
import { parseArgs } from 'node:util';
import { claimsThroughOutages } from '../replay/redis-outages.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '20' }, seconds: { type: 'string', default: '20' } },
});

let wrong = 0;
for (let run = 1; run <= Number(values.runs); run += 1) {
  const { freshTwice, outcomes, slowest, killed, outages } = await claimsThroughOutages({
    kinds: ['ioredis', 'node-redis'],
    processes: 4,
    keysARound: 100,
    inFlight: 16,
    seconds: Number(values.seconds),
    atLeastFresh: 0,
    timeoutMilliseconds: 300,
  });
  wrong += freshTwice;
  console.log(
    `run ${run}: ${JSON.stringify(outcomes)}, fresh twice ${freshTwice}, slowest ${Math.round(slowest)} ms, ` +
      `${killed} killed, ${JSON.stringify(outages)}`,
  );
}
console.log(wrong === 0 ? 'no key was accepted twice' : `${wrong} keys were accepted twice`);
process.exitCode = wrong === 0 ? 0 : 1;
