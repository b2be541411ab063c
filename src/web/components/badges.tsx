import type { Badge } from "#contract/plugins.ts";
import { Icon, type IconName } from "./icon.tsx";

/** Each badge, with its rule for who wonders. */
export const BADGES: Record<Badge, { label: string; icon: IconName; rule: string }> = {
  official: { label: "Official", icon: "spark", rule: "Published by an official account" },
  verified: { label: "Verified", icon: "shield", rule: "Looked at by the registry's administrators" },
  popular: { label: "Popular", icon: "download", rule: "1,000 downloads or more" },
  "highly-rated": { label: "Highly rated", icon: "star", rule: "4.5 stars or more, from ten reviews" },
  maintained: { label: "Maintained", icon: "clock", rule: "A release in the last 90 days" },
  trending: {
    label: "Trending",
    icon: "trend",
    rule: "50 downloads in a week, and half as many again as the week before",
  },
};

export const Badges = ({ badges }: { badges: Badge[] }) =>
  badges.length > 0 && (
    <ul class="badges" aria-label="Badges">
      {badges.map((badge) => (
        <li class={`badge badge-${badge}`} title={BADGES[badge].rule}>
          <Icon name={BADGES[badge].icon} />
          {BADGES[badge].label}
        </li>
      ))}
    </ul>
  );
