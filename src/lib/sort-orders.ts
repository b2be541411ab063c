/** How a list of plugins may be ordered; security: verified plugins first. */
export const SORT_ORDERS = ["relevance", "popular", "downloads", "rating", "recent", "name", "security"] as const;
