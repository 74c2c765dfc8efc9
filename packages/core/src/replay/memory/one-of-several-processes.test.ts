import { expect, test } from 'vitest';
import { oneOfSeveralProcesses } from './one-of-several-processes.ts';

test.each([
  { what: 'no process manager', environment: {}, several: false },
  { what: 'another program called instances', environment: { instances: '4' }, several: false },
  { what: 'PM2, one process', environment: { pm_id: '0', exec_mode: 'fork_mode' }, several: false },
  {
    what: 'PM2, one instance',
    environment: { pm_id: '0', exec_mode: 'fork_mode', instances: '1' },
    several: false,
  },
  {
    what: 'PM2, four instances',
    environment: { pm_id: '0', exec_mode: 'fork_mode', instances: '4' },
    several: true,
  },
  {
    what: 'PM2, as many as cores',
    environment: { pm_id: '0', exec_mode: 'fork_mode', instances: 'max' },
    several: true,
  },
  { what: 'PM2, cluster mode', environment: { pm_id: '0', exec_mode: 'cluster_mode' }, several: true },
])('$what: $several', ({ environment, several }) => {
  expect(oneOfSeveralProcesses(environment) !== undefined).toBe(several);
});
