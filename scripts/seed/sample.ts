export interface SampleDataOptions {
  databaseUrl: string;
  sqlEndpoint: string;
  s3Endpoint: string;
  s3AccessKeyId: string;
  s3SecretAccessKey: string;
  s3Bucket: string;
}

export async function seedSampleData(_options: SampleDataOptions): Promise<void> {
  throw new Error("not written yet");
}
