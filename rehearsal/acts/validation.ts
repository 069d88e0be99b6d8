import { validate } from '../validate/validate.ts';
import type { Prologue } from './act.ts';

/** The workload half alone, in seconds: `--until validate`. */
export const validation: Prologue = {
  id: 'validate',
  title: 'a real API server accepts every object',
  seconds: 10,
  play: async (room) => {
    const { objects, kinds } = await validate(room);
    return `${objects} objects of ${kinds} kinds, without and with mail`;
  },
};
