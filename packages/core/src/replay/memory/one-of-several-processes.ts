import cluster from 'node:cluster';

/**
 * Says why this process is one of several that answer for one address, as far as that can be seen: a worker of
 * `node:cluster`, or one of the instances that PM2 runs.
 */
export function oneOfSeveralProcesses(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if (cluster.isWorker) return 'a cluster worker is one of several';
  const { pm_id, exec_mode, instances } = environment;
  if (pm_id === undefined) return undefined;
  // PM2 says `instances` as it was written: a number, `max`, or a negative number of spared cores.
  const several = exec_mode === 'cluster_mode' || (instances !== undefined && instances !== '1');
  return several ? 'PM2 runs several of it' : undefined;
}
