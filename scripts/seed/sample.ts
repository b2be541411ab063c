export interface SampleDataOptions {
  databaseUrl: string;
  sqlEndpoint: string;
  s3Endpoint: string;
  s3AccessKeyId: string;
  s3SecretAccessKey: string;
  s3Bucket: string;
}

/** Fills an empty registry with the documents' example; leaves one that has plugins as it is. */
export async function seedSampleData(options: SampleDataOptions): Promise<void> {
  // Loaded when needed: most starts of the local stack find their data in place.
  const { createSampleRegistry } = await import("./sample-registry.ts");
  await createSampleRegistry(options);
}
