export const openApiDocument = (_: { origin?: string; version: string }) => ({});
