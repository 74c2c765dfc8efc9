import { type Connection, connectionOf, millisecondsTo } from './connection.ts';
import type { CompleteRedisOptions } from './redis-options.ts';

/** Redis, asked within a time, and by no more than can be waited for at once. */
export interface Link {
  readonly connection: Connection;
  /** Until when what is asked now has to be answered, in milliseconds of `performance.now()`. */
  deadline(): number;
  /**
   * Counts one question, until `ask` is done with it or `leave` is called.
   * @throws where too many are not answered yet
   */
  enter(): void;
  leave(questions: number): void;
  /**
   * Has the client ask, once there is a connection. What was entered for it is left when the client has let go of it,
   * which may be after the deadline: a server that hangs gathers no more than `maxPending`.
   *
   * @throws where it is not answered by the deadline. It may be carried out all the same, also later.
   */
  within<T>(deadline: number, questions: number, work: () => Promise<T>): Promise<T>;
  /** The same, for commands that are sent together and in order: gives their replies. */
  ask(commands: readonly string[][], deadline: number, questions: number): Promise<unknown[]>;
}

type Limits = Pick<CompleteRedisOptions, 'client' | 'timeoutMilliseconds' | 'maxPending'>;

/** How many questions about the server itself may be outstanding: not to be kept from asking by what waits for them. */
export const QUESTIONS_OF_ITS_OWN = 100;

export function linkTo({ client, timeoutMilliseconds, maxPending }: Limits): Link {
  const connection = connectionOf(client);
  let pending = 0;
  const enter = () => {
    if (pending >= maxPending) throw new Error(`${maxPending} questions to Redis are not answered yet`);
    pending += 1;
  };
  const leave = (questions: number) => {
    pending -= questions;
  };

  async function within<T>(deadline: number, questions: number, work: () => Promise<T>): Promise<T> {
    let answer: Promise<T>;
    try {
      await connection.ready(deadline);
      // Too late to be of use: a claim that is carried out now would be one that nobody made.
      if (performance.now() >= deadline) throw new Error(LATE);
      answer = work();
    } catch (error) {
      leave(questions);
      throw error;
    }
    const left = () => leave(questions);
    answer.then(left, left);
    return inTime(deadline, answer);
  }

  return {
    connection,
    deadline: () => performance.now() + timeoutMilliseconds,
    enter,
    leave,
    within,
    ask: (commands, deadline, questions) =>
      within(deadline, questions, () => Promise.all(commands.map((command) => connection.send(command)))),
  };
}

const LATE = 'Redis did not answer in time';

/** @throws where the work is not done by the deadline, in milliseconds of `performance.now()` */
export function inTime<T>(deadline: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(LATE)), millisecondsTo(deadline));
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
