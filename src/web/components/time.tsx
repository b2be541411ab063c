import { dayOf, timeAgo } from "../format.ts";

/** "3 days ago", with the day for who wants to know. */
export const Ago = ({ time, now }: { time: string; now: Date }) => (
  <time datetime={time} title={dayOf(time)}>
    {timeAgo(time, now)}
  </time>
);
