/** An error answer, as callers see it. */
export type ProblemAnswer = {
  code: string;
  detail: string;
  status: number;
  requestId: string;
  errors?: { pointer: string; detail: string }[];
};
