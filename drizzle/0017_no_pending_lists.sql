-- What was inserted waits in a list until somebody vacuums, and every search reads the list from end to end. Each count of
-- downloads inserts its plugin anew, since orders by downloads are indexed. What waits now is taken in once.
ALTER INDEX "plugins_search" SET (fastupdate = off);--> statement-breakpoint
ALTER INDEX "plugins_tags" SET (fastupdate = off);--> statement-breakpoint
ALTER INDEX "plugins_name_trigrams" SET (fastupdate = off);--> statement-breakpoint
SELECT gin_clean_pending_list('plugins_search'), gin_clean_pending_list('plugins_tags'), gin_clean_pending_list('plugins_name_trigrams');
