-- What was inserted waits in a list until somebody vacuums, and every search reads the list from end to end. Each count of
-- downloads inserts its plugin anew, since orders by downloads are indexed. The next vacuum takes in what waits now.
ALTER INDEX "plugins_search" SET (fastupdate = off);--> statement-breakpoint
ALTER INDEX "plugins_tags" SET (fastupdate = off);--> statement-breakpoint
ALTER INDEX "plugins_name_trigrams" SET (fastupdate = off);
