import type { StatsResponse } from "#contract/stats.ts";
import { CATEGORY_TEXTS } from "../categories.ts";
import { counted } from "../format.ts";
import { Icon } from "./icon.tsx";

export const CategoryGrid = ({ categories }: Pick<StatsResponse, "categories">) => (
  <ul class="category-grid">
    {categories.map(({ category, plugins }) => (
      <li>
        <a class="category" href={`/categories/${category}`}>
          <Icon name={category} />
          <span class="category-title">{CATEGORY_TEXTS[category].title}</span>
          <span class="category-text">{CATEGORY_TEXTS[category].text}</span>
          <span class="category-count">{counted(plugins, "plugin")}</span>
        </a>
      </li>
    ))}
  </ul>
);
