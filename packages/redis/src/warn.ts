export type WarningHandler = (message: string) => void;

export const warnProcess: WarningHandler = (message) => process.emitWarning(message, 'CountersignWarning');

/** Tells the application, and the process where the application's own handler fails: neither keeps Redis from being asked. */
export async function warn(onWarning: WarningHandler, message: string): Promise<void> {
  try {
    // Never waited for; awaited here because a handler may be async.
    await (onWarning(message) as unknown);
  } catch {
    warnProcess(message);
  }
}
