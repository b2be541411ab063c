-- contract: nothing has used this since 0019_name_words
DROP INDEX "plugins_name_trigrams";
