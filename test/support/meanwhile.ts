/** How many times something can be done, one after another, until the work is done. @throws whatever either of them throws */
export async function timesUntilDone(work: Promise<unknown>, turn: () => Promise<unknown>): Promise<number> {
  const isDone = work.then(() => true);
  let times = 0;
  while (!(await Promise.race([isDone, turn().then(() => false)]))) times += 1;
  return times;
}
