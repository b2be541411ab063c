import type { SearchQuery } from "#contract/search.ts";
import type { Facets } from "#features/plugins/index.ts";
import { CATEGORY_TEXTS } from "#web/categories.ts";
import { changed } from "./address.ts";

/** The same search with a filter more, or one fewer. */
interface Choice {
  label: string;
  address: string;
}

/** A filter more, and how many plugins it leaves. */
interface Offer extends Choice {
  plugins: number;
}

/** No filter at all. */
export const UNFILTERED = {
  category: undefined,
  language: undefined,
  tags: [],
  verified: undefined,
  min_rating: undefined,
};

interface Group {
  title: string;
  offers: Offer[];
}

/** What is chosen, each with the address of the search without it. */
export function chosenOf(search: SearchQuery): Choice[] {
  const { category, language, tags, verified, min_rating: stars } = search;
  const chosen: (Choice | false | undefined)[] = [
    category && { label: CATEGORY_TEXTS[category].title, address: changed(search, { category: undefined }) },
    language !== undefined && { label: language, address: changed(search, { language: undefined }) },
    ...tags.map((tag) => ({
      label: `#${tag}`,
      address: changed(search, { tags: tags.filter((other) => other !== tag) }),
    })),
    verified && { label: "Verified", address: changed(search, { verified: undefined }) },
    stars !== undefined && { label: starsOrMore(stars), address: changed(search, { min_rating: undefined }) },
  ];
  return chosen.filter((choice) => choice !== false && choice !== undefined);
}

/** By what the results can be narrowed. What is chosen already is not offered, nor what would leave none of them, or all. */
export function groupsOf(search: SearchQuery, facets: Facets, isCapped: boolean): Group[] {
  const { tags } = search;
  const groups: Group[] = [
    {
      title: "Category",
      offers: search.category
        ? []
        : facets.categories.map(({ value, plugins }) => ({
            label: CATEGORY_TEXTS[value as keyof typeof CATEGORY_TEXTS].title,
            address: changed(search, { category: value as keyof typeof CATEGORY_TEXTS }),
            plugins,
          })),
    },
    {
      title: "Trust",
      offers: [
        ...(search.verified
          ? []
          : [{ label: "Verified", address: changed(search, { verified: true }), plugins: facets.verified }]),
        ...(search.min_rating === undefined ? facets.ratings : []).map(({ stars, plugins }) => ({
          label: starsOrMore(stars),
          address: changed(search, { min_rating: stars }),
          plugins,
        })),
      ],
    },
    {
      title: "Language",
      offers: search.language
        ? []
        : facets.languages.map(({ value, plugins }) => ({
            label: value,
            address: changed(search, { language: value }),
            plugins,
          })),
    },
    {
      title: "Tags",
      offers: facets.tags
        .filter(({ value }) => !tags.includes(value))
        .map(({ value, plugins }) => ({ label: value, address: changed(search, { tags: [...tags, value] }), plugins })),
    },
  ];
  const narrows = ({ plugins }: Offer) => plugins > 0 && (isCapped || plugins < facets.counted);
  return groups
    .map(({ title, offers }) => ({ title, offers: offers.filter(narrows) }))
    .filter(({ offers }) => offers.length > 0);
}

const starsOrMore = (stars: number) => (stars === 5 ? "5 stars" : `${stars} stars and up`);
