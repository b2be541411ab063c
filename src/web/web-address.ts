/** An address that somebody gave, if a link may lead there: publishing refuses others, and so does this. */
export const webAddress = (address: string | null): string | undefined =>
  address !== null && /^https?:\/\//i.test(address) ? address : undefined;
