CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;
--> statement-breakpoint
INSERT INTO reserved_names (canonical_name, reason)
SELECT translate(name, '01i-', 'oll'), reason
FROM (
  SELECT name, 'it is MockForge''s own' AS reason
  FROM unnest('{mockforge,mock-forge,mockforge-registry,official,verified,core,std,stdlib,registry,marketplace}'::text[]) name
  UNION ALL
  SELECT name, 'it is a word of the platform'
  FROM unnest('{wasm,wasi,webassembly,plugin,plugins,sdk,runtime,host}'::text[]) name
  UNION ALL
  SELECT name, 'it would be taken for a placeholder'
  FROM unnest('{test,tests,testing,example,examples,sample,demo,foo,bar,baz,hello-world,my-plugin,"null",undefined,none,true,false,latest,unknown}'::text[]) name
  UNION ALL
  SELECT name, 'the registry''s routes use it'
  FROM unnest('{admin,api,auth,badges,camel,categories,category,compare,dl,docs,download,downloads,feed,guide,health,login,logout,new,publish,register,resolve,reviews,robots,search,settings,sitemap,stats,suggest,tags,tokens,uploads,users,versions}'::text[]) name
) names
ON CONFLICT DO NOTHING;
