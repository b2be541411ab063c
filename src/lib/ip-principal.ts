const UNKNOWN = "ip:unknown";

/** Leading zeros are refused: some readers take them for octal. */
const BYTE = /(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)/.source;
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);

/**
 * Whom requests from an address are counted for: an IPv4 address itself, an IPv6 address's /64 (one customer holds at
 * least that), an IPv4-mapped one its IPv4 address. Every textual form of one address gives the same principal.
 * What is not an address is counted together, as `ip:unknown`.
 */
export function ipPrincipal(ip: string): string {
  const text = ip.trim();
  if (!text.includes(":")) return IPV4.test(text) ? `ip:${text}` : UNKNOWN;

  const groups = parseIpv6(text);
  if (!groups) return UNKNOWN;
  if (isIpv4Mapped(groups)) {
    const [high = 0, low = 0] = groups.slice(6);
    return `ip:${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  }
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `ip:${network.join(":")}::/64`;
}

const isIpv4Mapped = (groups: number[]) => groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;

/** @returns its two 16-bit halves */
function parseIpv4(text: string): [number, number] | undefined {
  if (!IPV4.test(text)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = text.split(".").map(Number);
  return [a * 256 + b, c * 256 + d];
}

/** @returns the eight 16-bit groups of an RFC 4291 address, whose tail may be dotted */
function parseIpv6(text: string): number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(parseGroups);
  if (halves.length === 1) return head?.length === 8 ? head : undefined;
  if (!head || !tail || head.length + tail.length > 7 || halves[0]?.includes(".")) return undefined;
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function parseGroups(text: string): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    const dotted = index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (dotted) groups.push(...dotted);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
