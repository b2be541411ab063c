/** The parts of Prism that we use; each language adds itself to the core when it is imported. */
declare module "prismjs/components/prism-core.js" {
  interface Token {
    type: string;
    content: TokenStream;
  }
  type TokenStream = string | Token | (string | Token)[];
  type Grammar = Record<string, unknown>;
  const prism: {
    languages: Record<string, Grammar | undefined>;
    tokenize(code: string, grammar: Grammar): TokenStream;
  };
  export default prism;
  export type { TokenStream };
}

declare module "prismjs/components/*.js";
