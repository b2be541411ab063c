/** sql`SELECT … WHERE name = ${name}`: the values travel as parameters. */
export const sqlTag =
  <Row>(query: (text: string, values: unknown[]) => Promise<Row[]>) =>
  (strings: TemplateStringsArray, ...values: unknown[]): Promise<Row[]> =>
    query(
      strings.reduce((text, part, index) => `${text}$${index}${part}`),
      values,
    );
